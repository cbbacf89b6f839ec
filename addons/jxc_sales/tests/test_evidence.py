from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestEvidence(SalesCase):
    """S3: the approver decides without opening five screens."""

    def _submitted(self, *lines, **values):
        order = self._order(*lines, **values)
        order.action_confirm()
        return order.sudo().jxc_approval_request_ids

    def _invoice(self, amount, days):
        day = fields.Date.today() - timedelta(days=days)
        line = {"name": "old", "price_unit": amount, "tax_ids": False}
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [Command.create(line)],
            }
        ).action_post()

    def test_what_is_shown(self):
        """S3: stock, the last three prices, debts and credit, one line each."""
        for price in (10.0, 11.0, 12.0, 13.0):
            self._confirmed((self.bottle, 1, {"price_unit": price}))
        self._invoice(100, 40)
        self._invoice(50, 0)
        self.company.account_use_credit_limit = True
        self.customer.credit_limit = 1000
        text = self._submitted((self.bottle, 60, {"discount": 20.0})).summary
        lines = dict(line.split(": ", 1) for line in text.split("\n"))
        self.assertIn("46 of 60", lines["Not enough stock"])
        prices = lines["Last prices of Soy Sauce 500 ml"]
        self.assertNotIn("10.00", prices)
        positions = [prices.index(price) for price in ("13.00", "12.00", "11.00")]
        self.assertEqual(positions, sorted(positions))
        self.assertIn("-38.46 %", prices)
        self.assertIn("150.00", lines["Customer owes"])
        self.assertIn("100.00", lines["Customer owes"])
        self.assertIn("(40 days)", lines["Customer owes"])
        # 1,000 less 150 owed, 46 ordered and 480 of this order.
        self.assertIn("324.00", lines["Credit left after this order"])
        self.assertLessEqual(len(lines), 12)

    def test_the_margin_is_for_who_sees_costs(self):
        """F2: the salesperson who asked does not read it, the manager does."""
        request = self._submitted((self.bottle, 5, {"discount": 20.0}))
        self.assertIn("25.00 %", request.summary_cost)
        self.assertNotIn("25.00", request.summary)
        mine = request.with_user(self.salesperson)
        mine.read(["summary"])
        with self.assertRaises(AccessError):
            mine.read(["summary_cost"])
        with self.assertRaises(AccessError):
            mine.search([("summary_cost", "like", "25")])
        form = mine.get_view(view_type="form")["arch"]
        self.assertNotIn("summary_cost", form)
        boss = request.with_user(self.manager)
        self.assertIn("25.00 %", boss.read(["summary_cost"])[0]["summary_cost"])
        self.assertIn("summary_cost", boss.get_view(view_type="form")["arch"])

    def test_many_lines(self):
        """S3: twenty lines make no more statements, nor more than twelve lines."""
        products = self.env["product.product"].browse()
        for number in range(20):
            products |= self._product(f"P{number}")
        sold = self._order(*((product, 1) for product in products))
        for product in products:
            self._stock(product, 1)
        sold.action_confirm()
        few = self._order(*((product, 9) for product in products[:4]))
        many = self._order(*((product, 9) for product in products))

        def statements(order):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            evidence = order.sudo()._jxc_approval_evidence()
            self.assertLessEqual(len(evidence), 12)
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(statements(many), statements(few))
