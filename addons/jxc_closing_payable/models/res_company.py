from odoo import models


class ResCompany(models.Model):
    _inherit = "res.company"

    def _jxc_unbilled_account(self):
        # One account for what is received and not billed, whoever books it.
        return self.jxc_unbilled_account_id or self._jxc_accrual_account()
