from odoo import Command, fields
from odoo.tests import tagged

from odoo.addons.jxc_sales.tests.common import SalesCase


@tagged("post_install", "-at_install")
class TestAskedByItself(SalesCase):
    """P1, P2, V2: large orders and surges are needs, without anybody asking."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.maker = cls.env["res.partner"].create({"name": "酱油厂"})
        cls.bottle.seller_ids = [
            Command.create({"partner_id": cls.maker.id, "price": 6, "delay": 2})
        ]
        cls.suggestions = cls.env["jxc.purchase.suggestion"].with_user(cls.buyer)

    def _suggestion(self, state="open"):
        return self.suggestions.search(
            [("product_id", "=", self.bottle.id), ("state", "=", state)]
        )

    def test_a_large_quotation(self):
        """P2: over the amount, once it is sent, and once only; not a small one, and
        none where the company sets no amount."""
        order = self._order((self.bottle, 80))
        order.action_quotation_sent()
        self.assertFalse(self._suggestion())
        self.company.jxc_large_order = order.amount_total + 0.01
        self._order((self.bottle, 80)).action_quotation_sent()
        self.assertFalse(self._suggestion())
        self.company.jxc_large_order = order.amount_total
        large = self._order((self.bottle, 80))
        self.assertFalse(self._suggestion(), "it is being typed")
        large.action_quotation_sent()
        one = self._suggestion()
        self.assertEqual((one.quantity, one.kind), (30, "sale"))
        self.assertEqual(one.sudo().jxc_cause_ids.order_id, large.sudo())
        large.sudo().write({"state": "sent"})
        self.assertEqual(self._suggestion().quantity, 30)

    def test_a_large_quotation_in_dollars(self):
        """P2: the amount is compared in the company's currency, a dollar being 8."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": dollar.id, "rate": 0.125, "company_id": self.company.id}
        )
        prices = self.env["product.pricelist"].create(
            {"name": "美元", "currency_id": dollar.id}
        )
        order = self._order((self.bottle, 80), pricelist_id=prices.id)
        self.assertEqual(order.currency_id, dollar)
        self.company.jxc_large_order = order.amount_total * 8 + 1
        order.action_quotation_sent()
        self.assertFalse(self._suggestion())
        self.company.jxc_large_order = order.amount_total * 8
        large = self._order((self.bottle, 80), pricelist_id=prices.id)
        large.action_quotation_sent()
        self.assertEqual(self._suggestion().quantity, 30)

    def test_enough_is_there(self):
        """P2: a large order that can be promised asks for nothing."""
        self.company.jxc_large_order = 1
        order = self._order((self.bottle, 10))
        order.action_quotation_sent()
        self.assertEqual(order.state, "sent")
        self.assertFalse(self._suggestion())

    def _surge(self):
        for days_ago in (10, 20, 30, 40):
            order = self._confirmed((self.bottle, 5))
            order.sudo().date_order = fields.Datetime.subtract(
                fields.Datetime.now(), days=days_ago
            )
        values = {"days": 7, "average_days": 70, "surge_factor": 2}
        rules = self.env["jxc.alert.rule"]
        rules.create({"name": "Surge", "kind": "order_surge", **values})
        return self._confirmed((self.bottle, 20))

    def _watch(self):
        self.env["jxc.alert.rule"]._cron_scan()
        self.env.cr.flush()
        self.env["jxc.alert.mark"]._process()

    def test_a_surge(self):
        """P1, V2: of 50, 40 are ordered, 20 of them this week: ten more are needed to
        last another such week. It is suggested once, and goes with the surge."""
        order = self._surge()
        self._watch()
        one = self._suggestion()
        self.assertEqual((one.kind, one.quantity), ("surge", 10))
        self.assertEqual((one.partner_id, one.price_unit), (self.maker, 6))
        self.assertIn("20", one.reason)
        self._watch()
        self.assertEqual(self._suggestion(), one)
        order.sudo().date_order = fields.Datetime.subtract(
            fields.Datetime.now(), days=8
        )
        self._watch()
        self.assertEqual(one.state, "withdrawn")

    def test_a_surge_that_is_suggested_already(self):
        """P1: no need is suggested twice: what somebody has entered grows up to it."""
        values = {"product_id": self.bottle.id, "warehouse_id": self.warehouse.id}
        one = self.suggestions.create({**values, "quantity": 4})
        self._surge()
        self._watch()
        self.assertEqual(self._suggestion(), one)
        self.assertEqual(one.quantity, 10)
