from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPurchaseConditions(PurchaseCase):
    """P4: what a rule may look at, and that it is right when it matters."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.approval.rule"].search([]).active = False

    def _switch_on(self, name):
        rule = self.env.ref(f"jxc_purchase.jxc_approval_rule_{name}")
        if not rule.step_ids:  # Brought by an update, it leaves that to the business.
            group = self.env.ref("jxc_base.group_jxc_manager")
            step = {"name": "Manager", "group_id": group.id}
            rule.step_ids = [Command.create(step)]
        rule.active = True
        return rule

    def _found(self, order, *condition):
        return order in order.sudo().search([condition])

    def test_above_the_last_price(self):
        """P4: by the unit of the product, discounts taken off, same vendor only."""
        self._order(qty=10, price=10)
        order = self._order(qty=10, price=10.4, confirm=False)
        self.assertEqual(order.jxc_price_rise, 4.0)
        line = order.order_line
        line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        line.write({"price_unit": 150.0, "discount": 10.0})
        self.assertEqual(order.jxc_price_rise, 12.5)
        self.assertTrue(self._found(order, "jxc_price_rise", ">", 12))
        order.partner_id = self.env["res.partner"].create({"name": "另一家"})
        line.write({"price_unit": 150.0, "discount": 0})
        self.assertEqual(order.jxc_price_rise, 0.0)

    def test_above_the_last_price_in_foreign_currency(self):
        """P4: in the vendor's currency if it is the same; else in the company's."""
        foreign = self.env["res.currency"].create(
            {
                "name": "XJX",
                "symbol": "X",
                "rate_ids": [
                    Command.create({"name": "2000-01-01", "company_rate": 1 / 7})
                ],
            }
        )
        self._order(qty=10, price=10)
        order = self._order(qty=10, price=10, confirm=False)
        order.currency_id = foreign
        order.order_line.price_unit = 1.5
        self.assertEqual(order.jxc_price_rise, 5.0)
        order.button_confirm()
        foreign.rate_ids = [
            Command.create({"name": fields.Date.today(), "company_rate": 1 / 8})
        ]
        again = self._order(qty=10, price=10, confirm=False)
        again.currency_id = foreign
        again.order_line.price_unit = 1.5
        self.assertEqual(again.jxc_price_rise, 0.0)

    def test_a_price_rise_needs_approval(self):
        """P4: 采购涨价超过 5 %, and not by a later change of the order either."""
        self._switch_on("price_rise_5")
        cheap = self._order(qty=10, price=10)
        order = self._order(qty=10, price=10.6)
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))
        self._approve(order)
        self.assertEqual(order.state, "purchase")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.order_line.price_unit = 11.2
        with self.assertRaises(UserError), self.env.cr.savepoint():
            order.write({"jxc_price_rise": 0.0})
        again = self._order(qty=10, price=11.1)
        self.assertEqual((again.jxc_price_rise, again.state), (4.72, "purchase"))
        cheap.order_line.price_unit = 9.0

    def test_first_order(self):
        """P4: 供应商首单 waits; the second one does not, though written before."""
        self._switch_on("first_order")
        first = self._order()
        second = self._order(confirm=False)
        self.assertTrue(first.jxc_first_order and second.jxc_first_order)
        self.assertTrue(self._found(first, "jxc_first_order", "=", True))
        self.assertEqual((first.state, first.jxc_approval_state), ("draft", "pending"))
        self._approve(first)
        self.assertEqual(first.state, "purchase")
        self.assertTrue(first.jxc_first_order)
        second.button_confirm()
        self.assertEqual(second.state, "purchase")
        self.assertFalse(second.jxc_first_order)

    def test_above_the_maximum(self):
        """P4: with what is in stock and on its way; the same before and after."""
        rule = self._switch_on("first_order")
        rule.domain = "[('jxc_over_max', '>', 0)]"
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "warehouse_id": self.warehouse.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "product_min_qty": 5,
                "product_max_qty": 20,
                "trigger": "manual",
            }
        )
        first = self._order(qty=15)
        self.assertEqual((first.state, first.jxc_over_max), ("purchase", 0.0))
        order = self._order(qty=10)
        self.assertEqual((order.jxc_over_max, order.state), (25.0, "draft"))
        self.assertTrue(self._found(order, "jxc_over_max", ">=", 25))
        self.assertFalse(self._found(order, "jxc_over_max", "<", 25))
        self._approve(order)
        self.assertEqual(order.state, "purchase")
        order.invalidate_recordset()
        self.assertEqual(order.jxc_over_max, 25.0)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            first.write({"jxc_over_max": 0.0, "note": "x"})
            first.order_line.product_qty = 16

    def test_many_orders_at_once(self):
        """P4: twenty orders take as many statements as two."""
        self._order()
        orders = self.env["purchase.order"].browse()
        for number in range(20):
            order = self._order(confirm=False)
            order.partner_id = self.vendor.copy({"name": f"V{number}"})
            orders |= order

        def statements(few):
            self.env.flush_all()
            self.env.invalidate_all()
            for name in ("jxc_price_rise", "jxc_first_order"):
                self.env.add_to_compute(orders._fields[name], few)
            before = self.env.cr.sql_log_count
            few.mapped("jxc_price_rise")
            few.mapped("jxc_first_order")
            few.mapped("jxc_over_max")
            return self.env.cr.sql_log_count - before

        few = statements(orders[:2].with_prefetch())
        self.assertLessEqual(statements(orders.with_prefetch()), few)

    def test_for_who_buys(self):
        """F2: a salesperson does not read how the vendor's prices moved."""
        order = self._order()
        order.read(["jxc_price_rise"])
        with self.assertRaises(AccessError):
            order.with_user(self.keeper).read(["jxc_price_rise"])
