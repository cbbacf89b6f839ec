from ast import literal_eval

from odoo import fields
from odoo.tests import tagged

from .common import ProfitCase


@tagged("post_install", "-at_install")
class TestProfit(ProfitCase):
    """T5: gross profit, net of returns, restated when cost is."""

    def test_by_the_day_goods_came_and_went(self):
        """T5: 10 bought at 6, 4 sold at 10 in May, of which 1 comes back in June."""
        self._bought(10, 60, "2026-05-03 04:00:00")
        order = self._sold(4, 10, "2026-05-20 04:00:00")
        self._came_back(order, 1, "2026-06-02 04:00:00")
        self.assertEqual(
            self._figures(order),
            {"2026-05": (4, 40, 24, 16), "2026-06": (-1, -10, -6, -4)},
        )
        self.assertEqual(self._figures(order, "order_id"), {order: (3, 30, 18, 12)})
        seen = order.with_user(self.accountant)
        seen.invalidate_recordset()
        self.assertEqual((seen.jxc_shipped_amount, seen.jxc_cogs), (30, 18))

    def test_restated_with_the_cost(self):
        """T5: a receipt that is entered late, and a price that comes late, change the
        cost of what was sold meanwhile: 20 at 180 together, 9 each, then 10 each."""
        self._bought(10, 60, "2026-05-03 04:00:00")
        order = self._sold(4, 10, "2026-05-20 04:00:00")
        late = self._bought(10, 120, "2026-05-10 04:00:00")
        self.assertEqual(self._figures(order), {"2026-05": (4, 40, 36, 4)})
        late.value_manual = 140
        self.assertEqual(self._figures(order), {"2026-05": (4, 40, 40, 0)})
        rows = order.with_user(self.accountant).action_jxc_cost_rows()
        ledger = self.env["jxc.cost.row"].with_user(self.accountant)
        self.assertEqual(ledger.search(rows["domain"]).mapped("amount"), [-40])
        self.assertEqual(order.sudo().order_line.move_ids.mapped("value"), [40])

    def test_the_day_is_the_companys(self):
        """T5: at two in the morning of the first of June in Beijing."""
        self._bought(10, 60, "2026-05-03 04:00:00")
        order = self._sold(4, 10, "2026-05-31 18:00:00")
        self.assertEqual(list(self._figures(order)), ["2026-06"])

    def test_dozens_and_dollars(self):
        """T5: sold by the dozen, in another currency, at the order's rate."""
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.env["res.currency.rate"].create(
            {
                "name": "2020-01-01",
                "currency_id": dollar.id,
                "company_id": self.company.id,
                "rate": 0.125,
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "USD", "currency_id": dollar.id}
        )
        self._bought(24, 144, "2026-05-03 04:00:00")
        dozen = {"product_uom_id": self.env.ref("uom.product_uom_dozen").id}
        line = (self.vinegar, 2, {**dozen, "price_unit": 15})
        order = self._confirmed(line, pricelist_id=pricelist.id)
        self.assertEqual(order.currency_id, dollar)
        self._dated(self._ship(order, 24), "2026-05-20 04:00:00")
        self.assertEqual(order.order_line.qty_delivered, 2)
        self.assertEqual(self._figures(order), {"2026-05": (24, 240, 144, 96)})
        row = self._report().search([("order_id", "=", order.id)])
        self.assertEqual(row.currency_id, self.company.currency_id)

    def test_exchanged_goods_move_the_cost_only(self):
        """T5: what comes back and is not refunded brings its cost and no revenue."""
        self._bought(10, 60, "2026-05-03 04:00:00")
        order = self._sold(4, 10, "2026-05-20 04:00:00")
        picking = self._came_back(order, 1, "2026-06-02 04:00:00")
        picking.sudo().move_ids.to_refund = False
        self.assertEqual(self._figures(order)["2026-06"], (0, 0, -6, 6))

    def test_services_and_what_the_ledger_does_not_value(self):
        """T5: a service counts on the order's day at its line's cost; goods valued by
        lots keep the host's value; the sum is the order's own page."""
        service = self.env["product.product"].create(
            {"name": "Delivery", "type": "service", "list_price": 20, "taxes_id": False}
        )
        service.standard_price = 5
        lots = self._costed("Wine", tracking="lot", lot_valuated=True)
        lot = self.env["stock.lot"].create({"name": "W1", "product_id": lots.id})
        lot.standard_price = 8
        self.env["stock.quant"]._update_available_quantity(
            lots, self.warehouse.lot_stock_id, 5, lot_id=lot
        )
        self._bought(10, 60, "2026-05-03 04:00:00")
        lines = [(self.vinegar, 4, {"price_unit": 10}), (lots, 2, {"price_unit": 30})]
        order = self._confirmed(*lines, (service, 1))
        self._ship(order)
        found = self._figures(order, "product_id")
        self.assertEqual(found[self.vinegar], (4, 40, 24, 16))
        self.assertEqual(found[service], (1, 20, 5, 15))
        cost = sum(order.sudo().order_line[1].move_ids.mapped("value"))
        self.assertEqual(found[lots], (2, 60, cost, 60 - cost))
        seen = order.with_user(self.manager)
        self.assertAlmostEqual(seen.jxc_shipped_amount, 120)
        self.assertAlmostEqual(seen.jxc_cogs, 29 + cost)

    def test_straight_from_the_vendor(self):
        """T5, 直运: what it cost is the vendor's price, not what ours on the shelf
        cost; what comes back takes both off again."""
        self._bought(10, 60, "2026-05-03 04:00:00")
        order = self._confirmed((self.vinegar, 4, {"price_unit": 10}))
        move = order.sudo().picking_ids.move_ids
        vendors = self.env.ref("stock.stock_location_suppliers")
        move.picking_id.do_unreserve()
        move.picking_id.location_id = move.location_id = vendors
        move._action_assign()
        move.quantity = 4
        move.picked = True
        move._action_done()
        move.date = "2026-05-20 04:00:00"
        move.value_manual = 32
        self.assertEqual(self._figures(order), {"2026-05": (4, 40, 32, 8)})
        self.assertEqual(self.vinegar.sudo().total_value, 60)
        # Back to the shelves: it is ours then, at what it cost.
        self._came_back(order, 1, "2026-06-02 04:00:00")
        self.assertEqual(self._figures(order)["2026-06"], (-1, -10, -8, -2))
        self.assertEqual(self.vinegar.sudo().total_value, 68)

    def test_the_report_is_the_ledger(self):
        """T5: all methods; the costs of all that was sold are what the ledger issued
        to customers, to the cent, and the revenue what the orders say was shipped."""
        orders = self.env["sale.order"]
        products = self.env["product.product"]
        for method in ("average", "fifo", "standard"):
            goods = self._costed("Tea", method)
            products += goods
            if method == "standard":
                goods.standard_price = 7
            self._bought(7, 50, "2026-05-02 04:00:00", goods)
            orders += self._sold(3, 10, "2026-05-05 04:00:00", goods)
            self._bought(11, 77.77, "2026-05-03 04:00:00", goods)
            orders += self._sold(6, 9.99, "2026-05-04 04:00:00", goods)
            self._came_back(orders[-1:], 2, "2026-06-06 04:00:00")
        rows = self.env["jxc.cost.row"].search([("product_id", "in", products.ids)])
        sold = rows.filtered("move_id.sale_line_id")
        found = self._figures(orders, "product_id")
        for product in products:
            mine = sold.filtered(lambda row, p=product: row.product_id == p)
            cost = -sum(mine.mapped("amount")) - sum(mine.mapped("variance"))
            revenue = round(3 * 10 + 4 * 9.99, 2)
            wanted = (7, revenue, round(cost, 2), round(revenue - cost, 2))
            self.assertEqual(found[product], wanted)

    def test_the_ledger_by_order(self):
        """T5: the ledger is searched and grouped by the order, returns with it."""
        self._bought(20, 120, "2026-05-03 04:00:00")
        orders = self._sold(4, 10, "2026-05-20 04:00:00")
        orders += self._sold(5, 10, "2026-05-21 04:00:00")
        self._came_back(orders[0], 1, "2026-06-02 04:00:00")
        ledger = self.env["jxc.cost.row"].with_user(self.accountant)
        found = ledger.search([("sale_id.name", "=", orders[0].name)], order="at")
        self.assertEqual(found.mapped("amount"), [-24, 6])
        self.assertEqual(found.sale_line_id, orders[0].order_line)
        mine = [("sale_id", "in", orders.ids)]
        groups = ledger.formatted_read_group(mine, ["sale_id"], ["amount:sum"])
        self.assertEqual(
            {group["sale_id"][0]: group["amount:sum"] for group in groups},
            {orders[0].id: -18, orders[1].id: -30},
        )
        self.assertTrue(ledger.fields_get(["sale_id"])["sale_id"]["groupable"])

    def test_one_statement(self):
        """T5: ten orders take no more queries than one."""
        counts = []
        for number in (1, 1, 10):  # the first one warms up
            self._bought(40, 240, "2026-05-03 04:00:00")
            orders = self.env["sale.order"]
            for _number in range(number):
                orders += self._sold(4, 10, "2026-05-20 04:00:00")
            report = self._report()
            before = self.env.cr.sql_log_count
            [(profit,)] = report._read_group(
                [("order_id", "in", orders.ids)], [], ["profit:sum"]
            )
            self.assertEqual(profit, 16 * number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[1], 5)

    def test_filters_of_the_screen(self):
        """T5: this month and last month, of the company's days."""
        today = fields.Date.context_today(self.env.user)
        self._bought(20, 120, "2026-01-03 04:00:00")
        orders = self.env["sale.order"]
        for months in (0, 1, 2):
            day = fields.Date.subtract(today.replace(day=1), months=months)
            orders += self._sold(1, 10, f"{day} 04:00:00")
        view = self.env["jxc.sale.profit"].get_view(view_type="search")["arch"]
        report = self._report()
        for name, wanted in (("this_month", orders[0]), ("last_month", orders[1])):
            domain = view.partition(f'name="{name}"')[2]
            domain = domain.partition('domain="')[2].partition('"')[0]
            domain = domain.replace("&gt;", ">").replace("&lt;", "<")
            domain = [*literal_eval(domain), ("order_id", "in", orders.ids)]
            found = report.search(domain)
            self.assertEqual(found.order_id, wanted)
