from odoo import api, models


class JxcCostChange(models.Model):
    _inherit = "jxc.cost.change"

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes._jxc_check_open()
        return changes

    def write(self, vals):
        self._jxc_check_open()
        result = super().write(vals)
        self._jxc_check_open()
        return result

    def unlink(self):
        self._jxc_check_open()
        return super().unlink()

    def _jxc_check_open(self):
        """A change of method is of an open month; the past keeps its method."""
        for change in self.sudo():
            change.company_id._jxc_check_moment(
                change.product_id.display_name, change.at
            )
