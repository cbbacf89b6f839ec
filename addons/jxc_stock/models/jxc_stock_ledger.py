from odoo import fields, models
from odoo.tools import SQL

UNIT = "Product Unit"


class JxcStockLedger(models.Model):
    """Every movement of own goods into and out of the places inside (K1).

    A transfer from place to place is two rows. The balance runs per product and
    warehouse, whatever a list is filtered by.
    """

    _name = "jxc.stock.ledger"
    _description = "Stock Ledger"
    _auto = False
    _order = "date desc, id desc"
    _rec_name = "reference"
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
        "stock.move": ["reference", "picking_id", "partner_id"],
        "stock.location": ["usage", "warehouse_id"],
    }

    date = fields.Datetime(readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    lot_id = fields.Many2one("stock.lot", "Lot/Serial", readonly=True)
    location_id = fields.Many2one("stock.location", readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(
        [
            ("receipt", "Receipt"),
            ("return_vendor", "Return to Vendor"),
            ("delivery", "Delivery"),
            ("return_customer", "Customer Return"),
            ("transfer", "Transfer"),
            ("gain", "Gain"),
            ("loss", "Loss"),
            ("production", "Production"),
        ],
        readonly=True,
    )
    reference = fields.Char("Document", readonly=True)
    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    user_id = fields.Many2one("res.users", "Done By", readonly=True)
    opening = fields.Float(
        digits=UNIT,
        readonly=True,
        aggregator=None,
        help="Of the product in the warehouse, before this movement.",
    )
    qty_in = fields.Float("In", digits=UNIT, readonly=True)
    qty_out = fields.Float("Out", digits=UNIT, readonly=True)
    balance = fields.Float(
        digits=UNIT,
        readonly=True,
        aggregator=None,
        help="Of the product in the warehouse, after this movement.",
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH entry AS (%s UNION ALL %s)
            SELECT entry.*, t.categ_id, m.reference, m.picking_id,
                   COALESCE(pick.partner_id, m.partner_id) AS partner_id,
                   SUM(qty_in - qty_out) OVER running - qty_in + qty_out AS opening,
                   SUM(qty_in - qty_out) OVER running AS balance
              FROM entry
              JOIN stock_move m ON m.id = entry.move_id
              JOIN product_product p ON p.id = entry.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              LEFT JOIN stock_picking pick ON pick.id = m.picking_id
             WHERE t.is_storable
            WINDOW running AS (
                PARTITION BY entry.product_id, entry.warehouse_id
                ORDER BY entry.date, entry.id
            )
            """,
            self._entries(into=False),
            self._entries(into=True),
        )

    def _entries(self, into):
        here, there = SQL("l.location_id"), SQL("l.location_dest_id")
        if into:
            here, there = there, here
        kinds = {
            "supplier": "receipt" if into else "return_vendor",
            "customer": "return_customer" if into else "delivery",
            "inventory": "gain" if into else "loss",
            "production": "production",
        }
        return SQL(
            """
            SELECT l.id * 2 + %(into)s AS id, l.move_id, l.date, l.product_id, l.lot_id,
                   l.company_id, l.write_uid AS user_id,
                   here.id AS location_id, here.warehouse_id,
                   l.quantity_product_uom * %(into)s AS qty_in,
                   l.quantity_product_uom * (1 - %(into)s) AS qty_out,
                   CASE there.usage %(kinds)s ELSE 'transfer' END AS kind
              FROM stock_move_line l
              JOIN stock_location here ON here.id = %(here)s
              JOIN stock_location there ON there.id = %(there)s
             WHERE l.state = 'done' AND l.owner_id IS NULL AND here.usage = 'internal'
            """,
            into=int(into),
            here=here,
            there=there,
            kinds=SQL(" ").join(
                SQL("WHEN %s THEN %s", usage, kind) for usage, kind in kinds.items()
            ),
        )
