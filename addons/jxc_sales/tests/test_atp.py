from odoo.tests import Form, tagged

from .common import SalesCase


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

    def test_queries_do_not_grow_with_the_lines(self):
        """S2: an order of forty lines asks the database as often as one of two."""
        counts = {}
        for size in (2, 40):
            products = [self._product(f"P{size}-{i}") for i in range(size)]
            lines = self._order(*((product, 1) for product in products)).order_line
            self.env.flush_all()
            self.env.invalidate_all()
            lines.mapped("name")
            self.env["decimal.precision"].precision_get("Product Unit")
            before = self.env.cr.sql_log_count
            lines.mapped("jxc_atp_qty")
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[40], counts[2] + 1, counts)
