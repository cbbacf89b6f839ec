"""S9, F2: who would write to customers, or keep them from being written to."""

from datetime import timedelta

from attack import Attack, AttackCase, Refused

from odoo import Command, fields
from odoo.tests import new_test_user, tagged

from odoo.addons.jxc_base.tests.common import new_role_user

LETTER, LINE, RUN = "jxc.dunning.letter", "jxc.dunning.line", "jxc.dunning.run"
LEVEL, MOVE, PAUSE = "jxc.dunning.level", "account.move", "jxc.dunning.pause"


@tagged("post_install", "-at_install")
class TestAttackDunning(AttackCase):
    REFUSALS = (*AttackCase.REFUSALS, "NotFound")
    TABLES = ("jxc_dunning_letter", "jxc_dunning_line", "jxc_dunning_level")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.user_id = cls.salesperson
        cls.level = cls.env[LEVEL].create(
            {
                "name": "第一函",
                "company_id": cls.company.id,
                "days": 7,
                "text": "请付款",
            }
        )
        cls.sent = cls._letter(100)
        cls.sent.action_send()
        cls.draft = cls._letter(40)
        other = cls.env["res.company"].create({"name": "分公司"})
        cls.stranger = new_role_user(
            cls.env,
            "accountant",
            login="test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        cls.outsider = new_test_user(
            cls.env, "test_outsider", groups="base.group_portal"
        )
        cls.outsider.partner_id.parent_id = cls.customer
        cls.env.flush_all()
        cls.count = cls.env[LETTER].search_count([])

    @classmethod
    def _letter(cls, amount):
        day = fields.Date.context_today(cls.env.user) - timedelta(days=20)
        line = {"name": "x", "quantity": 1, "price_unit": amount, "tax_ids": False}
        invoice = cls.env[MOVE].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        invoice.action_post()
        letters = cls.env[LETTER].with_user(cls.accountant)
        return letters.make(cls.company, cls.customer).letters

    def _harm(self):
        sent, draft = self.sent.sudo(), self.draft.sudo()
        if self.env[LETTER].search_count([]) != self.count or not draft.exists():
            yield "a letter came or went"
            return
        if (sent.state, draft.state) != ("sent", "draft"):
            yield "a letter was sent or taken back"
        if (sent.total, draft.total) != (100, 40) or sent.text != "请付款":
            yield "a letter says something else"
        if sent.line_ids.move_id.jxc_dunning_hold or self.level.sudo().days != 7:
            yield "somebody was spared"
        if self.customer._jxc_dunning_paused(self.company):
            yield "a customer was spared"

    def _attacks(self):
        sent, draft = self.sent.ids, self.draft.ids
        invoice = self.sent.line_ids.move_id
        of_company = {"company_id": self.company.id}
        spared = {"jxc_dunning_hold": "x"}
        friend = {"partner_id": self.customer.id, "reason": "x", **of_company}
        forged = {"letter_id": self.draft.id, "name": "x", "level_id": self.level.id}

        def asked(call):
            made = call(RUN, "create", vals_list=[of_company])
            call(RUN, "action_propose", made)

        def bent(call):
            made = call(RUN, "create", vals_list=[{}])
            call(RUN, "write", made, vals=of_company)
            call(RUN, "action_propose", made)

        return [
            Attack("run", asked),
            Attack("bend", bent),
            self._call("send", LETTER, "action_send", draft),
            self._call("mail", LETTER, "action_send_mail", draft),
            self._call("again", LETTER, "action_mail_again", sent),
            self._call("take back", LETTER, "action_cancel", draft),
            self._call("take back sent", LETTER, "action_cancel", sent),
            self._call("reread", LETTER, "action_refresh", draft),
            self._call("state", LETTER, "write", sent, vals={"state": "draft"}),
            self._call("words", LETTER, "write", sent, vals={"text": "x"}),
            self._call("drop", LETTER, "unlink", sent),
            self._call("drop item", LINE, "unlink", self.sent.line_ids.ids),
            self._call("forge item", LINE, "create", vals_list=[forged]),
            self._call("level", LEVEL, "write", self.level.ids, vals={"days": 90}),
            self._call("spare", MOVE, "write", invoice.ids, vals=spared),
            self._call("spare him", PAUSE, "create", vals_list=[friend]),
            self._call("private", LETTER, "make", self.company.id),
            self._call("job", LETTER, "_cron_mail"),
        ]

    def _call(self, name, model, method, *ids, **arguments):
        return Attack(name, lambda call: call(model, method, *ids, **arguments))

    def test_other_roles(self):
        """F2: a salesperson, a keeper and the customer himself are refused."""
        for user in (self.salesperson, self.keeper):
            refused = self._hold(user, self._attacks())
            self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_the_customer_at_the_portal(self):
        """F2: he does not even read why he is spared."""
        reads = [
            self._call("read", LETTER, "read", self.sent.ids, fields=["total"]),
            self._call(
                "why", MOVE, "read", self.sent.line_ids.move_id.ids,
                fields=["jxc_dunning_hold"],
            ),
        ]  # fmt: skip
        for attack in [*reads, *self._attacks()]:
            with self.assertRaises(Refused, msg=attack.name):
                attack.run(lambda *a, **k: self._by_session(self.outsider, *a, **k))
        self.env.invalidate_all()
        self.assertEqual(list(self._harm()), [])

    def test_an_accountant_of_another_company(self):
        """F2: other books, other letters."""
        refused = self._hold(self.stranger, self._attacks())
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_the_accountant_may(self):
        """S9: the same calls are his work; but what was sent stays."""
        self.customer.email = "shop@example.com"
        names = ("run", "send", "mail", "take back", "reread", "spare", "spare him")
        mine = [one for one in self._attacks() if one.name in names]
        self._through(self.accountant, mine)
        names = ("state", "words", "drop", "drop item", "forge item", "take back sent")
        refused, harm = self._try(
            self.accountant, [one for one in self._attacks() if one.name in names]
        )
        self.assertEqual((set(refused.values()), harm), ({True}, []))
