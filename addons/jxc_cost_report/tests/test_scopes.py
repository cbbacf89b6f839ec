from odoo.tests import tagged

from odoo.addons.jxc_costing.tests.scope_case import ScopeCase

from .common import ReportCase


@tagged("post_install", "-at_install")
class TestScopes(ScopeCase, ReportCase):
    """T1, T5, T6: reports where warehouses or lots have costs of their own."""

    def _by_house(self):
        self.company.jxc_cost_scope = "warehouse"
        self._came({False: 10}, 100, 1)
        self._came({False: 10}, 200, 5)
        self._move(self.stock, self.second.lot_stock_id, {False: 6}, 12)
        self._went({False: 2}, 20, self.second.lot_stock_id)

    def test_ageing_by_warehouse(self):
        """T6: what was handed over came into the second warehouse on that day; the
        sum is the ledger's."""
        self._by_house()
        rows = {
            (row.warehouse_id, row.date.day): (row.quantity, row.amount)
            for row in self._layers(30)
        }
        first = self.warehouse
        self.assertEqual(
            rows,
            {
                (first, 1): (4, 60),
                (first, 5): (10, 150),
                (self.second, 12): (4, 60),
            },
        )
        ask = self._ask("jxc.cost.ageing.ask", date="2026-06-30", by="warehouse_id")
        ask.product_ids = self.goods
        lines = {row[0]: row[1] for row in ask._jxc_sheet().rows}
        self.assertEqual(lines, {first.display_name: 210, self.second.display_name: 60})
        row = self._layers(30).filtered(lambda r: r.warehouse_id == self.second)
        action = row.action_jxc_ledger()
        ledger = self._model(action["res_model"]).search(action["domain"])
        self.assertEqual(sum(ledger.mapped("amount")), 60)

    def test_papers_by_warehouse(self):
        """T5: a line, and an account, for each warehouse; each adds up."""
        self._by_house()
        for paper in ("summary", "ledger"):
            ask = self._ask("jxc.cost.period", **self._period(paper=paper))
            ask.product_ids = self.goods
            rows = ask._jxc_sheet().rows
            if paper == "summary":
                self.assertEqual(sorted(row[-1] for row in rows), [60, 210])
            else:
                last = [row for row in rows if row[2] == "Closing"]
                self.assertEqual(sorted(row[-1] for row in last), [60, 210])
                self.assertEqual(len(rows), 4 + 3 + 2)

    def test_turnover_is_the_companys(self):
        """T6: a transfer is no issue, and does not make goods young."""
        self._by_house()
        row = self._model(
            "jxc.cost.turnover", jxc_from="2026-06-01", jxc_to="2026-06-30"
        ).search([("product_id", "=", self.goods.id)])
        self.assertEqual((row.issued, row.cost, row.closing), (2, 30, 270))
        self.assertEqual(row.idle_days, 10)

    def test_ageing_by_lot(self):
        """T4, T6: the lot's own receipts, at the lot's cost."""
        self.goods.write({"tracking": "lot", "lot_valuated": True})
        old, new = self._lots("OLD", "NEW")
        self._came({old: 10}, 500, 1)
        self._came({new: 10}, 1000, 8)
        self._went({new: 4}, 20)
        rows = {
            row.lot_id: (row.date.day, row.quantity, row.amount)
            for row in self._layers(30)
        }
        self.assertEqual(rows, {old: (1, 10, 500), new: (8, 6, 600)})
