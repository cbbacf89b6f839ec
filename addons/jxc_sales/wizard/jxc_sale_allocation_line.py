from odoo import fields, models
from odoo.exceptions import UserError

from ..models.res_partner import PRIORITIES


class JxcSaleAllocationLine(models.TransientModel):
    """What a delivery has of a product, and what it gets; in the product's unit."""

    _name = "jxc.sale.allocation.line"
    _description = "Share of a Delivery"

    wizard_id = fields.Many2one(
        "jxc.sale.allocation", required=True, ondelete="cascade"
    )
    move_id = fields.Many2one("stock.move", required=True, ondelete="cascade")
    product_id = fields.Many2one(related="move_id.product_id")
    product_uom_id = fields.Many2one(related="product_id.uom_id", string="Unit")
    picking_id = fields.Many2one(related="move_id.picking_id", string="Delivery")
    partner_id = fields.Many2one(related="picking_id.partner_id", string="Customer")
    date = fields.Datetime(related="move_id.date")
    priority = fields.Selection(PRIORITIES, "Customer Priority")
    needed = fields.Float(digits="Product Unit")
    has = fields.Float("Reserved Now", digits="Product Unit")
    gets = fields.Float(digits="Product Unit")

    def _reserve(self):
        """Reserve the share of a move that has nothing; all of it, or say so: its
        customer may not take each of the lots that lie free."""
        self.ensure_one()
        unit, move = self.product_uom_id, self.move_id
        if unit.is_zero(self.gets):
            return
        move._action_assign(
            force_qty=unit._compute_quantity(self.gets, move.product_uom)
        )
        if unit.compare(move._jxc_reserved(), self.gets):
            raise UserError(
                self.env._(
                    "Of %(product)s not all that lies free may go to %(delivery)s: it"
                    " expires too early for this customer, or is stopped. Take the"
                    " delivery out of the allocation.",
                    product=self.product_id.display_name,
                    delivery=self.picking_id.name,
                )
            )
        if unit.compare(self.gets, self.needed) < 0:
            # The host takes what was forced for all that is needed.
            move._recompute_state()
