from odoo import fields, models

from .jxc_cost_mixin import COST_GROUP


class StockAvcoReport(models.AbstractModel):
    _name = "stock.avco.report"
    _inherit = ["stock.avco.report", "jxc.cost.mixin"]

    value = fields.Float(groups=COST_GROUP)
    added_value = fields.Float(groups=COST_GROUP)
    total_value = fields.Float(groups=COST_GROUP)
    avco_value = fields.Float(groups=COST_GROUP)
    description = fields.Text(groups=COST_GROUP)
    justification = fields.Text(groups=COST_GROUP)
