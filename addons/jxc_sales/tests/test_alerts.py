from odoo import Command, fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestOrderSurge(SalesCase):
    """K3, K5: demand that breaks out of the usual is noticed before stock runs out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.alert.rule"].search([]).active = False
        rules = cls.env["jxc.alert.rule"].with_user(cls.manager)
        values = {"days": 7, "average_days": 70, "surge_factor": 2}
        cls.rule = rules.create({"name": "Surge", "kind": "order_surge", **values})

    def _ordered(self, quantity, days_ago, **values):
        order = self._confirmed((self.bottle, quantity, values))
        order.sudo().date_order = fields.Datetime.subtract(
            fields.Datetime.now(), days=days_ago
        )

    def _usual(self):
        """Twenty in seventy days: two a week."""
        for days_ago in (10, 20, 30, 40):
            self._ordered(5, days_ago)

    def _watch(self, scan=False):
        if scan:
            self.env["jxc.alert.rule"]._cron_scan()
        self.env.cr.flush()
        self.env["jxc.alert.mark"]._process()
        live = [("rule_id", "=", self.rule.id), ("state", "!=", "closed")]
        return self.env["jxc.alert"].search(live)

    def test_surge(self):
        """Twice the usual is still let pass; one more is not, and time ends it."""
        self._usual()
        self._confirmed((self.bottle, 4))
        self.assertFalse(self._watch())
        order = self._confirmed((self.bottle, 1))
        alert = self._watch()
        self.assertEqual(alert.key, f"{self.bottle.id}:{self.warehouse.id}")
        self.assertEqual(alert.body.count("5"), 1, alert.body)
        self.assertEqual(alert.company_id, self.company)
        order.sudo().date_order = fields.Datetime.subtract(
            fields.Datetime.now(), days=8
        )
        self.assertFalse(self._watch(scan=True))
        self.assertEqual(alert.state, "closed")

    def test_raised_quantity(self):
        """More on a confirmed order is looked at likewise."""
        self._usual()
        order = self._confirmed((self.bottle, 1))
        self.assertFalse(self._watch())
        order.order_line.product_uom_qty = 5
        self.assertTrue(self._watch())

    def test_units_count(self):
        """Half a dozen are six bottles."""
        self._usual()
        dozen = self.env.ref("uom.product_uom_dozen").id
        self._confirmed((self.bottle, 0.5, {"product_uom_id": dozen}))
        self.assertIn("6", self._watch().body)

    def test_nothing_is_usual_of_what_is_new(self):
        """K5: the first orders of a product are no surge."""
        self._ordered(1, 10)
        self._ordered(1, 20)
        self._confirmed((self.bottle, 30))
        self.assertFalse(self._watch())
        self._ordered(1, 30)
        self.assertTrue(self._watch())

    def test_scope_and_settings(self):
        self._usual()
        self._confirmed((self.bottle, 5))
        self.assertTrue(self._watch())
        self.rule.warehouse_ids = self.env["stock.warehouse"].create(
            {"name": "Two", "code": "TWO"}
        )
        self.assertFalse(self._watch())
        self.rule.write({"warehouse_ids": [Command.clear()], "surge_factor": 3})
        self.assertFalse(self._watch())
        for values in ({"surge_factor": 0.5}, {"days": 0}, {"average_days": 0}):
            with self.assertRaisesRegex(ValidationError, "Surge"):
                self.rule.write(values)

    def test_reads_do_not_grow_with_the_orders(self):
        """K4: one statement adds up all orders."""
        self._usual()
        products = [self._product(f"P{n}") for n in range(30)]
        keys = [f"{product.id}:{self.warehouse.id}" for product in products]
        self.rule._jxc_surges(keys[:1])
        with self.assertQueryCount(1):
            self.rule._jxc_surges(keys)
