from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import SalesCase

SECRETS = {
    "sale.order": ["margin", "margin_percent", "jxc_cogs", "jxc_gross_profit"],
    "sale.order.line": ["margin", "margin_percent", "purchase_price"],
    "sale.report": ["margin"],
}


@tagged("post_install", "-at_install")
class TestMargin(SalesCase):
    def test_the_manager_sees_the_profit_of_what_was_shipped(self):
        """T5, step 8: revenue, cost and rate, by the cost the goods left with."""
        order = self._confirmed((self.bottle, 5, {"price_unit": 9.5}))
        seen = order.with_user(self.manager)
        self.assertEqual(seen.jxc_gross_profit, 0.0)
        picking = self._ship(order)
        self.bottle.standard_price = 7.0
        seen.invalidate_recordset()
        self.assertRecordValues(
            seen,
            [
                {
                    "jxc_shipped_amount": 47.5,
                    "jxc_cogs": 30.0,
                    "jxc_gross_profit": 17.5,
                    "jxc_gross_rate": 17.5 / 47.5,
                }
            ],
        )
        self._return(picking, 5)
        seen.invalidate_recordset()
        self.assertEqual((seen.jxc_shipped_amount, seen.jxc_cogs), (0.0, 0.0))

    def test_the_margin_of_what_plain_users_ship_is_right(self):
        """T5, F2: made and confirmed by a salesperson, shipped by a keeper, all in one
        transaction: neither of them sees the cost, and the manager sees the right one,
        whatever the costing method."""
        for method in (None, "standard", "average", "fifo"):
            with self.subTest(method=method):
                category = self.env["product.category"]
                if method:
                    category = category.create(
                        {"name": method, "property_cost_method": method}
                    )
                product = self._product("Vinegar", cost=6.0, categ_id=category.id)
                self._stock(product, 10)
                order = self._confirmed((product, 5, {"price_unit": 9.5}))
                self._ship(order)
                seen = order.with_user(self.manager)
                self.assertEqual(seen.order_line.purchase_price, 6.0)
                self.assertEqual(seen.order_line.margin, 17.5)
                self.assertEqual(seen.margin, 17.5)
                self.assertEqual(seen.jxc_gross_profit, 17.5)

    def test_the_report_adds_up(self):
        """T5: the rate of a group is that of its sums."""
        dear = self._product("Oil", cost=10.0, price=100.0)
        self._stock(dear, 10)
        dozen = self.env.ref("uom.product_uom_dozen")
        line = {"product_uom_id": dozen.id, "price_unit": 120.0}
        order = self._confirmed((self.bottle, 1, line), (dear, 1))
        self._ship(order)
        report = self.env["jxc.sale.profit"].with_user(self.manager)
        rows = report.search([("order_id", "=", order.id)])
        bottles = rows.filtered(lambda row: row.product_id == self.bottle)
        self.assertRecordValues(
            bottles, [{"quantity": 12.0, "revenue": 120.0, "cost": 72.0, "rate": 0.4}]
        )
        [(revenue, cost, profit, rate)] = report._read_group(
            [("order_id", "=", order.id)],
            [],
            ["revenue:sum", "cost:sum", "profit:sum", "rate:avg"],
        )
        self.assertEqual((revenue, cost, profit), (220.0, 82.0, 138.0))
        self.assertAlmostEqual(rate, 138 / 220)

    def test_costs_are_hidden_from_salesperson_and_keeper(self):
        """F2: not in reads, exports, groups, searches or screens."""
        order = self._confirmed((self.bottle, 5))
        records = {
            "sale.order": order,
            "sale.order.line": order.order_line,
            "sale.report": self.env["sale.report"].search([], limit=1),
        }
        for user in (self.salesperson, self.keeper):
            for model, names in SECRETS.items():
                record = records[model].with_user(user)
                for name in names:
                    with self.subTest(user=user.login, model=model, name=name):
                        self.assertNotIn(name, record.fields_get())
                        with self.assertRaises(AccessError):
                            record.read([name])
                        with self.assertRaises(AccessError):
                            record.search([(name, ">", 0)])
                        with self.assertRaises(UserError):
                            record.export_data([name])
            with self.assertRaises(AccessError):
                self.env["jxc.sale.profit"].with_user(user).search([])
        with self.assertRaises(AccessError):
            order.order_line._read_group([], [], ["margin:sum"])
        view = order.get_view(view_type="form")["arch"]
        for name in ("margin", "purchase_price", "jxc_cogs"):
            self.assertNotIn(f'name="{name}"', view)

    def test_a_salesperson_works_without_seeing_them(self):
        """F2: typing, saving, duplicating, confirming and invoicing still work, and
        the profit is computed all the same."""
        with Form(self.env["sale.order"].with_user(self.salesperson)) as form:
            form.partner_id = self.customer
            with form.order_line.new() as line:
                line.product_id = self.bottle
                line.product_uom_qty = 5
        order = form.record.copy()
        order.order_line.price_unit = 9.5
        order.action_confirm()
        order.order_line.product_uom_qty = 6
        self._ship(order)
        self.assertEqual(self._invoices(order).amount_total, 57.0)
        seen = order.with_user(self.manager)
        self.assertEqual(seen.jxc_gross_profit, 21.0)
        self.assertEqual(seen.order_line.purchase_price, 6.0)
        self.assertEqual((seen.order_line.margin, seen.margin), (21.0, 21.0))

    def test_a_salesperson_sees_his_own_orders(self):
        """S1, F2: a colleague's orders and profits are not his."""
        order = self._order((self.bottle, 1), user=self.colleague)
        orders = self.env["sale.order"].with_user(self.salesperson)
        self.assertNotIn(order, orders.search([]))
        self.assertIn(order, orders.with_user(self.manager).search([]))

    def test_profit_of_many_orders_is_one_query(self):
        counts = {}
        for size in (1, 20):
            orders = self.env["sale.order"].concat(
                *(self._confirmed((self.bottle, 1)) for _index in range(size))
            )
            self.env.flush_all()
            self.env.invalidate_all()
            orders = orders.with_user(self.manager).with_prefetch(orders.ids)
            orders.mapped("name")
            before = self.env.cr.sql_log_count
            orders.mapped("jxc_gross_profit")
            counts[size] = self.env.cr.sql_log_count - before
        self.assertLessEqual(counts[20], counts[1] + 1, counts)
