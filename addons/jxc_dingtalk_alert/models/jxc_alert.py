from odoo import models

#: So many alerts are named in one message.
NAMED = 10


class JxcAlert(models.Model):
    _inherit = "jxc.alert"

    def _jxc_on_opened(self):
        result = super()._jxc_on_opened()
        for rule, alerts in self.grouped("rule_id").items():
            robot = rule.sudo().dingtalk_robot_id
            if robot.active:
                alerts._jxc_tell_group(robot)
        return result

    def _jxc_tell_group(self, robot):
        """One message, however many have opened; none of another company."""
        told = self.filtered(lambda a: a.company_id <= robot.company_id)
        if not told:
            return
        told = told.with_context(lang=robot.responsible_id.lang)
        lines = [alert._jxc_line() for alert in told[:NAMED]]
        if len(told) > NAMED:
            lines.append(told.env._("… and %(count)s more", count=len(told) - NAMED))
        robot._jxc_say(
            told._jxc_subject(),
            told._jxc_below_subject("\n".join(lines)),
            told._jxc_link(),
            told.env._("Look"),
        )

    def _jxc_below_subject(self, text):
        """The text without its first line where the subject says the same."""
        subject, _break, rest = text.partition("\n")
        return rest if subject == self._jxc_subject() else text

    def _jxc_link(self):
        """To the alert, or to the list of them."""
        base = f"{self[:1].get_base_url()}/odoo"
        if len(self) == 1:
            return f"{base}/jxc.alert/{self.id}"
        return f"{base}/action-jxc_alert.jxc_alert_action"
