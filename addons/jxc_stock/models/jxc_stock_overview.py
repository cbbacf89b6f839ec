from odoo import api, fields, models
from odoo.tools import SQL

from ..sql import figures

UNIT = "Product Unit"


class JxcStockOverview(models.Model):
    """One row per product and warehouse, of the figures sales promises from."""

    _name = "jxc.stock.overview"
    _description = "Stock Overview"
    _auto = False
    _order = "product_id, warehouse_id"
    _rec_name = "product_id"
    _depends = {
        "stock.quant": ["quantity", "reserved_quantity", "location_id", "owner_id"],
        "stock.move": ["state", "product_qty", "location_id", "date"],
        "stock.move.line": ["quantity_product_uom", "owner_id"],
        "stock.picking": ["owner_id"],
        "stock.location": ["jxc_area", "jxc_promisable", "warehouse_id"],
        "stock.lot": ["expiration_date"],
        "stock.warehouse.orderpoint": ["product_min_qty", "product_max_qty"],
    }

    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    on_hand = fields.Float(digits=UNIT, readonly=True)
    reserved = fields.Float(digits=UNIT, readonly=True)
    inspection = fields.Float("In Inspection", digits=UNIT, readonly=True)
    quarantine = fields.Float("In Quarantine", digits=UNIT, readonly=True)
    incoming = fields.Float(digits=UNIT, readonly=True)
    in_transit = fields.Float(digits=UNIT, readonly=True)
    outgoing = fields.Float("To Ship", digits=UNIT, readonly=True)
    atp = fields.Float("Available", digits=UNIT, readonly=True)
    min_qty = fields.Float("Minimum", digits=UNIT, readonly=True)
    max_qty = fields.Float("Maximum", digits=UNIT, readonly=True)
    next_arrival = fields.Datetime(readonly=True)
    level = fields.Selection(
        [("below", "Below minimum"), ("normal", "Normal"), ("above", "Above maximum")],
        readonly=True,
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH figure AS (%s),
            threshold AS (
                SELECT product_id, warehouse_id, SUM(product_min_qty) AS min_qty,
                       SUM(product_max_qty) AS max_qty
                  FROM stock_warehouse_orderpoint
                 WHERE active
                 GROUP BY product_id, warehouse_id
            )
            SELECT product_id::bigint * 1048576 + warehouse_id AS id,
                   product_id, t.categ_id, warehouse_id, w.company_id,
                   COALESCE(f.on_hand, 0) AS on_hand,
                   COALESCE(f.reserved, 0) AS reserved,
                   COALESCE(f.inspection, 0) AS inspection,
                   COALESCE(f.quarantine, 0) AS quarantine,
                   COALESCE(f.incoming, 0) AS incoming,
                   COALESCE(f.in_transit, 0) AS in_transit,
                   COALESCE(f.outgoing, 0) AS outgoing,
                   COALESCE(f.atp, 0) AS atp,
                   f.next_arrival,
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
            figures(SQL("now() AT TIME ZONE 'UTC'")),
        )

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
