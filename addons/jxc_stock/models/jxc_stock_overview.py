from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..sql import figures
from ..sql_ledger import midnight

UNIT = "Product Unit"
#: A day, or in how many days; with it the figures of that day are computed.
CONTEXT = ("jxc_on", "jxc_on_days", "tz")
NOW = SQL("now() AT TIME ZONE 'UTC'")
THRESHOLD = SQL(
    """
    SELECT product_id, warehouse_id, SUM(product_min_qty) AS min_qty,
           SUM(product_max_qty) AS max_qty
      FROM stock_warehouse_orderpoint
     WHERE active
     GROUP BY product_id, warehouse_id
    """
)


class JxcStockOverview(models.Model):
    """One row per product and warehouse, of the figures sales promises from."""

    _name = "jxc.stock.overview"
    _inherit = ["jxc.computed.rows"]
    _description = "Stock Overview"
    _auto = False
    _order = "product_id, warehouse_id"
    _rec_name = "product_id"
    _depends = {
        "stock.quant": ["quantity", "reserved_quantity", "location_id", "owner_id"],
        "stock.move": ["state", "product_qty", "location_id", "date"],
        "stock.move.line": ["quantity_product_uom", "owner_id"],
        "stock.picking": ["owner_id"],
        "stock.location": [
            "jxc_area",
            "jxc_promisable",
            "jxc_is_blocked",
            "warehouse_id",
        ],
        "jxc.stock.hold": ["quantity", "until", "product_id", "warehouse_id"],
        "stock.lot": ["expiration_date", "jxc_blocked"],
        "stock.warehouse.orderpoint": ["product_min_qty", "product_max_qty"],
        "stock.warehouse": ["jxc_region"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    region = fields.Char(readonly=True)
    code = fields.Char(
        "Barcode",
        compute="_compute_code",
        search="_search_code",
        help="Of the product, of a packaging of it, or the number of a lot.",
    )
    on_hand = fields.Float(digits=UNIT, readonly=True)
    reserved = fields.Float(digits=UNIT, readonly=True)
    inspection = fields.Float("In Inspection", digits=UNIT, readonly=True)
    quarantine = fields.Float("In Quarantine", digits=UNIT, readonly=True)
    incoming = fields.Float(digits=UNIT, readonly=True)
    in_transit = fields.Float(digits=UNIT, readonly=True)
    outgoing = fields.Float("To Ship", digits=UNIT, readonly=True)
    held = fields.Float(
        "Held for Quotations",
        digits=UNIT,
        readonly=True,
        help="Until a day, for quotations: nobody else is promised these goods.",
    )
    atp = fields.Float("Available", digits=UNIT, readonly=True)
    on_date = fields.Date("Day", readonly=True, depends_context=CONTEXT)
    atp_on = fields.Float(
        "Available on the Day",
        digits=UNIT,
        readonly=True,
        depends_context=CONTEXT,
        help="What will be left on the shelves at the end of the day, of goods that"
        " keep until then, if all that is planned until then arrives and leaves.",
    )
    min_qty = fields.Float("Minimum", digits=UNIT, readonly=True)
    max_qty = fields.Float("Maximum", digits=UNIT, readonly=True)
    next_arrival = fields.Datetime(readonly=True)
    level = fields.Selection(
        [("below", "Below minimum"), ("normal", "Normal"), ("above", "Above maximum")],
        readonly=True,
    )

    @property
    def _table_query(self):
        day, asked = self._jxc_day()
        return SQL(
            """
            WITH figure AS (%(figures)s),
            threshold AS (%(threshold)s)
            SELECT product_id::bigint * 1048576 + warehouse_id AS id,
                   product_id, t.categ_id, warehouse_id, w.company_id,
                   w.jxc_region AS region,
                   %(day)s::date AS on_date, COALESCE(%(atp_on)s, 0) AS atp_on,
                   COALESCE(f.on_hand, 0) AS on_hand,
                   COALESCE(inspection, 0) AS inspection, COALESCE(f.atp, 0) AS atp,
                   COALESCE(f.quarantine, 0) AS quarantine,
                   COALESCE(f.incoming, 0) AS incoming, f.next_arrival,
                   COALESCE(f.in_transit, 0) AS in_transit,
                   COALESCE(f.held, 0) AS held,
                   COALESCE(outgoing, 0) AS outgoing, COALESCE(reserved, 0) AS reserved,
                   COALESCE(threshold.min_qty, 0) AS min_qty,
                   COALESCE(threshold.max_qty, 0) AS max_qty,
                   CASE WHEN COALESCE(f.atp, 0) < threshold.min_qty THEN 'below'
                        WHEN threshold.max_qty > 0
                         AND f.on_hand > threshold.max_qty THEN 'above'
                        ELSE 'normal'
                    END AS level
              FROM figure f
              FULL JOIN threshold USING (product_id, warehouse_id)
              JOIN product_product p ON p.id = product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN stock_warehouse w ON w.id = warehouse_id
             WHERE t.is_storable
            """,
            day=day,
            atp_on=SQL("f.atp_on" if asked else "f.atp"),
            threshold=THRESHOLD,
            figures=figures(NOW, on=midnight(self.env, day, 1) if asked else None),
        )

    @api.model
    def _jxc_day(self):
        """What the search asks for; today otherwise. And whether it asks."""
        asked = self.env.context.get("jxc_on")
        if isinstance(asked, list | tuple):  # as the search bar gives it
            asked = asked[0] if asked else None
        today = fields.Date.context_today(self)
        days = self.env.context.get("jxc_on_days") or 0
        day = fields.Date.to_date(asked) or fields.Date.add(today, days=int(days))
        return day, bool(asked or days)

    @api.depends("product_id")
    def _compute_code(self):
        for row in self:
            row.code = row.product_id.barcode

    @api.model
    def _search_code(self, operator, value):
        if operator not in ("in", "=", "ilike", "like"):
            return NotImplemented
        lots = self.env["stock.lot"].sudo()._search([("name", operator, value)])
        return Domain.OR(
            [
                Domain("product_id.barcode", operator, value),
                Domain("product_id.product_uom_ids.barcode", operator, value),
                Domain("product_id.stock_quant_ids.lot_id", "in", lots),
            ]
        )

    @api.readonly
    def action_jxc_places(self):
        """The bins and lots that the figure lies in."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(product)s in %(warehouse)s",
                product=self.product_id.display_name,
                warehouse=self.warehouse_id.display_name,
            ),
            "res_model": "stock.quant",
            "views": [(self.env.ref("stock.view_stock_quant_tree").id, "list")],
            "domain": [
                ("product_id", "=", self.product_id.id),
                ("warehouse_id", "=", self.warehouse_id.id),
                ("location_id.usage", "=", "internal"),
            ],
            "context": {"create": False, "edit": False},
        }

    @api.readonly
    def action_jxc_ledger(self):
        """Where the figure comes from."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_stock.jxc_stock_ledger_action"
        )
        action["domain"] = [
            ("product_id", "=", self.product_id.id),
            ("warehouse_id", "=", self.warehouse_id.id),
        ]
        return action
