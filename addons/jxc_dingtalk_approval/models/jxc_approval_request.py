from odoo import models

# Who holds it in the context answers from a phone. It is an object, so that no client
# can say so.
PHONE = object()
COSTS = "jxc_base.group_jxc_cost_viewer"


class JxcApprovalRequest(models.Model):
    _inherit = "jxc.approval.request"

    def _jxc_channel(self):
        if self.env.context.get("jxc_dingtalk_phone") is PHONE:
            return "phone"
        return super()._jxc_channel()

    def _ask(self):
        result = super()._ask()
        self.env["jxc.dingtalk.card"].sudo()._jxc_follow(self.ids)
        return result

    def _close(self, state, comment=False):
        result = super()._close(state, comment)
        self.env["jxc.dingtalk.card"].sudo()._jxc_follow(self.ids)
        return result

    def _jxc_url(self):
        return f"{self.get_base_url()}/odoo/{self._name}/{self.id}"

    def _jxc_question(self, person):
        """What the card of an approver shows: what his screen would, no more."""
        request = self.with_context(lang=person.user_id.lang)
        words = request.env
        lines = [words._("Requester: %(user)s", user=request.requester_id.name)]
        if request.changes:
            lines += [words._("Changed since last request:"), request.changes]
        lines.append(request.summary)
        plain = "\n".join(filter(None, lines))
        if person.user_id.has_group(COSTS):
            lines.append(request.summary_cost)
        buttons = {"approve": words._("Approve"), "refuse": words._("Refuse")}
        return {
            "person": person,
            "title": request.name,
            "text": "\n".join(filter(None, lines)),
            "plain": plain,
            "user": request.requester_id,
            "url": request._jxc_url(),
            "look": words._("Look"),
            "buttons": list(buttons.items()),
            "values": {
                "request_id": request.id,
                "step_id": request.current_step_id.id,
            },
        }
