from odoo import api, fields, models

from odoo.addons.jxc_costing.models.jxc_cost_mixin import COST_GROUP


class StockValuationAdjustmentLines(models.Model):
    _name = "stock.valuation.adjustment.lines"
    _inherit = ["stock.valuation.adjustment.lines", "jxc.cost.mixin"]

    former_cost = fields.Monetary(groups=COST_GROUP)
    additional_landed_cost = fields.Monetary(groups=COST_GROUP)
    final_cost = fields.Monetary(groups=COST_GROUP)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.cost_id._jxc_check_open()
        return lines

    def write(self, vals):
        self.cost_id._jxc_check_open()
        result = super().write(vals)
        self.cost_id._jxc_check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _jxc_unlink_of_open(self):
        self.cost_id._jxc_check_open()
