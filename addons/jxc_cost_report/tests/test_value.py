from odoo.tests import tagged

from .common import ReportCase


@tagged("post_install", "-at_install")
class TestValue(ReportCase):
    """T5, T6: stock value over time, as the chart adds it up."""

    def _line(self, interval, first=None, by=()):
        """The chart: groups of the ledger, cumulated, and what was before."""
        model = self._model("jxc.cost.row")
        domain = [("product_id", "in", self.products.ids)]
        since = [("date", ">=", first)] if first else []
        before = 0
        if first:
            [(before,)] = model._read_group(
                [*domain, ("date", "<", first)], [], ["amount:sum"]
            )
        groups = model.with_context(fill_temporal=True).formatted_read_group(
            [*domain, *since], [f"date:{interval}", *by], ["amount:sum"]
        )
        line, value = {}, before or 0
        for group in groups:
            value = round(value + (group["amount:sum"] or 0), 2)
            line[group[f"date:{interval}"][0]] = value
        return line

    def test_every_month_is_its_closing_amount(self):
        """T5: May 100, June 240, July 160; a month without movements stays."""
        self.products = self.goods
        self._in(10, 100, "2026-03-20 04:00:00")
        self._in(10, 200, 3)
        self._out(5, 4)
        wanted = {3: 100, 4: 100, 5: 100, 6: 225}
        line = self._line("month")
        self.assertEqual({int(day[5:7]): value for day, value in line.items()}, wanted)
        for day, value in (("2026-03-31", 100), ("2026-06-30", 225)):
            _quantity, amount = self._closing(day, self.goods)[self.goods]
            self.assertEqual(amount, value)
        self.assertEqual(list(self._line("day", "2026-06-01").values()), [300, 225])
        self.assertEqual(list(self._line("week", "2026-06-01").values()), [225])

    def test_the_screen(self):
        """T6: a cumulated line that begins with what was there; by category too."""
        self.products = self.goods
        self._in(10, 100, 3)
        action = self.env.ref("jxc_cost_report.jxc_cost_row_action_value")
        view = self.env["jxc.cost.row"].get_view(action.view_id.id, "graph")["arch"]
        for word in ('cumulated="1"', 'cumulated_start="1"', 'type="line"'):
            self.assertIn(word, view)
        groups = self._model("jxc.cost.row").formatted_read_group(
            [("product_id", "=", self.goods.id)],
            ["date:month", "categ_id"],
            ["amount:sum"],
        )
        self.assertEqual(groups[0]["categ_id"][0], self.goods.categ_id.id)
