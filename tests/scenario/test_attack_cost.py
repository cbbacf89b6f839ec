"""F2: who may not know what goods cost asks for it through every door that there is."""

import json
from itertools import chain

from attack import LOGGERS, AttackCase, Refused

from odoo import Command, http
from odoo.tests import tagged
from odoo.tools import mute_logger

#: A cost and a vendor's price that nothing else is by accident, what becomes of them
#: after the receipt, and what 2, 3, 7, 9 and 10 pieces make.
COST, PRICE = 613.37, 577.77
COSTS = ("613.37", "4293.59", "1840.11", "1226.74", "602.69", "602.68", "1205.38")
PRICES = ("577.77", "1733.31", "1,733.31", "5199.93", "5,199.93", "5,777.7")

#: Fields of costs, for nobody but who sees costs.
COST_FIELDS = {
    "product.product": ("standard_price", "avg_cost", "total_value"),
    "product.template": ("standard_price",),
    "stock.move": ("value", "remaining_value", "value_manual", "standard_price"),
    "stock.quant": ("value",),
    "stock.lot": ("standard_price", "avg_cost", "total_value"),
    "product.value": ("value", "description"),
    "sale.order": ("margin", "margin_percent", "jxc_cogs", "jxc_gross_profit"),
    "sale.order.line": ("purchase_price", "margin", "margin_percent"),
    "sale.report": ("margin",),
    "account.invoice.report": ("inventory_value", "price_margin"),
    "jxc.sale.profit": ("cost", "profit", "rate"),
}
#: What vendors ask and are paid: for buyers too.
PRICE_FIELDS = {
    "product.supplierinfo": ("price", "price_discounted"),
    "purchase.order": ("amount_total", "amount_untaxed"),
    "purchase.order.line": ("price_unit", "price_subtotal"),
    "stock.move": ("price_unit",),
    "purchase.report": ("price_total", "price_average"),
    "jxc.purchase.suggestion": ("price_unit", "amount"),
}
#: Hidden fields by way of what may be read.
PATHS = {
    "stock.quant": ("product_id.standard_price", "product_id.seller_ids.price"),
    "stock.picking": ("move_ids.value", "move_ids.price_unit"),
    "sale.order": ("order_line.purchase_price", "order_line.product_id.avg_cost"),
    "sale.order.line": ("product_id.standard_price", "move_ids.value"),
    "product.template": ("product_variant_ids.standard_price", "seller_ids.price"),
    "res.partner": ("sale_order_ids.margin",),
}
REPORTS = (
    "stock.report_picking",
    "stock.report_deliveryslip",
    "sale.report_saleorder",
    "jxc_sales.stock_picking_notice",
    "purchase.report_purchaseorder",
    "purchase.report_purchasequotation",
)


def _words(answer):
    """All that stands in decoded JSON; numbers as money is written."""
    if isinstance(answer, dict):
        answer = [*answer, *answer.values()]
    if isinstance(answer, list | tuple):
        for item in answer:
            yield from _words(item)
    else:
        yield f"{answer:.2f}" if isinstance(answer, float) else str(answer)


