from odoo import models

from odoo.addons.jxc_alert.exceptions import PermanentFailure


class JxcAlertDelivery(models.Model):
    _inherit = "jxc.alert.delivery"

    def _send_dingtalk(self, user):
        """Into the outbox of DingTalk and WeCom, which delivers it once."""
        company = self.company_id[:1] or user.company_id
        person = self.env["jxc.dingtalk.person"]._jxc_for(user, company)
        if not person:
            raise PermanentFailure(
                self.env._(
                    "%(user)s is not confirmed in DingTalk or WeCom, or %(company)s has"
                    " no application there: a manager enters both in the settings.",
                    user=user.name,
                    company=company.name,
                )
            )
        words = self.with_context(lang=user.lang).env
        person._jxc_say(
            self._subject(),
            self.alert_ids._jxc_below_subject("\n".join(self.mapped("text"))),
            self.alert_ids._jxc_link(),
            words._("Look"),
        )
