from odoo.tests import tagged

from .common import ReportCase


@tagged("post_install", "-at_install")
class TestTurnover(ReportCase):
    """T6 周转: 100 of goods from May on; in June 200 more and 90 at cost go."""

    def _trade(self):
        self._in(10, 100, "2026-05-11 04:00:00")
        self._in(20, 200, 11)
        self._out(9, 21)

    def _turnover(self, products=None, daily=False, **context):
        days = {"jxc_from": "2026-06-01", "jxc_to": "2026-06-30", **context}
        model = self._model("jxc.cost.turnover", jxc_daily=daily, **days)
        return model.search([("product_id", "in", (products or self.goods).ids)])

    def test_by_both_ends(self):
        """T6: (100 + 210) ÷ 2 = 155; 90 ÷ 155 times; 30 × 155 ÷ 90 days."""
        self._trade()
        row = self._turnover()
        self.assertEqual((row.opening, row.closing, row.average), (100, 210, 155))
        self.assertEqual((row.cost, row.issued), (90, 9))
        self.assertAlmostEqual(row.turnover, 90 / 155, 6)
        self.assertAlmostEqual(row.days, 30 * 155 / 90, 6)

    def test_by_every_day(self):
        """T6: 10 days 100, 10 days 300, 10 days 210: 203.33 on average."""
        self._trade()
        row = self._turnover(daily=True)
        self.assertAlmostEqual(row.average, 6100 / 30, 2)
        self.assertAlmostEqual(row.turnover, 90 / (6100 / 30), 4)
        bought_and_sold = self._goods()
        self._in(5, 50, 11, bought_and_sold)
        self._out(5, 14, bought_and_sold)
        row = self._turnover(bought_and_sold, daily=True)
        self.assertAlmostEqual(row.days, 3, 6)
        row = self._turnover(bought_and_sold)
        self.assertFalse(row.turnover)

    def test_returns(self):
        """T6: what customers send back is not issued; goods that go back to the vendor
        are not either."""
        self._trade()
        self._back(self._out(5, 22), 2, 23)
        receipt = self._in(4, 40, 24)
        self._back(receipt, 4, 25)
        row = self._turnover()
        self.assertEqual((row.issued, row.cost), (12, 120))

    def test_more_came_back_than_went_out(self):
        """T6: the stock lasts for no number of days, and not for less than none."""
        self._in(10, 100, "2026-05-02 04:00:00")
        delivery = self._out(6, "2026-05-03 04:00:00")
        self._back(delivery, 6, 20)
        row = self._turnover()
        self.assertEqual((row.cost, row.days), (-60, 0))
        model = self._model(row._name, **row.env.context)
        domain = [("product_id", "=", self.goods.id)]
        [(days,)] = model._read_group(domain, [], ["days:avg"])
        self.assertFalse(days)

    def test_slow_goods(self):
        """T6 呆滞: since the last issue, or since goods came after there were none."""
        self._trade()
        still = self._goods()
        self._in(5, 50, "2026-05-02 04:00:00", still)
        again = self._goods()
        self._in(1, 10, "2026-05-02 04:00:00", again)
        self._out(1, "2026-05-03 04:00:00", again)
        self._in(1, 10, 28, again)
        rows = self._turnover(self.goods + still + again)
        idle = {row.product_id: row.idle_days for row in rows}
        self.assertEqual(idle, {self.goods: 9, still: 59, again: 2})
        self.assertEqual(rows[0].product_id, still)
        ask = self._ask("jxc.cost.turnover.ask", **self._period(idle_days=30))
        ask.product_ids = self.goods + still + again
        action = ask.action_show()
        found = self._model(action["res_model"], **action["context"])
        found = found.search(action["domain"])
        self.assertEqual(found.product_id, still)

    def test_of_a_category_it_is_that_of_the_sums(self):
        """T6: 100 issued of 100, and 0 of 300: a quarter and 120 days, not one half."""
        one, two = self._goods(), self._goods()
        for product, amount in ((one, 150), (two, 300)):
            self._in(10, amount, "2026-05-02 04:00:00", product)
        self._out(10, 10, one)
        model = self._model(
            "jxc.cost.turnover", jxc_from="2026-06-01", jxc_to="2026-06-30"
        )
        [values] = model._read_group(
            [("product_id", "in", (one + two).ids)],
            [],
            ["cost:sum", "average:sum", "turnover:avg", "days:avg"],
        )
        self.assertEqual(values[:2], (150, 375))
        self.assertAlmostEqual(values[2], 0.4)
        self.assertAlmostEqual(values[3], 75)

    def test_the_figures_are_the_summarys(self):
        """T6: opening and closing of the same period; cost is what went out less what
        customers sent back."""
        products = self.env["product.product"]
        for method in ("average", "fifo", "standard"):
            goods = self._goods(method, standard_price=7)
            products += goods
            self._in(7, None if method == "standard" else 50, 2, goods)
            self._back(self._out(6, 4, goods), 2, 6)
        summary = self._model(
            "jxc.cost.summary", jxc_from="2026-06-01", jxc_to="2026-06-30"
        ).search([("product_id", "in", products.ids)])
        sums = {row.product_id: row for row in summary}
        for row in self._turnover(products):
            other = sums[row.product_id]
            self.assertEqual(row.closing, other.closing_amount)
            back = self._rows(row.product_id).filtered(lambda r: r.kind == "return_in")
            wanted = other.out_amount - sum(back.mapped("amount"))
            self.assertAlmostEqual(row.cost, wanted, 2)
