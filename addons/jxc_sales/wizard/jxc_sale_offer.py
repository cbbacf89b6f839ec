from odoo import fields, models


class JxcSaleOffer(models.TransientModel):
    """供货方案: choose how a line of an order gets what is missing (S2)."""

    _name = "jxc.sale.offer"
    _description = "Ways to Supply"

    line_id = fields.Many2one(
        "sale.order.line", required=True, readonly=True, ondelete="cascade"
    )
    product_id = fields.Many2one(related="line_id.product_id")
    quantity = fields.Float(related="line_id.product_uom_qty", string="Ordered")
    available = fields.Float(related="line_id.jxc_atp_qty", string="Available")
    uom_id = fields.Many2one(related="line_id.product_uom_id", string="Unit")
    next_arrival = fields.Char(related="line_id.jxc_next_arrival")
    option_ids = fields.One2many("jxc.sale.offer.option", "wizard_id", readonly=True)
