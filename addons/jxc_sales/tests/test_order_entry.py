from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestOrderEntry(SalesCase):
    """S1: what a salesperson sees and need not type."""

    def test_the_last_price_of_this_customer(self):
        """In the unit and the currency of the line; a colleague's order counts."""
        self._confirmed((self.bottle, 2, {"price_unit": 9.0}), user=self.colleague)
        other = self.customer.copy()
        self._confirmed((self.bottle, 2, {"price_unit": 9.5}), partner_id=other.id)
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order(
            (self.bottle, 1), (self.bottle, 1, {"product_uom_id": dozen.id})
        )
        single, twelve = order.order_line
        self.assertEqual(single.jxc_last_price, 9)
        self.assertEqual(single.jxc_last_date, fields.Date.today())
        self.assertEqual(twelve.jxc_last_price, 108)
        self.assertEqual(single.jxc_list_price, 10)
        action = single.action_jxc_price_history()
        mine = self.env["sale.order.line"].search(action["domain"])
        self.assertEqual(mine.mapped("price_unit"), [9.0])

    def test_it_is_there_while_typing(self):
        self._ship(self._confirmed((self.bottle, 2, {"price_unit": 9.0})))
        form = Form(self.env["sale.order"].with_user(self.salesperson))
        form.partner_id = self.customer
        with form.order_line.new() as line:
            line.product_id = self.bottle
            self.assertEqual(line.jxc_last_price, 9)
        self.assertEqual((form.jxc_debt, form.jxc_debt_after), (18, 28))

    def test_an_agreed_price_stays(self):
        """S1: 9.50 that a client sent, and a gift, are not looked up again when the
        quantity changes; a price of the list is."""
        order = self._order(
            (self.bottle, 3, {"price_unit": 9.5}), (self.bottle, 1, {"price_unit": 0})
        )
        order.order_line.product_uom_qty = 2
        self.assertEqual(order.order_line.mapped("price_unit"), [9.5, 0.0])
        listed = self._order((self.bottle, 3))
        self.bottle.list_price = 11.0
        listed.order_line.product_uom_qty = 4
        self.assertEqual(listed.order_line.price_unit, 11.0)

    def test_last_prices_in_one_statement(self):
        products = [self._product(f"P{n}") for n in range(20)]
        self._confirmed((products[0], 0.0), (self.bottle, 1))
        lines = self._order(*[(product, 1) for product in products]).order_line
        lines.mapped("product_id.uom_id.factor")
        self.env.flush_all()
        lines.invalidate_recordset(["jxc_last_price", "jxc_last_date"], flush=False)
        with self.assertQueryCount(1):
            lines.mapped("jxc_last_price")

    def test_repeat_the_last_order(self):
        """At the prices of today; what is short or not sold any more is told."""
        gone, tea = self._product("Gone"), self._product("Tea", price=20)
        self._stock(gone, 5), self._stock(tea, 5)
        self._confirmed((self.bottle, 3, {"price_unit": 9.0}), (tea, 4), (gone, 1))
        gone.sale_ok = False
        self.bottle.list_price = 12
        order = self._order()
        notice = order.action_jxc_repeat()["params"]
        lines = order.order_line
        self.assertEqual(lines.product_id, self.bottle | tea)
        self.assertEqual(lines.mapped("product_uom_qty"), [3, 4])
        self.assertEqual(lines.mapped("price_unit"), [12, 20])
        self.assertEqual(notice["type"], "warning")
        self.assertIn("Not enough stock: Tea", notice["message"])
        self.assertIn("left out: Gone", notice["message"])

    def test_nothing_to_repeat(self):
        order = self._order()
        with self.assertRaisesRegex(UserError, "no confirmed order"):
            order.action_jxc_repeat()
        confirmed = self._confirmed((self.bottle, 3))
        with self.assertRaisesRegex(UserError, "is confirmed"):
            confirmed.action_jxc_repeat()
