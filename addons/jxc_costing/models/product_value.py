from odoo import fields, models

from .jxc_cost_mixin import COST_GROUP


class ProductValue(models.Model):
    _name = "product.value"
    _inherit = ["product.value", "jxc.cost.mixin"]

    value = fields.Monetary(groups=COST_GROUP)
    description = fields.Char(groups=COST_GROUP)
    current_value = fields.Monetary(groups=COST_GROUP)
    current_value_details = fields.Char(groups=COST_GROUP)
    current_value_description = fields.Text(groups=COST_GROUP)
    computed_value_description = fields.Text(groups=COST_GROUP)
