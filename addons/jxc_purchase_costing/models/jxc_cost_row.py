from odoo import fields, models


class JxcCostRow(models.Model):
    """The order with which goods came or went back."""

    _inherit = "jxc.cost.row"

    purchase_line_id = fields.Many2one(
        related="move_id.purchase_line_id", string="Purchase Line"
    )
    purchase_id = fields.Many2one(
        related="move_id.purchase_line_id.order_id", string="Purchase"
    )
