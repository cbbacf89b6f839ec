from odoo import fields, models


class JxcCostRow(models.Model):
    """The order for which goods left or came back."""

    _inherit = "jxc.cost.row"

    sale_line_id = fields.Many2one(related="move_id.sale_line_id", string="Sales Line")
    sale_id = fields.Many2one(related="move_id.sale_line_id.order_id", string="Sale")
