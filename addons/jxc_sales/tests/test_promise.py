from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_stock.models.jxc_stock_availability import NotEnoughStock

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestPromise(SalesCase):
    def test_what_is_there_is_promised_once(self):
        """S2: of 50, an order of 30 passes and the next of 30 is told what is missing;
        nothing of it is changed."""
        self._confirmed((self.bottle, 30))
        self.assertEqual(self._atp(self.bottle), 20)
        late = self._order((self.bottle, 30), user=self.colleague)
        with self.assertRaises(NotEnoughStock) as refusal:
            with self.env.cr.savepoint():
                late.action_confirm()
        message = str(refusal.exception)
        for part in (self.bottle.name, "30", "20", "10"):
            self.assertIn(part, message)
        self.assertEqual(late.state, "draft")
        self.assertFalse(late.sudo().picking_ids)
        self.assertEqual(self._atp(self.bottle), 20)

    def test_lines_of_one_order_add_up(self):
        """S2: two lines of 30 are refused though each alone would pass."""
        order = self._order((self.bottle, 30), (self.bottle, 30))
        with self.assertRaises(NotEnoughStock):
            order.action_confirm()

    def test_a_dozen_is_twelve(self):
        """S2: 5 dozen are 60, and 50 are not enough."""
        dozen = self.env.ref("uom.product_uom_dozen")
        with self.assertRaises(NotEnoughStock):
            self._order((self.bottle, 5, {"product_uom_id": dozen.id})).action_confirm()
        self._confirmed((self.bottle, 4, {"product_uom_id": dozen.id}))
        self.assertEqual(self._atp(self.bottle), 2)

    def test_batch_is_all_or_nothing(self):
        """S2: three orders of 20 confirmed from the list: none passes."""
        orders = self.env["sale.order"].concat(
            *(self._order((self.bottle, 20)) for _index in range(3))
        )
        with self.assertRaises(NotEnoughStock) as refusal:
            with self.env.cr.savepoint():
                orders.action_confirm()
        self.assertEqual(set(orders.mapped("state")), {"draft"})
        for order in orders:
            self.assertIn(order.name, str(refusal.exception))
        orders[:2].action_confirm()
        self.assertEqual(orders.mapped("state"), ["sale", "sale", "draft"])

    def test_raising_a_confirmed_quantity_needs_the_difference(self):
        """S2: 30 to 50 passes, 50 to 51 does not; lowering always does."""
        order = self._confirmed((self.bottle, 30))
        order.order_line.product_uom_qty = 50
        self.assertEqual(self._atp(self.bottle), 0)
        with self.assertRaises(NotEnoughStock):
            with self.env.cr.savepoint():
                order.order_line.product_uom_qty = 51
        order.invalidate_recordset()
        self.assertEqual(order.order_line.product_uom_qty, 50)
        order.order_line.product_uom_qty = 40
        self.assertEqual(order.order_line.product_uom_qty, 40)

    def test_a_line_added_to_a_confirmed_order_is_promised_too(self):
        """S2: by the order's form and by creating the line."""
        order = self._confirmed((self.bottle, 30))
        with self.assertRaises(NotEnoughStock), self.env.cr.savepoint():
            order.write({"order_line": [self._line(self.bottle, 21)]})
        with self.assertRaises(NotEnoughStock), self.env.cr.savepoint():
            self.env["sale.order.line"].with_user(self.salesperson).create(
                {
                    "order_id": order.id,
                    "product_id": self.bottle.id,
                    "product_uom_qty": 21,
                }
            )
        order.write({"order_line": [self._line(self.bottle, 20)]})
        self.assertEqual(self._atp(self.bottle), 0)

    def test_each_warehouse_promises_its_own(self):
        """S2: 120 in the south do not cover an order from here."""
        south = self.env["stock.warehouse"].create({"name": "South", "code": "STH"})
        self._stock(self.bottle, 120, south)
        with self.assertRaises(NotEnoughStock), self.env.cr.savepoint():
            self._order((self.bottle, 60)).action_confirm()
        self._confirmed((self.bottle, 60), warehouse_id=south.id)
        self.assertEqual(self._atp(self.bottle, south), 60)

    def test_what_is_bought_for_the_order_needs_no_stock(self):
        """S2: goods made to order are not taken from the shelf."""
        route = self.env.ref("stock.route_warehouse0_mto")
        route.active = True
        line = {"route_ids": [Command.set(route.ids)]}
        order = self._order((self.bottle, 500, line))
        self.assertFalse(order.order_line._jxc_promise_needs())

    def test_services_need_no_stock(self):
        service = self._product("Delivery", type="service", is_storable=False)
        self._confirmed((service, 500))

    def test_cancelled_orders_give_their_stock_back(self):
        """S2: what is cancelled can be promised again, and confirmed again."""
        order = self._confirmed((self.bottle, 50))
        order.action_cancel()
        self.assertEqual(self._atp(self.bottle), 50)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(self._atp(self.bottle), 0)


@tagged("post_install", "-at_install")
class TestDetours(SalesCase):
    """S2, S3: a sales order is confirmed by its button and by nothing else."""

    def test_state_cannot_be_written(self):
        for user in (self.salesperson, self.manager, self.keeper):
            order = self._order((self.bottle, 99)).with_user(user)
            for vals in ({"state": "sale"}, {"state": "sale", "locked": True}):
                with self.assertRaises(UserError):
                    order.write(vals)
            self.assertEqual(order.state, "draft")

    def test_a_made_up_context_does_not_help(self):
        """The key in the context carries an object that no client can send."""
        order = self._order((self.bottle, 99))
        for value in (True, 1, "CONFIRMING", {"x": 1}, object()):
            with self.assertRaises(UserError):
                order.with_context(jxc_confirming=value).write({"state": "sale"})
            with self.assertRaises(NotEnoughStock):
                order.with_context(
                    jxc_promised=value, skip_procurement=True
                ).action_confirm()
        self.assertEqual(order.state, "draft")

    def test_orders_cannot_be_created_confirmed(self):
        with self.assertRaises(UserError):
            self._order((self.bottle, 99), state="sale")

    def test_orders_cannot_be_imported_confirmed(self):
        """S3: a workbook with a column for the state is refused as a whole."""
        orders = self.env["sale.order"].with_user(self.salesperson)
        result = orders.load(
            ["partner_id/.id", "state", "order_line/product_id/.id"],
            [[str(self.customer.id), "sale", str(self.bottle.id)]],
        )
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])

    def test_a_line_cannot_leave_its_order_behind(self):
        """S2: a line set to 'sale' by hand would ship from an unconfirmed order."""
        order = self._order((self.bottle, 10))
        with self.assertRaises(UserError):
            order.order_line.write({"state": "sale"})
        with self.assertRaises(UserError):
            order.write({"order_line": [self._line(self.bottle, 1, {"state": "sale"})]})
        order.order_line.product_uom_qty = 20
        self.assertFalse(order.sudo().picking_ids)
