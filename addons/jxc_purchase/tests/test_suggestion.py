from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestSuggestion(PurchaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.point = cls.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": cls.product.id,
                "warehouse_id": cls.warehouse.id,
                "location_id": cls.warehouse.lot_stock_id.id,
                "product_min_qty": 50,
                "product_max_qty": 100,
            }
        )

    def _watch(self):
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.env["jxc.alert.mark"]._process()

    def _suggestions(self):
        return (
            self.env["jxc.purchase.suggestion"]
            .with_user(self.buyer)
            .search([("product_id", "=", self.product.id)])
        )

    def test_below_the_minimum_a_suggestion_appears_once(self):
        """P1: with quantity, vendor, price, date and reason; not twice."""
        self._watch()
        one = self._suggestions()
        self.assertEqual(len(one), 1)
        self.assertEqual((one.quantity, one.price_unit), (100, 10))
        self.assertEqual(one.partner_id, self.vendor)
        self.assertTrue(one.date_expected and one.reason)
        alert = (
            self.env["jxc.alert"]
            .search([("kind", "=", "below_min"), ("state", "=", "open")])
            .filtered(lambda a: a.key.startswith(f"{self.product.id}:"))
        )
        action = alert.with_user(self.buyer).action_jxc_next()
        found = self.env[action["res_model"]].with_user(self.buyer)
        self.assertEqual(found.search(action["domain"]), one)
        self.env["jxc.purchase.suggestion"]._suggest(
            [(self.product.id, self.warehouse.id)]
        )
        self.assertEqual(self._suggestions(), one)

    def test_the_cheapest_for_the_quantity_is_proposed(self):
        """P1, P3: a price break that the need reaches wins; its minimum is kept."""
        other = self.env["res.partner"].create({"name": "批发商"})
        self.product.seller_ids = [
            Command.create({"partner_id": other.id, "price": 8, "min_qty": 60}),
            Command.create({"partner_id": other.id, "price": 1, "min_qty": 9000}),
        ]
        self._watch()
        one = self._suggestions()
        self.assertEqual((one.partner_id, one.price_unit), (other, 8))
        self.assertIn(self.vendor.name, one.reason)

    def test_one_order_per_vendor(self):
        """P3: with the vendor's term and price; converted only once."""
        self._watch()
        suggestion = self._suggestions()
        suggestion.action_jxc_order()
        order = suggestion.purchase_id
        self.assertEqual(suggestion.state, "ordered")
        self.assertEqual(order.partner_id, self.vendor)
        self.assertEqual(
            order.payment_term_id, self.vendor.property_supplier_payment_term_id
        )
        self.assertEqual(order.order_line.price_unit, 10)
        self.assertEqual(order.order_line.product_qty, 100)
        with self.assertRaises(UserError):
            suggestion.action_jxc_order()
        self.env["jxc.purchase.suggestion"]._suggest(
            [(self.product.id, self.warehouse.id)]
        )
        self.assertEqual(len(self._suggestions()), 1, "what is on order is no need")

    def test_the_need_has_gone(self):
        """P1: stock recovers, the suggestion is withdrawn."""
        self._watch()
        one = self._suggestions()
        self.env["stock.quant"].sudo()._update_available_quantity(
            self.product, self.warehouse.lot_stock_id, 80
        )
        self.env["jxc.alert.mark"]._mark(
            "below_min", [f"{self.product.id}:{self.warehouse.id}"]
        )
        self._watch()
        self.assertEqual(one.state, "withdrawn")

    def test_state_is_not_for_writing(self):
        """F2: no state by write; other roles have no part in it."""
        self._watch()
        one = self._suggestions()
        with self.assertRaises(UserError):
            one.write({"state": "ordered"})
        values = {
            "product_id": self.product.id,
            "warehouse_id": self.warehouse.id,
            "quantity": 1,
        }
        with self.assertRaises(UserError), self.env.cr.savepoint():
            one.create({**values, "state": "ordered"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            one.with_context(default_state="withdrawn").create(values)
        other = {**values, "product_id": self._product("花生油").id}
        self.assertEqual(one.create(other).state, "open")
        with self.assertRaises(AccessError):
            one.with_user(self.salesperson).read(["quantity"])
