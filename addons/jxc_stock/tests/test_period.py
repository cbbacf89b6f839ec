from datetime import datetime
from io import BytesIO

from lxml import etree
from openpyxl import load_workbook

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import HttpCase, tagged
from odoo.tools import SQL, mute_logger
from odoo.tools.safe_eval import safe_eval

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import StockCase

JUNE = {"jxc_from": "2026-06-01", "jxc_to": "2026-06-30"}
MAY, JULY = datetime(2026, 5, 20, 8), datetime(2026, 7, 2, 8)


@tagged("post_install", "-at_install")
class TestPeriod(StockCase):
    """K1: 收发存 of a period, by what it is kept apart, right at any past date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.keeper, cls.buyer, cls.accountant, cls.salesperson):
            user.tz = "Asia/Shanghai"

    def _dated(self, picking, when):
        """What is done was done then, as a manager who enters it late does."""
        picking.move_ids.sudo().write({"date": when})
        picking.move_ids.move_line_ids.sudo().write({"date": when})

    def _trade(self):
        """30 before June; in June +10, -4, 5 to quarantine, +1 back; after it -7."""
        self._dated(self._receive(30), MAY)
        self._dated(self._receive(10), datetime(2026, 6, 3))
        self._dated(self._finish(self._ship(4)), datetime(2026, 6, 4))
        moved = self._finish(self._transfer(self.shelf, self.quarantine, 5))
        self._dated(moved, datetime(2026, 6, 5))
        back = self._finish(self._transfer(self.customers, self.shelf, 1))
        self._dated(back, datetime(2026, 6, 6))
        self._dated(self._finish(self._ship(7)), JULY)

    def _summary(self, level="warehouse", user=None, **context):
        model = self.env["jxc.stock.summary"].with_user(user or self.keeper)
        model = model.with_context(jxc_level=level, **{**JUNE, **context})
        return model.search([("product_id", "=", self.product.id)])

    def _ledger(self, level="warehouse", **context):
        model = self.env["jxc.stock.ledger"].with_user(self.keeper)
        model = model.with_context(jxc_level=level, **{**JUNE, **context})
        domain = [("product_id", "=", self.product.id)]
        return model.search(domain, order="product_id, account, date, id")

    def test_opening_in_by_kind_out_by_kind_closing(self):
        """K1: the figures of June, whatever came before and after."""
        self._trade()
        row = self._summary()
        self.assertEqual((row.opening, row.qty_in, row.qty_out), (30, 11, 4))
        self.assertEqual((row.in_receipt, row.in_return_customer), (10, 1))
        self.assertEqual((row.out_delivery, row.closing), (4, 37))
        self.assertFalse(row.in_transfer, "inside the warehouse nothing moved")
        later = self._summary(jxc_from="2026-07-01", jxc_to="2026-07-31")
        self.assertEqual((later.opening, later.closing), (37, 30))
        self.assertEqual(later.closing, self._figures().on_hand)

    def test_a_late_entry_counts_where_it_belongs(self):
        """K1: right at a past date, also after a movement was entered late."""
        self._trade()
        self.assertEqual(self._summary().closing, 37)
        self._dated(self._receive(3), datetime(2026, 6, 15))
        row = self._summary()
        self.env.invalidate_all()
        self.assertEqual((row.in_receipt, row.closing), (13, 40))
        self._dated(self._receive(2), MAY)
        self.env.invalidate_all()
        self.assertEqual((row.opening, row.closing), (32, 42))

    def test_the_day_is_the_users(self):
        """K1: the first of June begins in Shanghai at 16:00 UTC of the day before."""
        self._dated(self._receive(1), datetime(2026, 5, 31, 15, 59, 59))
        self._dated(self._receive(2), datetime(2026, 5, 31, 16))
        self._dated(self._receive(4), datetime(2026, 6, 30, 15, 59, 59))
        self._dated(self._receive(8), datetime(2026, 6, 30, 16))
        row = self._summary()
        self.assertEqual((row.opening, row.qty_in, row.closing), (1, 6, 7))

    def test_place_by_place(self):
        """K1: by location a transfer goes out of one and into the other."""
        self._trade()
        rows = {row.location_id: row for row in self._summary("location")}
        shelf, aside = rows[self.shelf], rows[self.quarantine]
        self.assertEqual(
            (shelf.opening, shelf.out_transfer, shelf.closing), (30, 5, 32)
        )
        self.assertEqual((aside.opening, aside.in_transfer, aside.closing), (0, 5, 5))

    def test_lot_by_lot(self):
        """K1: what a lot had, and where."""
        self.product.tracking = "lot"
        one, two = self._lot("A", 90, self.product), self._lot("B", 90, self.product)
        for lot, quantity in ((one, 5), (two, 8)):
            picking = self._transfer(self.suppliers, self.shelf, quantity)
            picking.move_ids.move_line_ids.lot_id = lot
            self._dated(self._finish(picking), datetime(2026, 6, 3))
        found = {row.lot_id: row.closing for row in self._summary("lot")}
        self.assertEqual(found, {one: 5, two: 8})
        found = self._summary("location_lot")
        self.assertEqual(found.location_id, self.shelf)
        self.assertEqual(sorted(found.mapped("qty_in")), [5, 8])

    def test_between_warehouses(self):
        """K1: of the product as a whole nothing moved; of each warehouse it did."""
        other = self.env["stock.warehouse"].create({"name": "East", "code": "EAST"})
        self._dated(self._receive(10), MAY)
        moved = self._finish(self._transfer(self.shelf, other.lot_stock_id, 4))
        self._dated(moved, datetime(2026, 6, 5))
        self.assertFalse(self._summary("product").qty_in)
        self.assertEqual(self._summary("product").closing, 10)
        rows = {row.warehouse_id: row for row in self._summary()}
        self.assertEqual(rows[self.warehouse].out_transfer, 4)
        self.assertEqual((rows[other].in_transfer, rows[other].closing), (4, 4))

    def test_what_neither_moved_nor_is_there_is_left_out(self):
        """K1: no rows of zeros."""
        self._dated(self._receive(3), MAY)
        self._dated(self._finish(self._ship(3)), MAY)
        self.assertFalse(self._summary())
        self.assertFalse(self._ledger())

    def test_ledger_of_a_period_begins_with_the_opening(self):
        """K1: opening, movements in their order, running balance, closing."""
        self._trade()
        rows = self._ledger()
        kinds = ["opening", "receipt", "delivery", "return_customer"]
        self.assertEqual(rows.mapped("kind"), kinds)
        self.assertEqual(rows.mapped("balance"), [30, 40, 36, 37])
        self.assertEqual(rows.mapped("opening"), [30, 30, 40, 36])
        self.assertFalse(rows[0].move_id)
        self.assertEqual(rows[1].user_id, self.keeper)

    def test_ledger_by_place_agrees_with_the_summary(self):
        """K1: each account runs by itself and ends at the closing."""
        self._trade()
        for level in ("product", "warehouse", "location", "lot", "location_lot"):
            with self.subTest(level=level):
                last = {row.account: row.balance for row in self._ledger(level)}
                rows = self._summary(level)
                self.assertEqual(sorted(last.values()), sorted(rows.mapped("closing")))

    def test_from_a_row_to_its_movements_and_their_document(self):
        """K1: drill down to the document."""
        self._trade()
        row = self._summary("location").filtered(lambda r: r.location_id == self.shelf)
        action = row.action_jxc_ledger()
        model = self.env["jxc.stock.ledger"].with_user(self.keeper)
        rows = model.with_context(**action["context"]).search(action["domain"])
        self.assertEqual(sum(rows.mapped("qty_in")), row.qty_in)
        self.assertEqual(sum(rows.mapped("qty_out")), row.qty_out)
        sold = rows.filtered(lambda r: r.kind == "delivery")
        document = sold.action_jxc_document()
        self.assertEqual(document["res_model"], "stock.picking")
        self.assertEqual(document["res_id"], sold.picking_id.id)

    def test_others_do_not_see_it(self):
        """K1: own companies only, and only who has the role."""
        self._trade()
        other = self.env["res.company"].create({"name": "Other"})
        self.accountant.write({"company_ids": other.ids, "company_id": other.id})
        self.assertFalse(self._summary(user=self.accountant))
        with mute_logger("odoo.addons.base.models.ir_model"):
            self.assertRaises(AccessError, self._summary, user=self.salesperson)

    def test_one_product_reads_the_lines_of_one_product(self):
        """K1: the condition goes into the statement and not over its result."""
        self.env.flush_all()
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        for name in ("jxc.stock.ledger", "jxc.stock.summary"):
            for level in ("product", "warehouse", "location_lot"):
                model = self.env[name].with_context(jxc_level=level, **JUNE)
                query = model._search([("product_id", "=", self.product.id)])
                plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
                plan = "\n".join(line for (line,) in plan)
                with self.subTest(model=name, level=level):
                    self.assertIn("product_id = ", plan)
                    self.assertNotIn("Seq Scan on stock_move_line", plan)
                    scans = plan.count("on stock_move_line ")
                    bound = plan.count(f"(product_id = {self.product.id})")
                    self.assertGreaterEqual(bound, scans, plan)

    def test_a_page_is_one_statement(self):
        """K1, K2: the rule for companies does not compute all rows once more."""
        self._trade()
        domain = [("product_id", "=", self.product.id)]
        for name, field in (
            ("jxc.stock.ledger", "balance"),
            ("jxc.stock.summary", "closing"),
            ("jxc.stock.overview", "atp"),
        ):
            model = self.env[name].with_user(self.keeper).with_context(**JUNE)
            for warm in (False, True):
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                rows = model.web_search_read(domain, {field: {}}, limit=80)["records"]
                if warm:
                    self.assertEqual(self.env.cr.sql_log_count - before, 1, name)
            self.assertTrue(rows)

    def test_every_filter_and_group(self):
        """K1: each filter and group of the search view."""
        self._trade()
        model = self._summary().browse()
        arch = etree.fromstring(model.get_view(view_type="search")["arch"])
        domain = [("product_id", "=", self.product.id)]
        found = {}
        for node in arch.iter("filter"):
            group = safe_eval(node.get("context") or "{}").get("group_by")
            rows = model.formatted_read_group(
                domain + safe_eval(node.get("domain") or "[]"),
                [group] if group else [],
                ["__count", "closing:sum"],
            )
            found[node.get("name")] = sum(row["__count"] for row in rows)
        no = dict.fromkeys(("still", "gone", "differs"), 0)
        self.assertEqual(found, dict.fromkeys(found, 1) | no)

    # --- the dialog ---------------------------------------------------------------

    def _period(self, user=None, **values):
        own = {"preset": "own", "date_from": "2026-06-01", "date_to": "2026-06-30"}
        model = self.env["jxc.stock.period"].with_user(user or self.keeper)
        return model.create(
            {**own, "product_ids": [Command.set(self.product.ids)], **values}
        )

    def test_the_dialog_opens_both(self):
        """K1: period and goods as they were chosen."""
        self._trade()
        period = self._period(by_category=True, warehouse_ids=self.warehouse.ids)
        for action, count in (
            (period.action_summary(), 1),
            (period.action_ledger(), 4),
        ):
            model = self.env[action["res_model"]].with_user(self.keeper)
            model = model.with_context(**action["context"])
            self.assertEqual(model.search_count(action["domain"]), count)
        with self.assertRaisesRegex(ValidationError, "before it begins"):
            period.date_to = "2026-05-01"

    def test_ready_periods(self):
        """K1: this month, last month, this year."""
        period = self.env["jxc.stock.period"].with_user(self.keeper).create({})
        first = period.date_from
        self.assertEqual(first.day, 1)
        period.preset = "last_month"
        self.assertEqual((first - period.date_to).days, 1)
        self.assertEqual(period.date_from.day, 1)
        period.preset = "this_year"
        spans = (period.date_from.month, period.date_from.day, period.date_to.month)
        self.assertEqual(spans, (1, 1, 12))

    def test_excel(self):
        """K1: a workbook with period, figures and totals, without a right to export."""
        self._trade()
        self.assertFalse(self.keeper.has_group("base.group_allow_export"))
        for kind, level, last in (
            ("summary", "location", [30, 37]),
            ("ledger", "warehouse", [11, 4]),
        ):
            period = self._period(level=level)
            name, content = period._workbook(kind)
            self.assertIn("2026-06-01", name)
            rows = list(load_workbook(BytesIO(content)).active.values)
            self.assertTrue(any("2026" in str(row[0]) for row in rows[:4]))
            self.assertTrue(any(str(self.product.name) in str(row) for row in rows))
            self.assertLessEqual(set(last), set(rows[-1]))

    def test_a_name_is_no_formula(self):
        """K1: what somebody typed in stays text in the reader's workbook."""
        self.product.name = "=1+1"
        self._trade()
        _name, content = self._period()._workbook("summary")
        cells = [cell for row in load_workbook(BytesIO(content)).active for cell in row]
        self.assertEqual({c.data_type for c in cells if c.value == "=1+1"}, {"s"})


@tagged("post_install", "-at_install")
class TestPeriodDownload(HttpCase):
    def test_only_ones_own(self):
        """K1: the workbook of a dialog is for who opened it."""
        keepers = [new_role_user(self.env, "keeper", f"keeper_{n}") for n in "ab"]
        period = self.env["jxc.stock.period"].with_user(keepers[0]).create({})
        url = f"/jxc/stock/period/{period.id}/summary.xlsx"
        self.authenticate("keeper_a", "keeper_a")
        answer = self.url_open(url)
        self.assertEqual(answer.status_code, 200)
        self.assertTrue(answer.content.startswith(b"PK"))
        self.authenticate("keeper_b", "keeper_b")
        with mute_logger("odoo.http"):
            self.assertEqual(self.url_open(url).status_code, 403)
