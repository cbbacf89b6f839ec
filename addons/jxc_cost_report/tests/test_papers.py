from datetime import datetime

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import ReportCase


@tagged("post_install", "-at_install")
class TestPapers(ReportCase, HttpCase):
    """T5, T6: 收发存汇总表, 明细账, 库龄, 周转 as workbooks and on paper."""

    def _trade(self):
        self._in(10, 100, "2026-05-20 04:00:00")
        self._in(10, 200.05, 3)
        self._out(5, 4)

    def _download(self, ask):
        self.env.flush_all()
        self.authenticate(ask.env.user.login, ask.env.user.login)
        answer = self.url_open(ask.action_xlsx()["url"])
        self.assertEqual(answer.status_code, 200)
        return self._cells(answer.content)

    def test_summary(self):
        """T5: the workbook has the figures of the list, and their total."""
        self._trade()
        ask = self._ask("jxc.cost.period", **self._period())
        ask.product_ids = self.goods
        cells = self._download(ask)
        wanted = [10, 100, 10, 200.05, 5, 75.01, 0, 15, 15.0027, 225.04]
        row, total = cells[-2], cells[-1]
        for value, other in zip(row[3:], wanted, strict=True):
            self.assertAlmostEqual(value or 0, other, 3)
        self.assertEqual(row[:2], [self.goods.display_name, self.goods.categ_id.name])
        self.assertEqual((total[4], total[12]), (100, 225.04))
        html = self._html("period", ask)
        for text in (self.goods.name, "225.04", "200.05", "Stock Summary with Amounts"):
            self.assertIn(text, html)

    def test_summary_with_subtotals(self):
        """T5: one line more per category, which the total does not count twice."""
        self._trade()
        other = self._goods("fifo")
        self._in(3, 30, 5, other)
        ask = self._ask("jxc.cost.period", **self._period(by_category=True))
        ask.product_ids = self.goods + other
        cells = self._cells_of(ask)
        lines = [row for row in cells if row[0] is None and row[12]]
        self.assertEqual(sorted(row[12] for row in lines), [30, 225.04])
        self.assertAlmostEqual(cells[-1][12], 255.04, 2)

    def _cells_of(self, ask):
        sheet = ask._jxc_sheet()
        return [list(row) for row in [*sheet.rows, sheet.last]]

    def test_ledger(self):
        """T5, K1: opening, every movement with the balance, closing."""
        self._trade()
        ask = self._ask("jxc.cost.period", **self._period(paper="ledger"))
        ask.product_ids = self.goods
        cells = self._download(ask)[-4:]
        labels = [row[2] for row in ask._jxc_sheet().rows]
        self.assertEqual(labels, ["Opening", "Receipt", "Issue", "Closing"])
        self.assertEqual([row[9] for row in cells], [100, 300.05, 225.04, 225.04])
        self.assertEqual([row[8] for row in cells], [10, 20, 15, 15])
        self.assertEqual([row[6] for row in cells], [None, 200.05, -75.01, None])
        self.assertEqual(cells[1][1], datetime(2026, 6, 3))
        self.assertIn("300.05", self._html("period", ask))
        action = ask.action_ledger()
        rows = self._model(action["res_model"]).search(action["domain"])
        self.assertEqual(sum(rows.mapped("quantity")), 5)

    def test_ledger_of_goods_without_movements(self):
        """K1: what was there and did not move has its opening and closing."""
        self._trade()
        ask = self._ask(
            "jxc.cost.period",
            **self._period(paper="ledger", date_from="2026-06-10"),
        )
        ask.product_ids = self.goods
        sheet = ask._jxc_sheet()
        self.assertEqual([row[9] for row in sheet.rows], [225.04, 225.04])

    def test_ageing(self):
        """T6: per product the amount and the quantity of each age, and the total."""
        self._trade()
        other = self._goods("fifo", default_code="F1")
        self._in(3, 30.03, "2026-02-01 04:00:00", other)
        ask = self._ask("jxc.cost.ageing.ask", date="2026-06-30")
        ask.product_ids = self.goods + other
        cells = self._download(ask)
        rows = {row[0]: row for row in cells}
        heads = ask._jxc_sheet().heads
        of = {label: number for number, (label, _kind) in enumerate(heads)}
        mine, theirs = rows[self.goods.display_name], rows[other.display_name]
        self.assertEqual(mine[of["Amount"]], 225.04)
        young, old = of["0-30 Days Amount"], of["31-60 Days Amount"]
        self.assertAlmostEqual(mine[young] + mine[old], 225.04, 2)
        self.assertEqual(mine[of["31-60 Days Quantity"]], 5)
        self.assertEqual(theirs[of["91-180 Days Amount"]], 30.03)
        self.assertAlmostEqual(cells[-1][of["Amount"]], 255.07, 2)
        self.assertIn("225.04", self._html("ageing", ask))
        ask.by = "categ_id"
        sheet = ask._jxc_sheet()
        self.assertEqual(len(sheet.rows), 2)
        self.assertAlmostEqual(sheet.last[1], 255.07, 2)

    def test_turnover(self):
        """T6: with the turnover of all in the last line."""
        self._trade()
        ask = self._ask("jxc.cost.turnover.ask", **self._period())
        ask.product_ids = self.goods
        cells = self._download(ask)
        row, total = cells[-2], cells[-1]
        self.assertEqual(row[3:7], [75.01, 100, 225.04, 162.52])
        self.assertAlmostEqual(row[7], 75.01 / 162.52, 4)
        self.assertAlmostEqual(total[7], 75.01 / 162.52, 4)
        self.assertIn("162.52", self._html("turnover", ask))

    def test_of_one_company(self):
        """T5: the company of the dialog, whatever others are ticked; nobody reads one
        of a company that is not his."""
        self._trade()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.accountant.sudo().company_ids += other
        ask = self._ask("jxc.cost.period", **self._period(company_id=other.id))
        ask.product_ids = self.goods
        both = (self.company + other).ids
        sheet = ask.with_context(allowed_company_ids=both)._jxc_sheet()
        self.assertFalse(sheet.rows)
        self.assertIn("Elsewhere", " ".join(sheet.facts))
        url = ask.action_xlsx()["url"]
        self.accountant.sudo().company_ids -= other
        self.authenticate(self.accountant.login, self.accountant.login)
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url).status_code, 403)

    def test_empty(self):
        """T5: nothing there: a page that says so, a workbook with heads."""
        goods = self._goods()
        for name in ("jxc.cost.period", "jxc.cost.turnover.ask"):
            ask = self._ask(name, **self._period())
            ask.product_ids = goods
            self.assertTrue(self._download(ask))
            self.assertIn("nothing moved", self._html(ask._jxc_kind, ask))

    def test_broken_days_are_refused(self):
        """T5: a client that sends something else than a period is told so."""
        for days in (
            {"jxc_from": "x"},
            {"jxc_to": "2026-13-01"},
            {"jxc_from": 5},
            {"jxc_from": "2026-06-30", "jxc_to": "2026-06-01"},
        ):
            for name in ("jxc.cost.summary", "jxc.cost.turnover"):
                with self.subTest(name=name, days=days), self.assertRaises(UserError):
                    self._model(name, **days).search([("id", ">", 0)])

    def test_the_dialog_is_of_who_asked(self):
        """F2: neither another's dialog nor without the right to see costs."""
        self._trade()
        asks = {
            "jxc.cost.period": self._period(),
            "jxc.cost.turnover.ask": self._period(),
            "jxc.cost.ageing.ask": {},
        }
        for name, values in asks.items():
            url = self._ask(name, **values).action_xlsx()["url"]
            for user in (self.manager, self.keeper, self.salesperson, self.buyer):
                self.authenticate(user.login, user.login)
                with self.subTest(name=name, user=user.login), mute_logger(
                    "odoo.http", "odoo.addons.base.models.ir_rule",
                    "odoo.addons.base.models.ir_model",
                ):  # fmt: skip
                    self.assertEqual(self.url_open(url).status_code, 403)
