from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPurchaseEvidence(PurchaseCase):
    """P4: the approver decides without opening five screens."""

    def _evidence(self, order):
        evidence = order.sudo()._jxc_approval_evidence()
        self.assertLessEqual(len(evidence), 12)
        return dict(evidence)

    def test_what_is_shown(self):
        """P4: the last prices, the stock, the vendor's punctuality and payables."""
        for price in (8.0, 9.0, 10.0, 10.5):
            order = self._order(qty=10, price=price)
        late = fields.Datetime.now() - timedelta(days=3)
        order.order_line.date_planned = late
        self._receive(order)
        first = self.env["purchase.order"].search(
            [("partner_id", "=", self.vendor.id)], order="id", limit=1
        )
        self._receive(first)
        self._bills(order).action_post()
        big = self._order(qty=600, price=12.6)
        self.assertEqual(big.jxc_approval_state, "pending")
        text = big.sudo().jxc_approval_request_ids.summary
        lines = dict(line.split(": ", 1) for line in text.split("\n"))
        prices = lines["Last prices of 大米"]
        self.assertNotIn("8.00", prices)
        positions = [prices.index(price) for price in ("10.50", "10.00", "9.00")]
        self.assertEqual(positions, sorted(positions))
        self.assertIn("+20.00 %", prices)
        stock = "on hand 20, available 20, on order 20"
        self.assertIn(stock, lines["Stock of 大米"])
        self.assertIn("1 of 2", lines["On time"])
        self.assertIn("105.00", lines["We owe the vendor"])
        self.assertNotIn("first order", lines["Vendor"])

    def test_a_new_vendor(self):
        """P4: the first order says so; of nothing, nothing is said."""
        order = self._order(confirm=False)
        lines = self._evidence(order)
        self.assertIn("(first order)", lines["Vendor"])
        self.assertNotIn("On time", lines)
        self.assertNotIn("Last prices of 大米", lines)

    def test_many_lines(self):
        """P4: twenty lines make no more statements, nor more than twelve lines."""
        products = [self._product(f"P{number}") for number in range(20)]

        def order(goods):
            values = [{"product_id": p.id, "product_qty": 1} for p in goods]
            order = self._order(confirm=False)
            order.order_line = [Command.create(line) for line in values]
            return order

        order(products).button_confirm()
        few, many = order(products[:4]), order(products)

        def statements(of):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._evidence(of)
            return self.env.cr.sql_log_count - before

        self.assertLessEqual(statements(many), statements(few))
