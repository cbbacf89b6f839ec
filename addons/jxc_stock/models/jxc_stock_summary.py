from odoo import api, fields, models
from odoo.tools import SQL

from ..sql_ledger import CONTEXT, DIMENSIONS, Period

UNIT, LEVEL = "Product Unit", "warehouse"
INTO = ("receipt", "return_customer", "transfer", "gain", "production")
OUT = ("delivery", "return_vendor", "transfer", "loss", "production")


def _quantity(label):
    return fields.Float(label, digits=UNIT, readonly=True, depends_context=CONTEXT)


class JxcStockSummary(models.Model):
    """收发存汇总: what was there, came, went and remained in a period (K1).

    The period and the level come with the context; the rows are computed from the
    movements, so that a movement of an earlier date changes the figures of its time.
    """

    _name = "jxc.stock.summary"
    _inherit = ["jxc.computed.rows"]
    _description = "Stock Movement Summary"
    _auto = False
    _order = "product_id, warehouse_id, location_id, lot_id, id"
    _rec_name = "product_id"
    _depends = {
        "stock.move.line": [
            "state",
            "date",
            "product_id",
            "quantity_product_uom",
            "location_id",
            "location_dest_id",
            "lot_id",
            "owner_id",
        ],
        "stock.location": ["usage", "warehouse_id"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    company_id = fields.Many2one("res.company", readonly=True)
    warehouse_id = fields.Many2one(
        "stock.warehouse", readonly=True, depends_context=CONTEXT
    )
    location_id = fields.Many2one(
        "stock.location", readonly=True, depends_context=CONTEXT
    )
    lot_id = fields.Many2one(
        "stock.lot", "Lot/Serial", readonly=True, depends_context=CONTEXT
    )
    opening = _quantity("Opening")
    in_receipt = _quantity("Purchased")
    in_return_customer = _quantity("Customer Returns")
    in_transfer = _quantity("Transfers In")
    in_gain = _quantity("Gains")
    in_production = _quantity("Produced")
    qty_in = _quantity("In")
    out_delivery = _quantity("Sold")
    out_return_vendor = _quantity("Returns to Vendors")
    out_transfer = _quantity("Transfers Out")
    out_loss = _quantity("Losses")
    out_production = _quantity("Consumed")
    qty_out = _quantity("Out")
    closing = _quantity("Closing")

    @property
    def _table_query(self):
        period = Period.of(self.env, LEVEL)
        kept = [SQL.identifier("entry", name) for name in period.dimensions]
        group = [SQL("entry.product_id"), SQL("entry.company_id"), *kept]
        nothing = [name for name in DIMENSIONS if name not in period.dimensions]
        within = period.within()
        return SQL(
            """
            SELECT MIN(entry.id) AS id, t.categ_id, %(group)s, %(nothing)s
                   COALESCE(SUM(qty_in - qty_out) FILTER (WHERE NOT %(within)s), 0)
                       AS opening,
                   %(kinds)s,
                   COALESCE(SUM(qty_in) FILTER (WHERE %(within)s), 0) AS qty_in,
                   COALESCE(SUM(qty_out) FILTER (WHERE %(within)s), 0) AS qty_out,
                   SUM(qty_in - qty_out) AS closing
              FROM (%(entries)s) entry
              JOIN product_product p ON p.id = entry.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
             WHERE t.is_storable
             GROUP BY t.categ_id, %(group)s
            HAVING bool_or(%(within)s) OR SUM(qty_in - qty_out) <> 0
            """,
            group=SQL(", ").join(group),
            nothing=SQL("").join(
                SQL("NULL::integer AS %s, ", SQL.identifier(name)) for name in nothing
            ),
            within=within,
            kinds=self._jxc_kinds(within),
            entries=period.entries(),
        )

    @api.model
    def _jxc_kinds(self, within):
        """A column for each kind, of what came in and of what went out."""
        columns = [("qty_in", f"in_{kind}", kind) for kind in INTO]
        columns += [("qty_out", f"out_{kind}", kind) for kind in OUT]
        return SQL(", ").join(
            SQL(
                "COALESCE(SUM(%s) FILTER (WHERE %s AND kind = %s), 0) AS %s",
                SQL.identifier(quantity),
                within,
                kind,
                SQL.identifier(name),
            )
            for quantity, name, kind in columns
        )

    @api.readonly
    def action_jxc_ledger(self):
        """The movements that the figures of this row are made of."""
        self.ensure_one()
        period = Period.of(self.env, LEVEL)
        names = ("product_id", "company_id", *period.dimensions)
        return self.env["jxc.stock.period"]._ledger_action(
            {name: self.env.context.get(name) for name in CONTEXT}
            | {"jxc_level": period.level},
            [(name, "=", self[name].id) for name in names],
        )
