from odoo import fields, models
from odoo.exceptions import UserError

UNIT = "Product Unit"


class JxcStocktakeCount(models.Model):
    """One record of counting, never changed: it is added to, or undone by another."""

    _name = "jxc.stocktake.count"
    _description = "Stock-Take Count"
    _order = "id"
    _rec_name = "client_id"

    stocktake_id = fields.Many2one(
        "jxc.stocktake", required=True, ondelete="cascade", index=True, readonly=True
    )
    company_id = fields.Many2one(related="stocktake_id.company_id")
    line_id = fields.Many2one(
        "jxc.stocktake.line",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    product_id = fields.Many2one(related="line_id.product_id")
    location_id = fields.Many2one(related="line_id.location_id")
    lot_id = fields.Many2one(related="line_id.lot_id")
    client_id = fields.Char("Device Record", required=True, readonly=True)
    kind = fields.Selection(
        [("add", "Add"), ("set", "Set"), ("undo", "Undo")],
        required=True,
        readonly=True,
    )
    quantity = fields.Float(
        digits=UNIT, readonly=True, help="In the unit of the product."
    )
    entered_quantity = fields.Float("Entered", digits=UNIT, readonly=True)
    uom_id = fields.Many2one("uom.uom", "Unit", readonly=True)
    round = fields.Integer(readonly=True, help="0: first count, 1: recount.")
    undo_of = fields.Char("Undoes", readonly=True)
    user_id = fields.Many2one("res.users", "Counter", required=True, readonly=True)
    device_time = fields.Datetime("Counted On", required=True, readonly=True)
    create_date = fields.Datetime("Received On", readonly=True)

    _client_uniq = models.UniqueIndex("(client_id)", "A count is taken once.")

    def write(self, vals):
        if self:
            raise UserError(
                self.env._("A count is never changed. Undo it, or count again.")
            )
        return super().write(vals)