@tagged("post_install", "-at_install")
class TestAttackCost(AttackCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.blind = cls.keeper + cls.salesperson + cls.inspector
        exporting = cls.env.ref("base.group_allow_export")
        people = cls.blind + cls.buyer + cls.manager
        people.sudo().write({"group_ids": [Command.link(exporting.id)]})
        cls.cake = cls._goods("普洱茶饼", standard_price=COST, tracking="none")
        cls.cake.seller_ids.price = PRICE
        cls._count(cls.cake, 7)
        cls.order = cls._buy(3)
        cls.order.button_confirm()
        cls._pass(cls.order.picking_ids)
        cls.order.sudo().invoice_ids.action_post()
        cls.asked = cls._buy(9)
        cls.asked.button_confirm()
        cls.asked.order_line.product_qty = 10
        cls.asked.button_confirm()
        cls.sale = (
            cls.env["sale.order"]
            .with_user(cls.salesperson)
            .create(
                {
                    "partner_id": cls.customer.id,
                    "order_line": [
                        Command.create(
                            {"product_id": cls.cake.id, "product_uom_qty": 2}
                        )
                    ],
                }
            )
        )
        cls.sale.action_confirm()
        cls._pass(cls.sale.picking_ids)
        cls.sale.sudo().invoice_ids.action_post()
        cls.files = cls.env["ir.attachment"].create(
            [
                {
                    "name": f"{record._name}.txt",
                    "raw": f"单价 {PRICE}".encode(),
                    "res_model": record._name,
                    "res_id": record.id,
                }
                for record in (cls.order, cls.order.sudo().invoice_ids)
            ]
        )
        cls.order.sudo().message_post(body=f"谈到 {PRICE}")
        cls.env.flush_all()

    @classmethod
    def _buy(cls, quantity):
        line = {"product_id": cls.cake.id, "product_qty": quantity, "price_unit": PRICE}
        return (
            cls.env["purchase.order"]
            .with_user(cls.buyer)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "order_line": [Command.create({**line, "tax_ids": False})],
                }
            )
        )

    @classmethod
    def _pass(cls, picking):
        picking = picking.with_user(cls.keeper)
        picking.move_ids.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()

    # --- what comes back ----------------------------------------------------------

    def _secrets(self, user):
        return COSTS if user == self.buyer else COSTS + PRICES

    def _told(self, user, answer):
        """The secrets in an answer, a text or decoded JSON, whatever their noise."""
        text = answer if isinstance(answer, str) else " ".join(_words(answer))
        return [secret for secret in self._secrets(user) if secret in text]

    def _ask(self, user, door, *args, **arguments):
        """:return: (whether it was refused, the secrets in the answer)"""
        with mute_logger(*LOGGERS):
            try:
                answer = door(user, *args, **arguments)
            except Refused as no:
                return no.name.rpartition(".")[2] == "AccessError", self._told(
                    user, str(no)
                )
        return False, self._told(user, answer)

    def _ways(self, model, field, ids):
        spec = {field: {}}
        above = [[field, ">", 0.5]]
        yield "read", ids, {"fields": [field]}
        yield "web_read", ids, {"specification": spec}
        yield "export_data", ids, {"fields_to_export": [field]}
        yield "search_read", None, {"domain": [], "fields": [field]}
        yield "web_search_read", None, {"domain": [], "specification": spec}
        yield "search_count", None, {"domain": above}
        yield "search", None, {"domain": [], "order": f"{field} desc"}
        yield "name_search", None, {"domain": above}
        group = {"domain": [], "groupby": [], "aggregates": [f"{field}:max"]}
        yield "formatted_read_group", None, group
        group = {"domain": [], "groupby": [field], "aggregates": ["__count"]}
        yield "formatted_read_group", None, group
        onchange = {"values": {}, "field_names": [], "fields_spec": spec}
        yield "onchange", [], onchange

    def _matrix(self, user):
        fields = COST_FIELDS.items()
        if user != self.buyer:
            fields = chain(fields, PRICE_FIELDS.items())
        for model, names in fields:
            # Those that the company of these users has: tests before this one made some
            # in others.
            mine = self.env[model]._check_company_domain(self.company)
            ids = self.env[model].sudo().search(mine, order="id desc", limit=20).ids
            for field in names:
                self.assertIn(field, self.env[model]._fields)
                for way in self._ways(model, field, ids):
                    yield model, field, *way

    def test_every_way_of_asking(self):
        """F2: read, export, totals, groups, filters, order and onchange of a field that
        tells a cost, or a vendor's price, are refused to those who may not know."""
        for user in (*self.blind, self.buyer):
            self._key(user)
            open_doors = []
            for number, (model, field, method, ids, arguments) in enumerate(
                self._matrix(user)
            ):
                door = (self._by_session, self._by_key)[number % 2]
                refused, told = self._ask(user, door, model, method, ids, **arguments)
                # what does not name a fault may still say nothing: a computed field
                # is no filter, and a record that nobody sees has no values
                if told or not (refused or self._is_empty(user, model, ids)):
                    open_doors.append((model, field, method, arguments, told))
            self.assertEqual(open_doors, [], user.login)

    def _is_empty(self, user, model, ids):
        records = self.env[model].with_user(user)
        return not records.has_access("read") or not records.search_count([], limit=1)

    def test_who_may_see_it_sees_it(self):
        """F2: the same questions of a manager are answered, with the figures."""
        user, found = self.manager, set()
        for model, field, method, ids, arguments in self._matrix(user):
            if method not in ("read", "search_read"):
                continue
            refused, told = self._ask(
                user, self._by_session, model, method, ids, **arguments
            )
            self.assertFalse(refused, (model, field, method))
            found.update((model, field) for _secret in told)
        for place in (
            ("product.product", "standard_price"),
            ("stock.move", "value"),
            ("stock.move", "price_unit"),
            ("sale.order.line", "purchase_price"),
            ("product.supplierinfo", "price"),
            ("purchase.order.line", "price_unit"),
            ("jxc.sale.profit", "cost"),
        ):
            self.assertIn(place, found)

    def test_by_way_of_other_records(self):
        """F2: neither a path in a filter nor a nested read gets at a cost."""
        nested = {
            "sale.order": {"order_line": {"fields": {"purchase_price": {}}}},
            "stock.picking": {
                "purchase_id": {"fields": {"amount_total": {}}},
                "move_ids": {"fields": {"value": {}, "price_unit": {}}},
            },
            "product.product": {"seller_ids": {"fields": {"price": {}}}},
            "jxc.stock.overview": {"product_id": {"fields": {"standard_price": {}}}},
        }
        for user in self.blind:
            for model, paths in PATHS.items():
                if not self.env[model].with_user(user).has_access("read"):
                    continue
                for path in paths:
                    domain = [[path, ">", 0.5]]
                    refused, told = self._ask(
                        user, self._by_session, model, "search_read", domain=domain
                    )
                    self.assertTrue(refused, (user.login, model, path))
            for model, spec in nested.items():
                records = self.env[model].with_user(user)
                if not records.has_access("read"):
                    continue
                for field, sub in spec.items():
                    refused, told = self._ask(
                        user,
                        self._by_session,
                        model,
                        "web_search_read",
                        domain=[],
                        specification={field: sub},
                    )
                    self.assertEqual(told, [], (user.login, model, field))

    def test_whole_records(self):
        """F2: a client that reads everything of everything it may read, meets no cost
        and no vendor's price: approvals, alerts, messages and files among it."""
        skip = ("ir.", "res.", "base", "bus.", "web", "report.", "l10n", "uom", "utm")
        for user in self.blind:
            leaks = []
            for name in sorted(self.env.registry.models):
                model = self.env[name].with_user(user)
                if name.startswith(skip) or model._abstract or model._transient:
                    continue
                if not model._auto and not model._table_query:
                    continue
                if not model.has_access("read"):
                    continue
                _refused, told = self._ask(
                    user,
                    self._by_session,
                    name,
                    "search_read",
                    domain=[],
                    limit=40,
                    order="id desc",
                )
                if told:
                    leaks.append((name, told))
            self.assertEqual(leaks, [], user.login)

    # --- other doors ----------------------------------------------------------------

    def test_reports(self):
        """F2: what can be printed tells no cost; the vendor's order is not printed."""
        documents = {
            "stock": (self.order.picking_ids + self.sale.picking_ids).ids,
            "jxc_sales": self.sale.picking_ids.ids,
            "sale": self.sale.ids,
            "purchase": self.order.ids,
        }
        for user in self.blind:
            self._log_in(user)
            for report in REPORTS:
                ids = ",".join(map(str, documents[report.partition(".")[0]]))
                with mute_logger("odoo.http", "odoo.addons.web.controllers.report"):
                    answer = self.url_open(f"/report/html/{report}/{ids}", timeout=60)
                self.assertEqual(
                    self._told(user, answer.text), [], (user.login, report)
                )
        self._log_in(self.buyer)
        ids = self.order.id
        answer = self.url_open(f"/report/html/purchase.report_purchaseorder/{ids}")
        self.assertIn("577.77", answer.text)

    def _export(self, user, model, *names):
        self._log_in(user)
        fields = [{"name": name, "label": name, "type": "float"} for name in names]
        wish = {
            "model": model,
            "fields": fields,
            "ids": False,
            "domain": [],
            "import_compat": False,
            "groupby": [],
        }
        with mute_logger(*LOGGERS, "odoo.addons.web.controllers.export"):
            return self.url_open(
                "/web/export/csv",
                data={
                    "data": json.dumps(wish),
                    "csrf_token": http.Request.csrf_token(self),
                },
            )

    def test_files(self):
        """F2: neither the export of a list nor the file of a vendor's bill is handed
        out."""
        wishes = {
            "product.product": ("name", "standard_price"),
            "stock.move": ("reference", "price_unit"),
            "stock.quant": ("product_id/name", "product_id/standard_price"),
            "product.supplierinfo": ("partner_id/name", "price"),
        }
        for user in self.blind:
            for model, names in wishes.items():
                answer = self._export(user, model, *names)
                self.assertEqual(self._told(user, answer.text), [], (user.login, model))
                self.assertGreaterEqual(answer.status_code, 400)
            for file in self.files:
                answer = self.url_open(f"/web/content/{file.id}")
                self.assertNotIn("577.77", answer.text, (user.login, file.name))
        answer = self._export(self.keeper, "product.product", "name")
        self.assertIn("普洱茶饼", answer.text, "the export itself works")
        answer = self._export(
            self.manager, *("product.product", *wishes["product.product"])
        )
        self.assertIn("602.6", answer.text)
        self.assertIn("577.77", self.url_open(f"/web/content/{self.files[0].id}").text)

    def test_server_code_that_answers(self):
        """F2: reports that are methods, defaults, catalogues and threads tell none."""
        forecast = "stock.forecasted_product_product"
        calls = (
            (forecast, "get_report_values", None, {"docids": self.cake.ids}),
            ("stock_account.stock.valuation.report", "get_report_values", None, {}),
            ("res.company", "stock_value", self.company.ids, {}),
            (
                "product.product",
                "default_get",
                None,
                {"fields": ["standard_price", "seller_ids"]},
            ),
            ("product.product", "copy_data", self.cake.ids, {}),
            ("stock.move", "copy_data", self.order.picking_ids.move_ids.ids, {}),
        )
        line = {"product_id": {}, "purchase_price": {}, "price_unit": {}}
        values = {
            "partner_id": self.customer.id,
            "order_line": [[0, "x", {"product_id": self.cake.id}]],
        }
        change = {
            "values": values,
            "field_names": ["order_line"],
            "fields_spec": {"order_line": {"fields": line}},
        }
        routes = (
            (
                "/product/catalog/order_lines_info",
                {
                    "res_model": "purchase.order",
                    "order_id": self.order.id,
                    "product_ids": self.cake.ids,
                },
            ),
            (
                "/mail/thread/messages",
                {"thread_model": "purchase.order", "thread_id": self.order.id},
            ),
            (
                "/mail/thread/messages",
                {
                    "thread_model": "product.template",
                    "thread_id": self.cake.product_tmpl_id.id,
                },
            ),
        )
        for user in self.blind:
            for call in (*calls, ("sale.order", "onchange", [], change)):
                model, method, ids, arguments = call
                _refused, told = self._ask(
                    user, self._by_session, model, method, ids, **arguments
                )
                self.assertEqual(told, [], (user.login, model, method))
            for url, params in routes:
                with mute_logger(*LOGGERS):
                    try:
                        answer = self._post(url, **params)
                    except Refused as no:
                        answer = str(no)
                self.assertEqual(self._told(user, answer), [], (user.login, url))
