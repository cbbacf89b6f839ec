from lxml import etree

from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import StockCase


@tagged("post_install", "-at_install")
class TestLedger(StockCase):
    """K1, K2: the books and the shelves agree."""

    def _rows(self, user=None):
        ledger = self.env["jxc.stock.ledger"].with_user(user or self.keeper)
        domain = [("product_id", "=", self.product.id)]
        return ledger.search(domain, order="date, id")

    def _work(self):
        self._receive(20)
        self._finish(self._ship(6))
        self._finish(self._transfer(self.shelf, self.quarantine, 3))
        back = self._transfer(self.customers, self.shelf, 1)
        self._finish(back)
        quant = self.env["stock.quant"].with_user(self.keeper)
        quant = quant.with_context(inventory_mode=True).search(
            [
                ("product_id", "=", self.product.id),
                ("location_id", "=", self.shelf.id),
            ]
        )
        quant.inventory_quantity = 11
        quant.action_apply_inventory()

    def test_every_movement_with_its_balance(self):
        """K1: in, out and running balance; it ends at what is on the shelves."""
        self._work()
        rows = self._rows()
        self.assertEqual(
            rows.mapped("kind"),
            ["receipt", "delivery", "transfer", "transfer", "return_customer", "loss"],
        )
        self.assertEqual(sum(rows.mapped("qty_in")), 24)
        self.assertEqual(sum(rows.mapped("qty_out")), 10)
        self.assertEqual(rows[0].balance, 20)
        self.assertEqual(rows[1].balance, 14)
        self.assertEqual(rows[-1].balance, 14)
        self.assertEqual(rows[0].opening, 0)
        for row, before in zip(rows[1:], rows[:-1], strict=True):
            self.assertEqual(row.opening, before.balance)
        self.assertEqual(self._figures().on_hand, 14)
        self.assertEqual(rows[0].reference, rows[0].picking_id.name)
        self.assertEqual(rows[0].user_id, self.keeper)

    def test_the_ledger_equals_the_quants_place_by_place(self):
        """K1: for every place and not only in total."""
        self._work()
        quants = self.env["stock.quant"]._read_group(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "internal"),
            ],
            ["location_id"],
            ["quantity:sum"],
        )
        ledger = self.env["jxc.stock.ledger"]._read_group(
            [("product_id", "=", self.product.id)],
            ["location_id"],
            ["qty_in:sum", "qty_out:sum"],
        )
        self.assertEqual(
            {place: quantity for place, quantity in quants if quantity},
            {place: into - out for place, into, out in ledger if into - out},
        )

    def test_the_overview_says_what_sales_promises_from(self):
        """K2: one view of what is on hand, reserved, to ship and available."""
        self._receive(20)
        self._limit(15, 100)
        self._ship(6)
        for user in (self.keeper, self.salesperson, self.buyer, self.accountant):
            row = (
                self.env["jxc.stock.overview"]
                .with_user(user)
                .search(
                    [
                        ("product_id", "=", self.product.id),
                        ("warehouse_id", "=", self.warehouse.id),
                    ]
                )
            )
            figure = self._figures()
            for name in ("on_hand", "reserved", "outgoing", "incoming", "atp"):
                self.assertEqual(row[name], getattr(figure, name), name)
            self.assertEqual((row.min_qty, row.max_qty), (15, 100))
            self.assertEqual(row.level, "below")
            self.assertTrue(row.display_name)
        row = row.with_user(self.keeper)
        action = row.action_jxc_ledger()
        self.assertEqual(self.env["jxc.stock.ledger"].search_count(action["domain"]), 1)

    def test_other_companies_do_not_see_it(self):
        """K1: the ledger of a company is for its people."""
        self._receive(20)
        other = self.env["res.company"].create({"name": "Other"})
        self.keeper.write({"company_ids": other.ids, "company_id": other.id})
        self.assertFalse(self._rows())
        overview = self.env["jxc.stock.overview"].with_user(self.keeper)
        own = [("product_id", "=", self.product.id)]
        self.assertFalse(overview.search(own))
        read = overview.web_search_read(own, {"product_id": {}, "on_hand": {}})
        self.assertEqual(read, {"length": 0, "records": []})

    def test_screens_open(self):
        """K1, K2: lists and totals for whoever has the menu."""
        self._work()
        for name in ("jxc.stock.ledger", "jxc.stock.overview"):
            model = self.env[name].with_user(self.keeper)
            for kind in ("list", "pivot", "search"):
                self.assertTrue(model.get_view(view_type=kind)["arch"])
            model.formatted_read_group(
                [("product_id", "=", self.product.id)],
                ["warehouse_id"],
                ["__count"],
            )

    def test_every_filter_finds_and_groups(self):
        """K1, K2: each filter and group of the search views, as the keeper."""
        self._work()
        self._ship(20)
        for name, found in (
            ("jxc.stock.ledger", {"count": 1, "into": 3, "out": 3, "no_transfer": 4}),
            ("jxc.stock.overview", {"short": 1, "to_ship": 1, "in_stock": 1}),
        ):
            model = self.env[name].with_user(self.keeper)
            arch = etree.fromstring(model.get_view(view_type="search")["arch"])
            for node in arch.iter("filter"):
                with self.subTest(model=name, filter=node.get("name")):
                    domain = [("product_id", "=", self.product.id)]
                    groups = safe_eval(node.get("context") or "{}").get("group_by")
                    domain += safe_eval(node.get("domain") or "[]")
                    rows = model.formatted_read_group(
                        domain, [groups] if groups else [], ["__count"]
                    )
                    count = sum(row["__count"] for row in rows)
                    if node.get("name") in found:
                        self.assertEqual(count, found[node.get("name")])
                    elif groups:
                        self.assertTrue(count)

    def test_both_can_be_exported(self):
        """K1, K2: what the list shows, as a keeper who may export."""
        self.keeper.group_ids |= self.env.ref("base.group_allow_export")
        self._work()
        domain = [("product_id", "=", self.product.id)]
        for name, fields, last in (
            ("jxc.stock.ledger", ["reference", "kind", "opening", "balance"], 14.0),
            ("jxc.stock.overview", ["product_id", "warehouse_id", "atp"], 11.0),
        ):
            model = self.env[name].with_user(self.keeper)
            rows = model.search(domain, limit=1).export_data(fields)["datas"]
            self.assertEqual(rows[0][-1], last)
