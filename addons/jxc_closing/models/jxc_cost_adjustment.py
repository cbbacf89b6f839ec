from odoo import models


class JxcCostAdjustment(models.Model):
    _inherit = "jxc.cost.adjustment"

    def _decide(self, vals):
        # Neither posted into a closed month, nor cancelled in one.
        self._jxc_check_open()
        result = super()._decide(vals)
        self._jxc_check_open()
        return result

    def _jxc_check_open(self):
        for adjustment in self:
            adjustment.company_id._jxc_check_moment(
                adjustment.display_name, adjustment.at
            )
