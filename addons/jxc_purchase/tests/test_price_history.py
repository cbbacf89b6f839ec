from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPriceHistory(PurchaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.partner"].create({"name": "另一家"})

    def _bought(self, price, vendor=None, days=0, **line):
        order = self._order(price=price, confirm=False)
        order.partner_id = vendor or self.vendor
        order.order_line.write({"price_unit": price, **line})
        order.button_confirm()
        order.sudo().date_approve = fields.Datetime.now() - timedelta(days=days)
        return order.order_line

    def test_last_and_lowest(self):
        """P3: this vendor's last price, and the lowest of anybody in 12 months."""
        self._bought(6, days=500)
        self._bought(8, self.other, days=40)
        self._bought(9, days=30)
        self._bought(10, days=20, discount=5)
        line = self._order(price=11, confirm=False).order_line
        self.assertEqual((line.jxc_last_price, line.jxc_low_price), (9.5, 8))
        self.assertEqual(line.jxc_low_partner_id, self.other)
        mine = self._bought(1, self.other)
        self.assertEqual(mine.jxc_low_price, 8)
        self.assertEqual(mine.jxc_last_price, 8)

    def test_unit_and_currency(self):
        """P3: compared in the line's own unit and currency."""
        self._bought(5)
        dozen = self.env.ref("uom.product_uom_dozen")
        usd = self.env.ref("base.USD")
        order = self._order(price=1, confirm=False)
        order.currency_id = usd
        order.order_line.product_uom_id = dozen
        line, rate = order.order_line, order.currency_rate
        self.assertAlmostEqual(line.jxc_last_price, 60 * rate, 2)
        self.assertAlmostEqual(line.jxc_low_price, 60 * rate, 2)

    def test_history(self):
        """P3: the button shows what was bought, and prices are averaged."""
        first, second = self._bought(9), self._bought(11, self.other)
        self._order(price=99, confirm=False)
        action = first.action_jxc_price_history()
        lines = self.env["purchase.order.line"].with_user(self.buyer)
        self.assertEqual(lines.search(action["domain"]), first | second)
        ((average,),) = lines._read_group(
            action["domain"], aggregates=["jxc_price_paid:avg"]
        )
        self.assertEqual(average, 10)

    def test_queries(self):
        """P3: many lines cost as many statements as one."""
        products = [self._product(f"产品{number}") for number in range(20)]
        order = self._order(confirm=False)
        order.order_line = [
            Command.create({"product_id": product.id, "price_unit": 1})
            for product in products
        ]
        self.env.flush_all()
        lines = order.order_line
        lines.mapped("product_id.uom_id.factor")
        lines.invalidate_recordset(["jxc_last_price", "jxc_low_price"], flush=False)
        with self.assertQueryCount(3):
            lines.mapped("jxc_last_price")
            lines.mapped("jxc_low_price")
