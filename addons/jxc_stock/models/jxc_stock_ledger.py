from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..sql_ledger import CONTEXT, Period

UNIT = "Product Unit"


class JxcStockLedger(models.Model):
    """Every movement of own goods into and out of the places inside (K1).

    A transfer from place to place is two rows. The balance runs per product and
    warehouse, whatever a list is filtered by. With a period in the context the rows
    are those of the period, each account begins with what was there before, and the
    balance runs by the level that is asked for.
    """

    _name = "jxc.stock.ledger"
    _inherit = ["jxc.computed.rows"]
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

    date = fields.Datetime(readonly=True, depends_context=CONTEXT)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one("product.category", "Category", readonly=True)
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    lot_id = fields.Many2one(
        "stock.lot", "Lot/Serial", readonly=True, depends_context=CONTEXT
    )
    location_id = fields.Many2one(
        "stock.location", readonly=True, depends_context=CONTEXT
    )
    warehouse_id = fields.Many2one(
        "stock.warehouse", readonly=True, depends_context=CONTEXT
    )
    company_id = fields.Many2one("res.company", readonly=True)
    kind = fields.Selection(
        [
            ("opening", "Opening"),
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
    account = fields.Char(
        readonly=True,
        depends_context=CONTEXT,
        help="What the balance runs by: the product, and what is kept apart of it.",
    )
    move_id = fields.Many2one("stock.move", readonly=True)
    reference = fields.Char("Document", readonly=True)
    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    user_id = fields.Many2one("res.users", "Done By", readonly=True)
    opening = fields.Float(
        digits=UNIT,
        readonly=True,
        aggregator=None,
        depends_context=CONTEXT,
        help="Before this movement: of the product in the warehouse, or by the level"
        " of the period.",
    )
    qty_in = fields.Float("In", digits=UNIT, readonly=True)
    qty_out = fields.Float("Out", digits=UNIT, readonly=True)
    balance = fields.Float(
        digits=UNIT,
        readonly=True,
        aggregator=None,
        depends_context=CONTEXT,
        help="After this movement: of the product in the warehouse, or by the level"
        " of the period.",
    )

    @property
    def _table_query(self):
        # Every condition on the columns that the window is partitioned by goes down
        # to the lines: a ledger of one product reads the lines of one product.
        period = Period.of(self.env)
        dimensions = [SQL.identifier("row", name) for name in period.dimensions]
        parts = [SQL("row.product_id"), SQL("row.company_id"), *dimensions]
        return SQL(
            """
            WITH entry AS NOT MATERIALIZED (%(entries)s), row AS (%(rows)s)
            SELECT row.*, t.categ_id, m.reference, m.picking_id,
                   COALESCE(pick.partner_id, m.partner_id) AS partner_id,
                   CONCAT_WS('-', %(parts)s) AS account,
                   SUM(delta) OVER running - qty_in + qty_out AS opening,
                   SUM(delta) OVER running AS balance
              FROM row
              JOIN product_product p ON p.id = row.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              LEFT JOIN stock_move m ON m.id = row.move_id
              LEFT JOIN stock_picking pick ON pick.id = m.picking_id
             WHERE t.is_storable
            WINDOW running AS (
                PARTITION BY %(parts)s ORDER BY row.date, row.id
                ROWS UNBOUNDED PRECEDING
            )
            """,
            entries=period.entries(),
            rows=self._jxc_rows(period),
            parts=SQL(", ").join(parts),
        )

    @api.model
    def _jxc_rows(self, period):
        """The entries of the period, and what the accounts begin it with."""
        rows = SQL(
            "SELECT entry.*, qty_in - qty_out AS delta FROM entry WHERE %s",
            period.within(),
        )
        if period.since is None:
            return rows
        kept = [SQL.identifier("entry", name) for name in period.dimensions]
        lot, location, warehouse = (
            SQL.identifier("entry", name)
            if name in period.dimensions
            else SQL("NULL::integer")
            for name in ("lot_id", "location_id", "warehouse_id")
        )
        return SQL(
            """
            %(rows)s
            UNION ALL
            SELECT MIN(entry.id) + 2, NULL, %(before)s, entry.product_id,
                   %(lot)s, entry.company_id, NULL, %(location)s, %(warehouse)s,
                   0, 0, 'opening', SUM(qty_in - qty_out)
              FROM entry
             WHERE entry.date < %(since)s
             GROUP BY %(group)s
            HAVING SUM(qty_in - qty_out) <> 0
            """,
            rows=rows,
            before=fields.Datetime.subtract(period.since, seconds=1),
            since=period.since,
            lot=lot,
            location=location,
            warehouse=warehouse,
            group=SQL(", ").join(
                [SQL("entry.product_id"), SQL("entry.company_id"), *kept]
            ),
        )

    @api.readonly
    def action_jxc_document(self):
        """The document that moved the goods."""
        self.ensure_one()
        document = self._jxc_document()
        if not document:
            raise UserError(
                self.env._("What was there before the period has no document.")
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }

    def _jxc_document(self):
        """To be extended by whoever moves goods with documents of its own."""
        self.ensure_one()
        return self.picking_id or self.move_id.scrap_id or self.move_id
