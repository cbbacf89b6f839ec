from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from odoo.addons.jxc_base import xlsx

from ..sql_ledger import LEVELS

#: More than this is for nobody to read, and too much for one sheet.
MOST = 200_000
SHOWN = {
    "summary": (
        "product_id",
        "warehouse_id",
        "location_id",
        "lot_id",
        "categ_id",
        "product_uom_id",
        "opening",
        "in_receipt",
        "in_return_customer",
        "in_transfer",
        "in_gain",
        "in_production",
        "qty_in",
        "out_delivery",
        "out_return_vendor",
        "out_transfer",
        "out_loss",
        "out_production",
        "qty_out",
        "closing",
    ),
    "ledger": (
        "date",
        "product_id",
        "product_uom_id",
        "warehouse_id",
        "location_id",
        "lot_id",
        "kind",
        "reference",
        "partner_id",
        "qty_in",
        "qty_out",
        "balance",
        "user_id",
    ),
}
LEDGER_ORDER = "product_id, account, date, id"


class JxcStockPeriod(models.TransientModel):
    """Which period, kept apart by what, of which goods: 收发存 (K1)."""

    _name = "jxc.stock.period"
    _inherit = ["jxc.period.mixin"]
    _description = "Stock Movements of a Period"

    level = fields.Selection(
        [
            ("product", "Product"),
            ("warehouse", "Product and Warehouse"),
            ("lot", "Product, Warehouse and Lot"),
            ("location", "Product and Location"),
            ("location_lot", "Product, Location and Lot"),
        ],
        string="Keep Apart",
        default="warehouse",
        required=True,
        help="Goods that go from place to place inside what is kept apart are not"
        " counted as in or out.",
    )
    by_category = fields.Boolean("Subtotals by Category")
    product_ids = fields.Many2many("product.product", string="Products")
    categ_id = fields.Many2one("product.category", "Category")
    warehouse_ids = fields.Many2many("stock.warehouse", string="Warehouses")

    @api.onchange("level")
    def _onchange_level(self):
        if not LEVELS[self.level or "product"]:
            self.warehouse_ids = False

    def action_summary(self):
        """The summary of the period, as a list."""
        action = self._action("jxc_stock.jxc_stock_summary_action")
        if self.by_category:
            action["context"]["search_default_group_categ"] = True
        return action

    def action_ledger(self):
        """The movements of the period, each account from its opening on."""
        self.ensure_one()
        return self._ledger_action(self._asked(), self._domain(), self.display_name)

    def action_summary_xlsx(self):
        """The summary of the period, as a workbook."""
        return self._download("summary")

    def action_ledger_xlsx(self):
        """The movements of the period, as a workbook."""
        return self._download("ledger")

    @api.model
    def _ledger_action(self, context, domain, title=None):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_stock.jxc_stock_ledger_action_period"
        )
        if title:
            action["display_name"] = f"{action['display_name']} {title}"
        return {**action, "context": context, "domain": domain}

    def _action(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["display_name"] = f"{action['display_name']} {self.display_name}"
        return {**action, "context": self._asked(), "domain": self._domain()}

    def _asked(self):
        return {
            "jxc_level": self.level,
            "jxc_from": fields.Date.to_string(self.date_from),
            "jxc_to": fields.Date.to_string(self.date_to),
        }

    def _domain(self):
        domain = []
        if self.product_ids:
            domain.append(("product_id", "in", self.product_ids.ids))
        if self.categ_id:
            domain.append(("categ_id", "child_of", self.categ_id.id))
        if self.warehouse_ids:
            domain.append(("warehouse_id", "in", self.warehouse_ids.ids))
        return domain

    def _download(self, kind):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/jxc/stock/period/{self.id}/{kind}.xlsx",
            "target": "download",
        }

    def _workbook(self, kind):
        """:return: name and bytes of the workbook"""
        self.ensure_one()
        model = self.env[f"jxc.stock.{kind}"].with_context(**self._asked())
        names = self._columns(kind)
        order = LEDGER_ORDER if kind == "ledger" else None
        rows = model.search_fetch(self._domain(), names, limit=MOST + 1, order=order)
        if len(rows) > MOST:
            raise UserError(
                self.env._(
                    "There are more than %(most)s rows. Choose a shorter period, a"
                    " category, or some products.",
                    most=f"{MOST:,}",
                )
            )
        fields_ = [model._fields[name] for name in names]
        heads = [(f._description_string(self.env), _kind(f)) for f in fields_]
        shown = [_shown(self.env, field) for field in fields_]
        values = [
            [show(row[name]) for show, name in zip(shown, names, strict=True)]
            for row in rows
        ]
        title = self.env["ir.model"]._get(model._name).sudo().name
        total = xlsx.totals(heads, values, self.env._("Total"))
        sheet = xlsx.Sheet(title, title, self._facts(), heads, values, total)
        return f"{title} {self.date_from} {self.date_to}", xlsx.workbook([sheet])

    def _columns(self, kind):
        """What is kept apart has a column; a movement has its place and lot anyway."""
        apart = LEVELS["location_lot"] if kind == "ledger" else LEVELS[self.level]
        names = SHOWN[kind]
        return [n for n in names if n not in LEVELS["location_lot"] or n in apart]

    def _facts(self):
        """What the reader of the printed page has to know."""
        level = dict(self._fields["level"]._description_selection(self.env))
        now = format_datetime(self.env, fields.Datetime.now())
        goods = self.categ_id.mapped("display_name")
        goods += self.product_ids.mapped("display_name")
        houses = self.warehouse_ids.mapped("display_name")
        return [
            self.env._(
                "Period: %(period)s; kept apart: %(level)s",
                period=self.display_name,
                level=level[self.level],
            ),
            self.env._(
                "Company: %(company)s; warehouses: %(houses)s; goods: %(goods)s",
                company=", ".join(self.env.companies.mapped("name")),
                houses=", ".join(houses) or self.env._("all"),
                goods=", ".join(goods) or self.env._("all"),
            ),
            self.env._("By %(user)s, %(time)s", user=self.env.user.name, time=now),
        ]


def _kind(field):
    if field.type == "datetime":
        return "moment"
    if field.type == "float":
        return "sum" if field.aggregator == "sum" else "number"
    return "text"


def _shown(env, field):
    """How a value of the field is put into a cell."""
    if field.type == "many2one":
        return lambda value: value.display_name
    if field.type == "selection":
        return dict(field._description_selection(env)).get
    if field.type == "datetime":
        record = env["res.users"]
        return lambda value: (
            fields.Datetime.context_timestamp(record, value).replace(tzinfo=None)
        )
    return lambda value: value
