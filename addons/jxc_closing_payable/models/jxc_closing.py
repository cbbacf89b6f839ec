from odoo import models
from odoo.tools import SQL


class JxcClosing(models.Model):
    _inherit = "jxc.closing"

    def _jxc_purchase_entries(self):
        return SQL(
            "(entry.jxc_accrual_id IS NOT NULL OR %s)", super()._jxc_purchase_entries()
        )

    def _check_unbilled(self):
        """To be accrued, vendor by vendor, before the closing does it in one sum."""
        count, amount, _model, _domain = super()._check_unbilled()
        domain = [("company_id", "=", self.company_id.id)]
        return count, amount, "jxc.payable.accrual", domain
