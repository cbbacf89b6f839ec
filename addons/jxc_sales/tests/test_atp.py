from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import SalesCase

LIVE = ("jxc_atp_qty", "jxc_atp_other", "jxc_next_arrival", "jxc_atp_short")


@tagged("post_install", "-at_install")
class TestAtp(SalesCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.south = cls.env["stock.warehouse"].create({"name": "South", "code": "STH"})
        cls._stock(cls.bottle, 120, cls.south)

    def test_the_salesperson_sees_it_while_typing(self):
        """S2: the line shows what can be promised here, and what is elsewhere."""
        with Form(self.env["sale.order"].with_user(self.salesperson)) as order:
            order.partner_id = self.customer
            order.warehouse_id = self.warehouse
            with order.order_line.new() as line:
                line.product_id = self.bottle
                line.product_uom_qty = 50
                self.assertEqual(line.jxc_atp_qty, 50)
                self.assertFalse(line.jxc_atp_short)
                self.assertEqual(line.jxc_atp_other, "South 120")
                line.product_uom_qty = 51
                self.assertTrue(line.jxc_atp_short)
            order.warehouse_id = self.south
            with order.order_line.edit(0) as line:
                self.assertEqual(line.jxc_atp_qty, 120)
                self.assertFalse(line.jxc_atp_short)

    def test_lines_of_one_order_are_short_together(self):
        """S2: 30 and 30 of 50 is too much, though each alone is not."""
        order = self._order((self.bottle, 30), (self.bottle, 30))
        self.assertEqual(order.order_line.mapped("jxc_atp_qty"), [50, 50])
        self.assertEqual(order.order_line.mapped("jxc_atp_short"), [True, True])
        order.order_line[0].product_uom_qty = 20
        self.assertEqual(order.order_line.mapped("jxc_atp_short"), [False, False])

    def test_it_speaks_the_unit_of_the_line(self):
        """S2: whoever sells by the dozen reads dozens, rounded down."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order((self.bottle, 5, {"product_uom_id": dozen.id}))
        self.assertEqual(order.order_line.jxc_atp_qty, 4.16)
        self.assertTrue(order.order_line.jxc_atp_short)
        self.assertEqual(order.order_line.jxc_atp_other, "South 10")

    def test_what_others_were_promised_is_gone(self):
        """S2: available falls when an order is confirmed, not when it ships."""
        self._confirmed((self.bottle, 45), user=self.colleague)
        order = self._order((self.bottle, 10))
        self.assertEqual(order.order_line.jxc_atp_qty, 5)
        self.assertTrue(order.order_line.jxc_atp_short)

    def test_goods_without_stock_show_nothing(self):
        service = self._product("Delivery", type="service", is_storable=False)
        line = self._order((service, 1)).order_line
        self.assertFalse(line.jxc_atp_qty or line.jxc_atp_other or line.jxc_atp_short)

    def test_the_next_arrival_says_when_and_how_many(self):
        """S2: while typing, in the unit of the line."""
        self._coming(36, "2030-05-06 04:00:00")
        dozen = self.env.ref("uom.product_uom_dozen")
        with Form(self.env["sale.order"].with_user(self.salesperson)) as order:
            order.partner_id = self.customer
            order.warehouse_id = self.warehouse
            with order.order_line.new() as line:
                line.product_id = self.bottle
                self.assertEqual(line.jxc_next_arrival, "2030/05/06: 36")
                line.product_uom_id = dozen
                self.assertEqual(line.jxc_next_arrival, "2030/05/06: 3")
                self.assertEqual(line.jxc_list_price, 120.0)
        line = order.record.order_line
        self.assertEqual(line.with_user(self.manager).margin, 48.0)
        with self.assertRaises(AccessError):
            line.with_user(self.salesperson).read(["margin"])

    def test_queries_do_not_grow_with_the_lines(self):
        """S2: an order of a hundred lines asks the database as often as one of one:
        for warehouses, figures, what is held and what comes next."""
        products = [self._product(f"P{number}") for number in range(99)]
        self._coming(36, "2030-05-06 04:00:00")
        for more in ([], products):
            order = self._order((self.bottle, 1), *((product, 1) for product in more))
            lines = order.order_line
            lines.mapped("jxc_atp_qty")
            self.env.flush_all()
            lines.invalidate_recordset(LIVE, flush=False)
            with self.assertQueryCount(4):
                lines.mapped("jxc_next_arrival")
