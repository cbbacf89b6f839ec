from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .ledger_case import LedgerCase

FIGURES = ("opening", "in", "out", "adjusted", "closing")


@tagged("post_install", "-at_install")
class TestSummary(LedgerCase):
    """收发存汇总表: 10 came in May; in June 10 came, 5 went, and the cost was set."""

    def _trade(self):
        self._in(10, 100, "2026-05-20 04:00:00")
        self._in(10, 200, 3)
        self._out(5, 4)
        self.goods.standard_price = 16
        price = self._rows().filtered(lambda row: row.kind == "reprice").value_id
        price.sorted("id")[-1:].date = "2026-06-20 04:00:00"
        self._out(5, "2026-07-02 04:00:00")

    def _summary(self, month, user=None, products=None):
        first = fields.Date.to_date(f"2026-{month:02}-01")
        context = {"jxc_from": first, "jxc_to": fields.Date.end_of(first, "month")}
        model = self.env["jxc.cost.summary"].with_user(user or self.accountant)
        products = products or self.goods
        domain = [("product_id", "in", products.ids)]
        return model.with_context(**context).search(domain)

    def _without_end(self):
        """The movements of a summary that begins with the first one."""
        model = self.env["jxc.cost.summary"].with_user(self.accountant)
        row = model.with_context(jxc_to="2026-06-30").search(
            [("product_id", "=", self.goods.id)]
        )
        return row.action_jxc_ledger()

    def _quantities(self, row):
        return [row[f"{name}_quantity"] for name in FIGURES if name != "adjusted"]

    def _amounts(self, row):
        return [row[f"{name}_amount"] for name in FIGURES]

    def test_the_figures_of_a_period(self):
        """T5: opening, in, out, adjusted and closing, whatever came before or later."""
        self._trade()
        june = self._summary(6)
        self.assertEqual(self._quantities(june), [10, 10, 5, 15])
        self.assertEqual(self._amounts(june), [100, 200, 75, 15, 240])
        self.assertEqual(june.closing_cost, 16)
        july = self._summary(7)
        self.assertEqual(self._quantities(july), [15, 0, 5, 10])
        self.assertEqual(self._amounts(july), [240, 0, 80, 0, 160])
        self.assertEqual(self.goods.total_value, 160)
        at = self.goods.with_context(to_date="2026-06-30")
        self.assertEqual(at.total_value, 240)

    def test_what_comes_late_counts_where_it_belongs(self):
        """T5: a receipt of May that is entered now changes May and what follows."""
        self._trade()
        self._in(10, 400, "2026-05-21 04:00:00")
        self.assertEqual(self._amounts(self._summary(5)), [0, 500, 0, 0, 500])
        # 30 at 700, five go at 116.67, the other 25 are set to 16.
        june = [500, 200, 116.67, -183.33, 400]
        self.assertEqual(self._amounts(self._summary(6)), june)

    def test_nothing_there_and_nothing_moved(self):
        """T5: no rows of zeros."""
        self._in(1, 10, "2026-05-20 04:00:00")
        self._out(1, "2026-05-21 04:00:00")
        self.assertFalse(self._summary(4))
        self.assertEqual(self._amounts(self._summary(5)), [0, 10, 10, 0, 0])
        self.assertFalse(self._summary(6))

    def test_in_less_out_is_the_stock_is_the_account(self):
        """T5: Σ in − Σ out = quants = the host's value = account 1405, after
        the host's own closing; in and out are what the host's moves are worth."""
        accounts = self.env["account.account"].create(
            [
                {"code": "140598", "name": "Goods", "account_type": "asset_current"},
                {"code": "540198", "name": "Change", "account_type": "expense"},
            ]
        )
        accounts[0].account_stock_variation_id = accounts[1]
        products = self.env["product.product"]
        for method in ("average", "fifo", "standard"):
            goods = self._goods(method, standard_price=7)
            goods.categ_id.property_stock_valuation_account_id = accounts[0]
            products += goods
            self._in(7, None if method == "standard" else 50, 2, goods)
            self._out(3, 5, goods)
            self._in(11, 77.77, 3, goods)
            self._back(self._out(6, 4, goods), 2, 6)
        self.company.action_close_stock_valuation(auto_post=True)
        rows = self._summary(6, products=products)
        self.assertEqual(len(rows), 3)
        lines = self.env["account.move.line"].search(
            [("account_id", "=", accounts[0].id), ("parent_state", "=", "posted")]
        )
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "in", products.ids),
                ("location_id", "child_of", self.stock.id),
            ]
        )
        moves = self.env["stock.move"].search([("product_id", "in", products.ids)])
        come, go, closing = (
            round(sum(rows.mapped(f"{name}_amount")), 2)
            for name in ("in", "out", "closing")
        )
        self.assertAlmostEqual(come - go, closing, 2)
        self.assertAlmostEqual(sum(lines.mapped("balance")), closing, 2)
        self.assertAlmostEqual(sum(quants.mapped("value")), closing, 2)
        self.assertAlmostEqual(sum(products.mapped("total_value")), closing, 2)
        self.assertEqual(sum(rows.mapped("closing_quantity")), 33)
        priced = moves.filtered(lambda m: m.product_id.cost_method != "standard")
        rows = rows.filtered(lambda r: r.product_id.cost_method != "standard")
        for name, flag in (("in", "is_in"), ("out", "is_out")):
            worth = sum(priced.filtered(flag).mapped("value"))
            self.assertAlmostEqual(sum(rows.mapped(f"{name}_amount")), worth, 2)

    def test_one_statement_for_all(self):
        """T5: forty products take no more queries than one."""
        counts = []
        for number in (1, 40):
            products = self.env["product.product"].union(
                *(self._goods() for _number in range(number))
            )
            for product in products:
                self._in(10, 100, 1, product)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows = self._summary(6, user=self.env.user, products=products)
            self.assertEqual(sum(rows.mapped("closing_amount")), 100 * number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[0], 5)

    def test_the_dialog_and_who_may_open_it(self):
        """T5, F2: accountant and manager; the ledger of a row has its period."""
        self._trade()
        for user in (self.accountant, self.manager):
            dialog = self.env["jxc.cost.period"].with_user(user)
            dialog = dialog.create(
                {"preset": "own", "date_from": "2026-06-01", "date_to": "2026-06-30"}
            )
            dialog.product_ids = self.goods
            action = dialog.action_summary()
            model = self.env[action["res_model"]].with_user(user)
            row = model.with_context(**action["context"]).search(action["domain"])
            self.assertEqual(row.closing_amount, 240)
            action = row.action_jxc_ledger()
            rows = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(sum(rows.mapped("amount")), 140)
            with self.assertRaises(ValidationError):
                dialog.date_to = "2026-05-01"
        action = self._without_end()
        days = [day for name, _sign, day in action["domain"] if name == "date"]
        self.assertEqual(days, ["2026-06-30"])
        self.assertEqual(len(self.env["jxc.cost.row"].search(action["domain"])), 4)
        for user in (self.keeper, self.salesperson):
            for name in ("jxc.cost.summary", "jxc.cost.period"):
                with self.assertRaises(AccessError):
                    self.env[name].with_user(user).search([("id", ">", 0)])
