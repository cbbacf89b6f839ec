from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .common import COST, CostCase, _tells

BLIND = ("keeper", "salesperson", "inspector", "buyer")


@tagged("post_install", "-at_install")
class TestCostVisibility(CostCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.shipped = cls._ship(cls.product, 3)
        cls.received = cls.env["stock.move"].search(
            [("product_id", "=", cls.product.id), ("is_in", "=", True)]
        )

    def _as(self, role, record):
        return record.with_env(
            self.env(user=getattr(self, role).id, su=False, context={})
        )

    def test_no_field_of_any_model_tells_the_cost(self):
        """F2: a keeper who reads everything that he can read meets no cost."""
        for role in BLIND:
            self.assertEqual(self.leaks(getattr(self, role)), [], role)

    def test_who_may_see_costs_sees_them(self):
        """F2: the same walk finds the cost for the manager."""
        names = {(model, field) for model, field, _value in self.leaks(self.manager)}
        for place in (
            ("product.product", "standard_price"),
            ("product.product", "total_value"),
            ("product.template", "standard_price"),
            ("stock.move", "value"),
            ("stock.quant", "value"),
            ("product.value", "value"),
        ):
            self.assertIn(place, names)

    def test_an_accountant_reads_the_stock_s_value(self):
        """T5: the reports under 报表 show quantity and value, by warehouse too."""
        self.accountant.sudo().group_ids += self.env.ref("account.group_account_user")
        menus = self.env["ir.ui.menu"].with_user(self.accountant).load_menus(False)
        for name in ("value", "value_warehouse"):
            menu = self.env.ref(f"jxc_costing.menu_jxc_report_stock_{name}")
            self.assertIn(menu.id, menus)
            blind = self.env["ir.ui.menu"].with_user(self.keeper).load_menus(False)
            self.assertNotIn(menu.id, blind)
        product = self._as("accountant", self.product)
        self.assertAlmostEqual(product.total_value, 53.48)
        quants = self._as("accountant", self.env["stock.quant"])
        self.assertEqual(quants.fields_get(["value"])["value"]["aggregator"], "sum")
        rows = quants.formatted_read_group(
            [("product_id", "=", product.id), ("location_id.usage", "=", "internal")],
            ["warehouse_id"],
            ["value:sum"],
        )
        self.assertEqual(rows[0]["warehouse_id"][0], self.warehouse.id)
        self.assertAlmostEqual(rows[0]["value:sum"], 53.48)
        report = self.env["stock_account.stock.valuation.report"]
        self.assertTrue(self._as("accountant", report).get_report_values()["data"])

    def test_reading_all_fields_still_works(self):
        """F2: a client that asks for a whole record gets it, without the costs."""
        for role in BLIND:
            for record in (self.product, self.product.product_tmpl_id):
                (row,) = self._as(role, record).read()
                self.assertNotIn("standard_price", row)
                self.assertFalse([v for v in row.values() if _tells(v, {COST})])

    def test_screens_open_without_the_costs(self):
        """F2: no list, card or form asks for what its user may not see."""
        models = ["product.product", "product.template", "stock.quant"]
        for role in ("salesperson", "buyer"):
            self.open_screens(getattr(self, role), models)
        models += ["stock.move", "stock.picking", "stock.lot", "stock.scrap"]
        for role in ("keeper", "inspector"):
            self.open_screens(getattr(self, role), models)

    def test_fields_do_not_exist_for_them(self):
        """F2: forms, export dialogs and filters do not even offer the cost."""
        for role in BLIND:
            product = self._as(role, self.product)
            offered = product.fields_get()
            for name in ("standard_price", "avg_cost", "total_value"):
                self.assertNotIn(name, offered)
            arch = product.get_view(view_type="form")["arch"]
            self.assertNotIn('name="standard_price"', arch)

    def test_every_way_of_asking_is_refused(self):
        """F2: read, export, totals, filters, sorting and imports tell nothing."""
        spec = {"standard_price": {}}
        dearer = [("standard_price", ">", 13)]
        for role in BLIND:
            product = self._as(role, self.product)
            for ask in (
                lambda p: p.read(["standard_price"]),
                lambda p: p.search_read([], ["standard_price"]),
                lambda p: p.web_read(spec),
                lambda p: p.web_search_read([], spec),
                lambda p: p.export_data(["name", "standard_price"]),
                lambda p: p._read_group([], [], ["standard_price:sum"]),
                lambda p: p.formatted_read_group([], [], ["standard_price:max"]),
                lambda p: p.formatted_read_group([], ["standard_price"], []),
                lambda p: p.web_read_group([], ["categ_id"], ["standard_price:sum"]),
                lambda p: p.formatted_read_group(
                    [],
                    ["categ_id"],
                    ["__count"],
                    having=[("standard_price:max", ">", 1)],
                ),
                lambda p: p.search(dearer),
                lambda p: p.search_count(dearer),
                lambda p: p.search([("product_tmpl_id.standard_price", ">", 13)]),
                lambda p: p.search([("product_tmpl_id", "any", dearer)]),
                lambda p: p.search([("product_variant_ids.standard_price", ">", 13)]),
                lambda p: p.search([], order="standard_price desc"),
                lambda p: p.name_search("", domain=dearer),
                lambda p: p.onchange({}, ["standard_price"], spec),
                lambda p: p.write({"standard_price": 1.0}),
                lambda p: p.product_tmpl_id.search(dearer),
                lambda p: p.product_tmpl_id.read(["standard_price"]),
                lambda p: p.env["stock.quant"].search(
                    [("product_id.standard_price", ">", 13)]
                ),
                lambda p: p.env["stock.quant"].formatted_read_group(
                    [], ["product_id"], ["value:sum"]
                ),
                lambda p: p.env.company.stock_value(),
                lambda p: p.env[
                    "stock_account.stock.valuation.report"
                ].get_report_values(),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    ask(product)

    def test_moves_tell_no_value(self):
        """F2: a keeper reads, sorts and copies moves; their value stays hidden."""
        moves = self._as("keeper", self.received + self.shipped)
        names = ("value", "value_manual", "remaining_value", "standard_price")
        for name in (*names, "value_justification"):
            for ask in (
                lambda name=name: moves.read([name]),
                lambda name=name: moves.search([(name, ">", 13)]),
                lambda name=name: moves.search([], order=f"{name} desc"),
                lambda name=name: moves.export_data([name]),
            ):
                with self.subTest(name=name), self.assertRaises(AccessError):
                    ask()
        for groupby, aggregates in ((["value"], []), ([], ["value:sum"])):
            with self.assertRaises(AccessError):
                moves.formatted_read_group([], groupby, aggregates)
        for data in moves.copy_data():
            self.assertFalse(set(names) & set(data))

    def test_the_forecast_hides_the_stock_s_value(self):
        """F2: the forecast of a product shows quantities only."""
        report = self.env["stock.forecasted_product_product"]
        for user in (self.keeper, self.inspector):
            text = str(report.with_user(user).get_report_values(self.product.ids))
            self.assertNotIn("53.48", text)
        text = str(report.with_user(self.manager).get_report_values(self.product.ids))
        self.assertIn("53.48", text)

    def test_a_warehouse_manager_of_the_host_is_blind_too(self):
        """F2: only the group for costs opens them, not a rank in the warehouse."""
        self.keeper.sudo().group_ids += self.env.ref("stock.group_stock_manager")
        report = self.env["stock.forecasted_product_product"].with_user(self.keeper)
        self.assertNotIn("53.48", str(report.get_report_values(self.product.ids)))
        self.assertEqual(self.leaks(self.keeper), [])

    def test_an_open_form_shows_no_cost(self):
        """F2: the product's form opens without the cost and can be saved."""
        self.keeper.sudo().group_ids += self.env.ref("product.group_product_manager")
        with Form(self._as("keeper", self.product)) as form:
            self.assertNotIn("standard_price", form._view["fields"])
            form.name = "Dark Soy Sauce"
        self.assertEqual(self.product.name, "Dark Soy Sauce")
        self.assertAlmostEqual(self.product.standard_price, COST)

    def test_salespeople_cannot_price_by_cost(self):
        """F2: a pricelist "cost plus nothing" would tell the cost."""
        with self.assertRaises(AccessError):
            self.env["product.pricelist"].with_user(self.salesperson).create(
                {
                    "name": "Spy",
                    "item_ids": [
                        (0, 0, {"base": "standard_price", "compute_price": "formula"})
                    ],
                }
            )

    def test_vendors_prices_are_for_buyers(self):
        """F2: everybody sees who supplies a product; prices are for buyers."""
        vendor = self.env["res.partner"].create({"name": "Brewery"})
        info = self.env["product.supplierinfo"].create(
            {
                "partner_id": vendor.id,
                "product_tmpl_id": self.product.product_tmpl_id.id,
                "price": COST,
                "delay": 4,
            }
        )
        for role in ("keeper", "salesperson", "inspector"):
            mine = self._as(role, info)
            self.assertEqual(mine.read(["delay"])[0]["delay"], 4)
            self.assertTrue(mine.search([("id", "=", info.id)]))
            for ask in (
                lambda mine=mine: mine.read(["price"]),
                lambda mine=mine: mine.search([("price", ">", 13)]),
                lambda mine=mine: mine.search([], order="price"),
                lambda mine=mine: mine.read(["price_discounted"]),
            ):
                with self.subTest(role=role), self.assertRaises(AccessError):
                    ask()
        self.assertEqual(self._as("buyer", info).price, COST)

    def test_the_key_cannot_be_sent(self):
        """F2: nothing that a client puts into the context opens the costs."""
        for key in (True, 1, "<object object>", {}, []):
            with self.assertRaises(AccessError):
                self._as("keeper", self.product).with_context(jxc_costs=key).read(
                    ["standard_price"]
                )
