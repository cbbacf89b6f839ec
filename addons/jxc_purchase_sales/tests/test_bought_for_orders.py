from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_sales.tests.common import SalesCase


@tagged("post_install", "-at_install")
class TestBoughtForOrders(SalesCase):
    """P2: what an order is short of is bought for it, and both know of it."""

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

    def _asked(self, quantity=80):
        """An order of the salesperson, and the suggestion of what it is short of."""
        order = self._order((self.bottle, quantity))
        order.action_jxc_ask_purchase()
        return order, self._suggestion()

    def _limit(self, low, high):
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.bottle.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "product_min_qty": low,
                "product_max_qty": high,
            }
        )

    def test_from_the_order_to_the_receipt(self):
        """P2: 30 are missing of 80; the trace is there both ways, with its state."""
        order, one = self._asked()
        line = order.order_line
        self.assertEqual((one.kind, one.quantity), ("sale", 30))
        self.assertEqual((one.partner_id, one.price_unit), (self.maker, 6))
        self.assertEqual(one.jxc_cause_text, order.name)
        self.assertIn(self.bottle.name, order.message_ids[:1].body)
        state = one.jxc_cause_ids
        self.assertEqual(state.state, "asked")
        self.assertTrue(line.with_user(self.salesperson).jxc_purchase_status)
        one.action_jxc_order()
        purchase = one.purchase_id
        self.assertEqual((state.state, purchase.jxc_cause_count), ("draft", 1))
        action = purchase.action_jxc_causes()
        found = self.env[action["res_model"]].with_user(self.buyer)
        self.assertEqual(found.search(action["domain"]).sudo().order_id, order.sudo())
        purchase.sudo().button_confirm()
        self.assertEqual(state.state, "ordered")
        self.assertIn(purchase.name, line.jxc_purchase_status)
        receipt = purchase.sudo().picking_ids
        receipt.move_ids.picked = True
        receipt.button_validate()
        self.assertEqual(state.state, "received")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_late_for_the_order(self):
        """V2: a late receipt names the order that it is bought for, until it is off."""
        order, one = self._asked()
        one.action_jxc_order()
        one.purchase_id.sudo().button_confirm()
        line = one.purchase_line_id.with_user(self.buyer)
        self.assertIn(f"{order.name} ({order.partner_id.name})", line.jxc_endangered)
        order.action_cancel()
        self.env.invalidate_all()
        self.assertNotIn(order.name, line.jxc_endangered or "")

    def test_asked_once(self):
        """P2: asking again does no harm; more is asked where the order has grown."""
        order, one = self._asked()
        order.action_jxc_ask_purchase()
        self.assertEqual(self._suggestion(), one)
        self.assertEqual(one.quantity, 30)
        order.order_line.product_uom_qty = 100
        order.action_jxc_ask_purchase()
        self.assertEqual((one.quantity, one.jxc_cause_ids.quantity), (50, 50))
        one.action_jxc_order()
        order.action_jxc_ask_purchase()
        self.assertFalse(self._suggestion(), "it is on order already")

    def test_two_orders_in_one(self):
        """P2: one suggestion for both, by name; what one gave up is bought no more."""
        first, one = self._asked()
        second = self._order((self.bottle, 60))
        second.action_jxc_ask_purchase()
        self.assertEqual((self._suggestion(), one.quantity), (one, 40))
        self.assertIn(first.name, one.jxc_cause_text)
        self.assertIn(second.name, one.jxc_cause_text)
        first.action_cancel()
        self.assertEqual((one.quantity, one.jxc_cause_ids.order_id), (10, second))
        second.action_cancel()
        self.assertEqual(one.state, "withdrawn")

    def test_beside_the_minimum(self):
        """P1, P2: what is bought for an order does not fill up the stock."""
        _order, one = self._asked()
        self._limit(60, 100)
        self.suggestions.action_jxc_refresh()
        self.assertEqual(one.quantity, 80, "50 up to the maximum, and 30 for the order")
        self._stock(self.bottle, 50)
        self.suggestions.action_jxc_refresh()
        self.assertEqual(
            (one.state, one.kind), ("open", "sale"), "the order still asks"
        )
        self.assertEqual((one.need, one.quantity), (30, 30), "and the minimum does not")

    def test_beside_the_minimum_in_parts(self):
        """P1, P2: the part that was split off goes first; what the order asked for
        goes with the order, what is left of the minimum with the stock."""
        order, one = self._asked()
        self._limit(60, 100)
        self.suggestions.action_jxc_refresh()
        part = one._split(40, self.maker)
        self._stock(self.bottle, 50)
        self.suggestions.action_jxc_refresh()
        self.assertEqual((one.quantity, part.state), (30, "withdrawn"))
        self._stock(self.bottle, -50)
        self.suggestions.action_jxc_refresh()
        self.assertEqual(one.quantity, 80)
        order.action_cancel()
        self.assertEqual((one.state, one.quantity), ("open", 50))
        self._stock(self.bottle, 50)
        self.suggestions.action_jxc_refresh()
        self.assertEqual(one.state, "withdrawn")

    def test_promised_otherwise(self):
        """P2: goods came from elsewhere; nothing is bought any more."""
        order, one = self._asked()
        self._stock(self.bottle, 100)
        order.action_confirm()
        self.assertEqual(one.state, "withdrawn")

    def test_nothing_is_missing(self):
        """P2: there is enough: it says so, and nothing happens."""
        order = self._order((self.bottle, 50))
        self.assertFalse(order.jxc_can_ask)
        with self.assertRaisesRegex(UserError, order.name):
            order.action_jxc_ask_purchase()
        self.assertFalse(self._suggestion())
        order.order_line.product_uom_qty = 51
        self.assertTrue(order.jxc_can_ask)

    def test_who_may(self):
        """F2: the order's people ask, the buyer reads and writes nothing of it."""
        order = self._order((self.bottle, 80))
        with self.assertRaises(AccessError):
            order.with_user(self.buyer).action_jxc_ask_purchase()
        order.action_jxc_ask_purchase()
        causes = self._suggestion().jxc_cause_ids
        with self.assertRaises(AccessError):
            causes.quantity = 1
        with self.assertRaises(AccessError):
            causes.with_user(self.salesperson).read(["quantity"])

    def test_offered_at_the_line(self):
        """S2, P2: what is missing can be bought, once, by who may write the order."""
        line = self._order((self.bottle, 80)).order_line
        wizard = self.env["jxc.sale.offer"].browse(line.action_jxc_offers()["res_id"])
        option = wizard.option_ids.filtered(lambda one: one.kind == "purchase")
        self.assertEqual(option.text, "Have 30 Units bought")
        with self.assertRaises(AccessError):
            option.with_user(self.colleague).action_take()
        self.assertFalse(self._suggestion())
        notice = option.with_user(self.salesperson).action_take()["params"]
        self.assertIn(self.bottle.name, notice["message"])
        self.assertEqual(self._suggestion().quantity, 30)
        kinds = [offer.kind for offer in line._jxc_offers()]
        self.assertNotIn("purchase", kinds, "it has been asked for")
        line.product_uom_qty = 90
        (offer,) = [one for one in line._jxc_offers() if one.kind == "purchase"]
        self.assertEqual(offer.quantity, 10)
        line._jxc_take_offer(offer)
        self.assertEqual(self._suggestion().quantity, 40)
