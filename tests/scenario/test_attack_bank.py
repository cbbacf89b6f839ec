"""S9, F2: who would bring money into the books, or match it, without being asked."""

from base64 import b64encode

from attack import Attack, AttackCase

from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

LINE, IMPORT, RULE = "account.bank.statement.line", "jxc.bank.import", "jxc.bank.rule"
MATCH, PARTIAL = "jxc.settlement.match", "account.partial.reconcile"
FILE = "交易日期,借方发生额,贷方发生额,对方户名\n{day},,{amount},惠万家超市\n"


@tagged("post_install", "-at_install")
class TestAttackBank(AttackCase):
    TABLES = (
        "account_bank_statement_line",
        "account_move",
        "account_partial_reconcile",
        "jxc_bank_rule",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.bank.jxc_bank_columns = False
        cls.invoices = cls._invoice(100.0) + cls._invoice(40.0)
        cls.done, cls.open = cls._line(100), cls._line(40)
        cls.done.action_jxc_accept()
        other = cls.env["res.company"].create({"name": "分公司"})
        cls.stranger = new_role_user(
            cls.env,
            "accountant",
            login="test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        cls.lines = cls.env[LINE].search([])
        cls.rules = cls.env[RULE].search_count([])
        cls.env.flush_all()

    @classmethod
    def _file(cls, amount):
        text = FILE.format(day=fields.Date.today(), amount=amount)
        return b64encode(text.encode()).decode()

    @classmethod
    def _line(cls, amount):
        before = cls.env[LINE].search([])
        cls.env[IMPORT].with_user(cls.accountant).create(
            {"journal_id": cls.bank.id, "file": cls._file(amount)}
        ).action_import()
        return cls.env[LINE].search([]) - before

    @classmethod
    def _invoice(cls, amount):
        line = {"name": "x", "quantity": 1, "price_unit": amount, "tax_ids": False}
        move = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": cls.customer.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [Command.create(line)],
            }
        )
        move.action_post()
        return move

    def _harm(self):
        """Money that came, went or was matched."""
        if self.env[LINE].search([]) != self.lines:
            yield "a bank line came or went"
        if not self.done.is_reconciled or self.open.is_reconciled:
            yield "a line was matched or opened"
        if self.invoices.mapped("amount_residual") != [0.0, 40.0]:
            yield f"invoices: {self.invoices.mapped('amount_residual')}"
        if self.open.jxc_partner_id != self.customer:
            yield "a proposal was changed"
        if self.env[RULE].search_count([]) != self.rules:
            yield "a choice was taught"

    def _attacks(self):
        item = self.invoices[1].line_ids.filtered(
            lambda i: i.account_id.account_type == "asset_receivable"
        )
        partials = self.done.line_ids.matched_debit_ids.ids
        rule = {
            "kind": "name",
            "key": "x",
            "money": "in",
            "partner_id": self.vendor.id,
            "company_id": self.company.id,
        }
        files = {"journal_id": self.bank.id, "file": self._file(77)}
        vendor = {"jxc_partner_id": self.vendor.id}
        line = {
            "sign": "debit",
            "move_line_id": item.id,
            "residual_seen": 40,
            "selected": True,
            "amount": 40,
        }
        match = {
            "partner_id": self.customer.id,
            "company_id": self.company.id,
            "side": "receivable",
            "small_amount": 1,
            "debit_line_ids": [Command.create(line)],
        }

        def imported(call):
            wizard = call(IMPORT, "create", vals_list=[files])
            call(IMPORT, "action_import", wizard)

        def written_off(call):
            wizard = call(MATCH, "create", vals_list=[match])
            call(MATCH, "action_match", wizard)

        born = {"journal_id": self.bank.id, "amount": 5, "payment_ref": "x"}
        return [
            Attack("import", imported),
            Attack("write off", written_off),
            self._call("accept", LINE, "action_jxc_accept", self.open.ids),
            self._call("undo", LINE, "action_jxc_undo", self.done.ids),
            self._call("propose", LINE, "action_jxc_propose", self.open.ids),
            self._call("partner", LINE, "write", self.open.ids, vals=vendor),
            self._call("by hand", LINE, "create", vals_list=[born]),
            self._call("unlink", LINE, "unlink", self.open.ids),
            self._call("teach", RULE, "create", vals_list=[rule]),
            self._call("unmatch", PARTIAL, "action_jxc_unmatch", partials),
            self._call("private", LINE, "_jxc_book", self.open.ids),
        ]

    def _call(self, name, model, method, *ids, **arguments):
        return Attack(name, lambda call: call(model, method, *ids, **arguments))

    def test_other_roles(self):
        """F2: a salesperson and a keeper are refused, whatever they try."""
        for user in (self.salesperson, self.keeper):
            refused = self._hold(user, self._attacks())
            self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_an_accountant_of_another_company(self):
        """F2: he keeps other books."""
        self._hold(self.stranger, self._attacks())

    def test_an_accountant_may(self):
        """S9: the same calls are his work."""
        names = ("import", "accept", "undo", "propose")
        mine = [one for one in self._attacks() if one.name in names]
        self._through(self.accountant, mine)
