from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.sessions import SessionsCase, run_sessions

LETTER, RUN = "jxc.dunning.letter", "jxc.dunning.run"


@tagged("post_install", "-at_install")
class TestSessions(SessionsCase):
    """S9 under concurrency: sessions with cursors of their own, that commit."""

    _role = "accountant"

    def _make(self, env):
        day = fields.Date.context_today(env.user) - timedelta(days=20)
        partner = env["res.partner"].create(
            {"name": "At Once", "email": "once@example.com"}
        )
        line = {"name": "Goods", "price_unit": 7, "tax_ids": False}
        move = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        move.action_post()
        self.partner_id, self.move_id = partner.id, move.id
        dialog = {"partner_ids": [Command.set(partner.ids)]}
        dialogs = env[RUN].with_user(self.user_id).create([dialog] * 3)
        self.dialogs = dialogs.ids

    def _clean(self, env):
        # A letter that was sent is not deleted by anybody but a test.
        letters = env[LETTER].search([("partner_id", "=", self.partner_id)])
        letters.message_ids.unlink()
        env.cr.execute(
            "DELETE FROM jxc_dunning_letter WHERE partner_id = %s",
            [self.partner_id],
        )
        env.invalidate_all()
        move = env["account.move"].browse(self.move_id)
        move.button_draft()
        move.with_context(force_delete=True).unlink()
        env["res.partner"].browse(self.partner_id).active = False

    def _run(self, *jobs):
        return run_sessions(self.registry, self.user_id, list(jobs))

    def _letters(self):
        with self.registry.cursor() as cr:
            found = self._env(cr)[LETTER].search([("partner_id", "=", self.partner_id)])
            return [(one.id, one.state, one.total) for one in found]

    def test_proposed_at_once_is_one_letter(self):
        """S9: three accountants press the button."""
        jobs = [[(RUN, "action_propose", [[dialog]])] for dialog in self.dialogs]
        self.assertEqual(self._run(*jobs), [None] * 3)
        self.assertEqual([row[1:] for row in self._letters()], [("draft", 7.0)])

    def test_sent_and_taken_back_at_once(self):
        """S9: one of them holds, the others are told; sent once, mailed once."""
        self._run([(RUN, "action_propose", [[self.dialogs[0]]])])
        ((letter, _state, _total),) = self._letters()
        send = [(LETTER, "action_send", [[letter]])]
        outcomes = self._run(send, send, send)
        self.assertEqual(outcomes.count(None), 1, outcomes)
        self.assertEqual({type(e) for e in outcomes if e}, {UserError})
        mail = [(LETTER, "action_send_mail", [[letter]])]
        back = [(LETTER, "action_cancel", [[letter]])]
        self.assertEqual(self._run(mail, mail), [None] * 2)
        outcomes = self._run(back, back, [lambda env: env[LETTER].sudo()._cron_mail()])
        self.assertIn(outcomes.count(None), (2, 3), outcomes)
        ((_id, state, _total),) = self._letters()
        with self.registry.cursor() as cr:
            mails = self._env(cr)["mail.mail"].search(
                [("model", "=", LETTER), ("res_id", "=", letter)]
            )
            going = mails.filtered(lambda one: one.state != "cancel")
            self.assertEqual(bool(going), state == "sent", (state, mails))
