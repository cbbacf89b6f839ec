from odoo import models

from odoo.addons.jxc_alert.exceptions import PermanentFailure


class JxcAlertDelivery(models.Model):
    _inherit = "jxc.alert.delivery"

    def _send_sms(self, user):
        """Into the queue of SMS, which sends it through the company's account."""
        company = self.company_id[:1] or user.company_id
        if not company._jxc_sms_account():
            raise PermanentFailure(
                self.env._(
                    "%(company)s has no SMS account: a manager enters it in the"
                    " settings.",
                    company=company.name,
                )
            )
        if not user.partner_id.phone:
            raise PermanentFailure(
                self.env._("%(user)s has no phone number.", user=user.name)
            )
        self.env["sms.sms"].create(
            {
                "number": user.partner_id.phone,
                "partner_id": user.partner_id.id,
                "body": self._subject(),
                "jxc_company_id": company.id,
            }
        )
        self.env.ref("sms.ir_cron_sms_scheduler_action")._trigger()
