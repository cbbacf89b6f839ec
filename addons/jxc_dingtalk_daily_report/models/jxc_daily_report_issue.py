from odoo import models


class JxcDailyReportIssue(models.Model):
    _inherit = "jxc.daily.report.issue"

    def _jxc_send(self):
        """To whom is confirmed in DingTalk or WeCom: there. The others by mail."""
        people, there = self.env["jxc.dingtalk.person"], self.browse()
        for issue in self:
            person = people._jxc_for(issue.user_id, issue.company_id)
            if person:
                there |= issue
                issue._jxc_say_to(person)
        return super(JxcDailyReportIssue, self - there)._jxc_send()

    def _jxc_say_to(self, person):
        words = self.with_context(lang=self.user_id.lang).env
        link, look = self._jxc_link(), words._("Look")
        person._jxc_say(self.title, self.text, link, look)
        if self.picture:
            shown = person._jxc_say(
                words._("Sales of the Last 14 Days"), "", link, look
            )
            shown.picture = self.picture
