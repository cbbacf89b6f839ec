from odoo import models

from ..gateway import JxcSmsApi


class ResCompany(models.Model):
    _inherit = "res.company"

    def _jxc_sms_account(self):
        return (
            self.env["jxc.sms.account"]
            .sudo()
            .search([("company_id", "in", self.ids)], limit=1)
        )

    def _get_sms_api_class(self):
        if self._jxc_sms_account():
            return JxcSmsApi
        return super()._get_sms_api_class()
