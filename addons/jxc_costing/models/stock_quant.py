from odoo import fields, models

from .jxc_cost_mixin import COST_GROUP


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "jxc.cost.mixin"]

    value = fields.Monetary(groups=COST_GROUP)
    currency_id = fields.Many2one(groups=COST_GROUP)
