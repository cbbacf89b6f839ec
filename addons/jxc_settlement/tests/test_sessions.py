from datetime import timedelta

from odoo import SUPERUSER_ID, Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions


@tagged("post_install", "-at_install")
class TestSessions(SessionsCase):
    """S9, P10 under concurrency: sessions with cursors of their own, that commit."""

    _role = "accountant"

    def _make(self, env):
        self.today = fields.Date.context_today(env.user)
        partner = env["res.partner"].create(
            {"name": "At Once", "email": "once@example.com"}
        )
        self.partner_id = partner.id
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create({"name": "Goods", "price_unit": 7, "tax_ids": False})
                ],
            }
        )
        move.action_post()
        self.move_id = move.id

    def _clean(self, env):
        # A statement that was sent is not deleted by anybody but a test.
        statements = env["jxc.statement"].search([*self._ours()])
        statements.message_ids.unlink()
        env.cr.execute(
            "DELETE FROM jxc_statement WHERE partner_id = %s", [self.partner_id]
        )
        env.invalidate_all()
        move = env["account.move"].browse(self.move_id)
        move.button_draft()
        move.with_context(force_delete=True).unlink()
        env["res.partner"].browse(self.partner_id).active = False

    def _ours(self):
        return [("partner_id", "=", self.partner_id)]

    def _dialogs(self, count):
        with self.registry.cursor() as cr:
            env = self._env(cr, self.user_id)
            values = {
                "date_from": self.today - timedelta(days=30),
                "date_to": self.today,
                "partner_ids": [Command.set([self.partner_id])],
            }
            return env["jxc.statement.make"].create([values] * count).ids

    def _statement(self, *calls):
        """A statement on which somebody called these."""
        (dialog,) = self._dialogs(1)
        jobs = [("jxc.statement.make", "action_make", [[dialog]])]
        self.assertEqual(self._run(jobs), [None])
        with self.registry.cursor() as cr:
            ids = self._env(cr)["jxc.statement"].search(self._ours()).ids
        if calls:
            jobs = [("jxc.statement", call, [ids]) for call in calls]
            self.assertEqual(self._run(jobs), [None] * len(calls))
        return ids

    def _run(self, *jobs):
        return run_sessions(self.registry, self.user_id, list(jobs))

    def _read(self, *names):
        with self.registry.cursor() as cr:
            found = self._env(cr)["jxc.statement"].search(self._ours())
            return [tuple(s[name] for name in names) for s in found]

    def test_made_at_once_is_made_once(self):
        """P10, S9: three make the month's statements; there is one, with one line."""
        jobs = [
            [("jxc.statement.make", "action_make", [[dialog]])]
            for dialog in self._dialogs(3)
        ]
        self.assertEqual(self._run(*jobs), [None] * 3)
        self.assertEqual(self._read("state", "closing"), [("draft", 7.0)])

    def test_sent_at_once_is_mailed_once(self):
        """S9: three press the button; the partner gets one mail."""
        ids = self._statement()
        press = [("jxc.statement", "action_send_mail", [ids])]
        self.assertEqual(self._run(press, press, press), [None] * 3)
        self.assertEqual(self._read("state", "mail_state"), [("sent", "waiting")])
        # Two runs of the job at once, as on two servers.
        mail = [lambda env: env["jxc.statement"].sudo()._cron_mail()]
        self._run(mail, mail)
        with self.registry.cursor() as cr:
            statement = self._env(cr)["jxc.statement"].browse(ids)
            mails = statement.message_ids.filtered(
                lambda message: message.attachment_ids
            )
            self.assertEqual(len(mails), 1)
            self.assertEqual(statement.mail_message_id, mails)

    def test_answered_and_replaced_at_once(self):
        """S9: one of them holds; the others are told what it is now."""
        ids = self._statement("action_send")

        def agree(env):
            statement = env["jxc.statement"].browse(ids).with_user(SUPERUSER_ID)
            statement._jxc_partner_answer(True, "Ms Wang", statement.partner_id)

        replace = [("jxc.statement", "action_replace", [ids])]
        outcomes = self._run([agree], [agree], replace, replace)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual([type(e) for e in outcomes if e], [UserError] * 3)
        states = sorted(state for (state,) in self._read("state"))
        self.assertIn(states, (["confirmed"], ["cancel", "draft"]))

    def test_agreed_and_disagreed_at_once(self):
        """S9: two clerks of the partner; whoever agrees has the last word, once."""
        ids = self._statement("action_send")

        def answer(agree):
            def call(env):
                statement = env["jxc.statement"].browse(ids).with_user(SUPERUSER_ID)
                partner = statement.partner_id
                statement._jxc_partner_answer(agree, "Clerk", partner, "Short")

            return [call]

        outcomes = self._run(answer(True), answer(True), answer(False), answer(False))
        self.assertEqual(self._read("state"), [("confirmed",)])
        self.assertIn(outcomes.count(None), (1, 2))
        self.assertEqual({type(e) for e in outcomes if e}, {UserError})
        with self.registry.cursor() as cr:
            statement = self._env(cr)["jxc.statement"].browse(ids)
            self.assertFalse(statement.activity_ids)
