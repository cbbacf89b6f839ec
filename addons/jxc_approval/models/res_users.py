from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self.env["jxc.approval.request"]._ask_waiting(self)
        return result

    def _jxc_can_approve(self, company):
        return self.sudo().filtered(
            lambda user: user.active and not user.share and company in user.company_ids
        )
