from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPriceRise(PurchaseCase):
    """K3, K5: what is bought far above the last price is noticed while it can be
    talked about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.alert.rule"].search([]).active = False
        rules = cls.env["jxc.alert.rule"].with_user(cls.manager)
        cls.rule = rules.create(
            {"name": "Rise", "kind": "price_rise", "rise_percent": 10}
        )

    def _bought(self, price, days_ago=1, **values):
        order = self._order(price=price, **values)
        order.sudo().date_approve = fields.Datetime.subtract(
            fields.Datetime.now(), days=days_ago
        )
        return order

    def _watch(self, scan=False):
        if scan:
            self.env["jxc.alert.rule"]._cron_scan()
        self.env.cr.flush()
        self.env["jxc.alert.mark"]._process()
        live = [("rule_id", "=", self.rule.id), ("state", "!=", "closed")]
        return self.env["jxc.alert"].search(live)

    def test_rise_above_the_last_price(self):
        """A tenth is what the rule lets pass; the order before the last is history."""
        self._bought(5.0, 3)
        doubled = self._bought(10.0, 2)
        self._bought(11.0, 1)
        self.assertEqual(self._watch().mapped("res_id"), doubled.ids)
        self._bought(10.0, 0.5)
        order = self._order(price=11.5)
        alert = self._watch().filtered(lambda a: a.res_id == order.id)
        self.assertEqual(alert.key, str(order.order_line.id))
        self.assertIn("15.0", alert.name)
        self.assertNotIn("11.5", f"{alert.name}{alert.body}", "a cost is not for all")

    def test_closes_with_its_cause(self):
        """Another price, the receipt, and the cancelled order end it."""
        self._bought(10.0)
        order, received, cancelled = (self._order(price=20.0 + n * 5) for n in range(3))
        for one, ago in ((order, 3), (received, 2), (cancelled, 1)):
            one.sudo().date_approve = fields.Datetime.subtract(
                fields.Datetime.now(), hours=ago
            )
        alerts = self._watch(scan=True)
        self.assertEqual(len(alerts), 3)
        order.order_line.price_unit = 10.0
        self.assertNotIn(order.id, self._watch().mapped("res_id"))
        self._receive(received)
        cancelled.button_cancel()
        self.assertFalse(self._watch(scan=True))
        self.assertEqual(set(alerts.mapped("state")), {"closed"})

    def test_units_and_currencies(self):
        """A dozen for twelve times the price, or the same in dollars, is no rise."""
        self._bought(10.0, 2)
        usd = self.env.ref("base.USD")
        usd.active = True
        rate = {"name": "2020-01-01", "currency_id": usd.id, "rate": 0.2}
        rate["company_id"] = self.company.id
        self.env["res.currency.rate"].search([("currency_id", "=", usd.id)]).unlink()
        self.env["res.currency.rate"].create(rate)
        dozen = self._order(price=120.0, confirm=False)
        dozen.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        dozen.order_line.price_unit = 120.0
        dozen.button_confirm()
        self.assertFalse(self._watch())
        foreign = self._order(price=2.0, confirm=False)
        foreign.currency_id = usd
        foreign.order_line.price_unit = 2.0
        foreign.button_confirm()
        self.assertFalse(self._watch())
        foreign.order_line.price_unit = 3.0
        self.assertIn("50.0", self._watch().name)

    def test_scope_and_settings(self):
        self._bought(10.0)
        order = self._order(price=20.0)
        self.assertEqual(self._watch().res_id, order.id)
        self.rule.product_ids = self._product("面粉")
        self.assertFalse(self._watch())
        self.rule.write({"product_ids": [Command.clear()], "rise_percent": 100})
        self.assertFalse(self._watch())
        self.rule.rise_percent = 99
        self.assertTrue(self._watch())
        with self.assertRaisesRegex(ValidationError, "Rise"):
            self.rule.rise_percent = -1

    def test_reads_do_not_grow_with_the_orders(self):
        """K4: one statement compares all lines."""
        self._bought(10.0)
        keys = [str(self._order(price=20.0).order_line.id) for _n in range(6)]
        self.rule._jxc_price_rises(keys[:1])
        with self.assertQueryCount(1):
            self.rule._jxc_price_rises(keys)
