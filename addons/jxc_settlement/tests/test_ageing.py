from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestAgeing(SettlementCase):
    def _rows(self, *domain):
        self.env.flush_all()
        return self.env["jxc.settlement.ageing"].search(
            [("partner_id", "in", (self.customer + self.vendor).ids), *domain]
        )

    def test_items_stand_in_the_bucket_of_their_age(self):
        """S9: the rest of a part payment stands with the age of its invoice."""
        ages = {0: 0, 1: 1, 30: 1, 31: 31, 60: 31, 61: 61, 90: 61, 91: 91, 400: 91}
        moves = {days: self._invoice(100 + days, days_ago=days) for days in ages}
        for days, start in ages.items():
            row = self._rows(("move_id", "=", moves[days].id))
            self.assertEqual((row.days, row.bucket_id.days_from), (days, start))
            self.assertEqual(row.residual, 100 + days)
        moves[400].button_draft()
        workbench = self._workbench()
        payment = self._pay(50)
        workbench.action_reload()
        self._tick(workbench, moves[91])
        self._tick(workbench, payment.move_id)
        workbench.action_match()
        row = self._rows(("bucket_id.days_from", "=", 91))
        self.assertEqual(row.residual, 141)
        self.assertEqual(row.action_open_document()["res_id"], moves[91].id)

    def test_time_moves_items_on(self):
        """S9: the same item is older the next month, with nothing done."""
        invoice = self._invoice(10)
        with freeze_time(self.today.replace(year=self.today.year + 1)):
            row = self._rows(("move_id", "=", invoice.id))
            self.assertEqual(row.bucket_id.days_from, 91)

    def test_the_sum_is_the_balance_of_the_account(self):
        """S9, P10: Σ of open amounts is what the ledger says, to the cent."""
        for amount, days in ((100.10, 3), (0.07, 45), (999.99, 100)):
            self._invoice(amount, days_ago=days)
            self._invoice(amount * 2, days_ago=days, move_type="in_invoice")
        self._invoice(20.02, move_type="out_refund")
        self._pay(333.33)
        self._pay(77.77, payment_type="outbound")
        workbench = self._workbench()
        workbench.action_oldest_first()
        workbench.action_match()
        self.env.flush_all()
        types = {"receivable": "asset_receivable", "payable": "liability_payable"}
        for side, account_type in types.items():
            rows = self._rows(("side", "=", side))
            balance = self.env["account.move.line"]._read_group(
                [
                    ("partner_id", "in", (self.customer + self.vendor).ids),
                    ("account_id.account_type", "=", account_type),
                    ("parent_state", "=", "posted"),
                ],
                [],
                ["balance:sum"],
            )[0][0]
            sign = 1 if side == "receivable" else -1
            self.assertTrue(rows)
            self.assertAlmostEqual(sum(rows.mapped("residual")), sign * balance, 2)

    def test_grouped_by_partner_and_bucket(self):
        """S9: the pivot's figures are the sum of the rows; advances count against."""
        self._invoice(100, days_ago=40)
        self._invoice(60)
        self._pay(25)
        self.env.flush_all()
        groups = self.env["jxc.settlement.ageing"]._read_group(
            [("partner_id", "=", self.customer.id)], ["bucket_id"], ["residual:sum"]
        )
        found = [(bucket.days_from, amount) for bucket, amount in groups]
        self.assertEqual(found, [(0, 35), (31, 100)])

    def test_drafts_and_settled_items_are_not_open(self):
        """S9: only what is posted and not matched in full stands in the list."""
        invoice = self._invoice(100)
        self._pay(100)
        draft = invoice.copy()
        self.assertEqual(draft.state, "draft")
        workbench = self._workbench()
        workbench.action_oldest_first()
        workbench.action_match()
        self.assertFalse(self._rows())

    def test_contacts_stand_under_their_company(self):
        """S9: an invoice to a shop's clerk is the shop's debt."""
        clerk = (
            self.env["res.partner"]
            .sudo()
            .create({"name": "Clerk", "parent_id": self.customer.id})
        )
        invoice = self._invoice(10, partner_id=clerk.id)
        row = self._rows(("move_id", "=", invoice.id))
        self.assertEqual(row.partner_id, self.customer)

    def test_other_companies_are_not_shown(self):
        """F2: who works for one company does not see another's debts."""
        root = self.env(user=SUPERUSER_ID)
        other = root["res.company"].create({"name": "Elsewhere"})
        root["account.chart.template"].with_company(other).try_loading(
            "generic_coa", other, install_demo=False
        )
        invoice = (
            root["account.move"]
            .with_company(other)
            .create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": self.today,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "Goods", "price_unit": 5, "tax_ids": False}
                        )
                    ],
                }
            )
        )
        invoice.action_post()
        self.assertEqual(invoice.company_id, other)
        self.assertFalse(self._rows(("move_id", "=", invoice.id)))

    def test_a_salesperson_sees_what_his_customers_owe(self):
        """F2: nobody else's customers, no vendors, no provisions."""
        other = self.customer.sudo().copy({"name": "Other Shop"})
        self.customer.sudo().user_id = self.salesperson
        mine = self._invoice(10)
        self._invoice(20, partner_id=other.id)
        self._invoice(30, move_type="in_invoice")
        self.vendor.sudo().user_id = self.salesperson
        self.env.flush_all()
        rows = self.env["jxc.settlement.ageing"].with_user(self.salesperson)
        found = rows.search([])
        self.assertEqual(found.move_id, mine)
        self.assertEqual(found.residual, 10)
        with self.assertRaises(AccessError):
            found.read(["provision"])
        groups = rows._read_group([], [], ["residual:sum"])
        self.assertEqual(groups, [(10,)])
        with self.assertRaises(AccessError):
            rows._read_group([], [], ["provision:sum"])
        seen = self.env["jxc.settlement.ageing"].with_user(self.manager).search([])
        self.assertLessEqual({self.customer, other, self.vendor}, set(seen.partner_id))

    def test_other_roles_do_not_see_debts(self):
        """F2: keepers, buyers and inspectors do not read the ageing."""
        self._invoice(10)
        for user in (self.keeper, self.buyer, self.inspector):
            with self.assertRaises(AccessError):
                self.env["jxc.settlement.ageing"].with_user(user).search([])
        with self.assertRaises(AccessError):
            self.env["jxc.ageing.bucket"].search([], limit=1).rate = 50

    def test_many_rows_cost_few_queries(self):
        """S9: reading a hundred rows is one query and their names."""
        for amount in range(1, 21):
            self._invoice(amount, days_ago=amount)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            rows = self._rows()
            rows.web_read({name: {} for name in ("partner_id", "move_id", "residual")})
