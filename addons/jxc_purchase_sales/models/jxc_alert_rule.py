from odoo import api, models


class JxcAlertRule(models.Model):
    _inherit = "jxc.alert.rule"

    @api.model
    def _jxc_surge_kinds(self):
        return super()._jxc_surge_kinds() | {"order_surge"}

    def _jxc_wanted(self, keys):
        """As much as was ordered in the days of the surge, for as many days to come."""
        wanted = super()._jxc_wanted(keys)
        if self.kind == "order_surge":
            surges = self.sudo()._jxc_surges(keys)
            wanted |= {key: float(row[2]) for key, row in surges.items()}
        return wanted
