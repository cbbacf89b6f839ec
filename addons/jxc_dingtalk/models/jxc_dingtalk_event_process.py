from odoo import models

from ..logic import processes


class JxcDingtalkEvent(models.Model):
    """What an approver did in DingTalk's OA is told like a press on a card."""

    _inherit = "jxc.dingtalk.event"

    def _jxc_apply_event(self, event):
        told = self.platform == "dingtalk" and processes.told(event)
        if not told:
            return super()._jxc_apply_event(event)
        card = self.env["jxc.dingtalk.card"]._jxc_of_process(self.account_id, told)
        if not card:
            return "ignored", False  # another template's, or started there by hand
        self.write({"sender": told.person, "card_id": card.id})
        state, result = card._jxc_hear(told)
        if state == "done":
            self.user_id = card.person_id.user_id
        return state, result
