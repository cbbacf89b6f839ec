from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcStockRelease(models.TransientModel):
    """Why stopped goods come or leave all the same."""

    _name = "jxc.stock.release"
    _description = "Release Stopped Goods"

    picking_id = fields.Many2one(
        "stock.picking", string="Transfer", required=True, readonly=True
    )
    product_ids = fields.Many2many("product.product", compute="_compute_product_ids")
    lot_ids = fields.Many2many("stock.lot", string="Lots")
    location_ids = fields.Many2many("stock.location", string="Locations")
    line_ids = fields.Many2many("stock.move.line", string="Too Little Life Left")
    reason = fields.Char(required=True)

    @api.depends("picking_id")
    def _compute_product_ids(self):
        for wizard in self:
            wizard.product_ids = wizard.picking_id.move_ids.product_id

    def action_release(self):
        """Write it down in the transfer, and let them leave with it."""
        self.ensure_one()
        self.picking_id._jxc_refuse_releaser()
        self.picking_id.check_access("write")
        lines = self.line_ids & self.picking_id.move_line_ids
        if not self.lot_ids and not self.location_ids and not lines:
            raise UserError(self.env._("Choose the goods or locations to release."))
        self.picking_id._jxc_release(
            self.lot_ids, self.location_ids, self.reason, lines
        )
        return {"type": "ir.actions.act_window_close"}
