from odoo import fields, models

from ..logic import answers

PLATFORMS = [("dingtalk", "DingTalk"), ("wecom", "WeCom")]
#: What is wrong, by the vendor's code.
ADDRESS = ("60020", "Forbidden.AccessDenied.IpNotInWhiteList")
PERMISSION = (
    *("60011", "48002", "50001"),
    "Forbidden.AccessDenied.AccessTokenPermissionDenied",
)
KEYS = ("40001", "40013", "40035", "40089", "invalidClientIdOrSecret")


class JxcDingtalkEndpoint(models.AbstractModel):
    """What messages go through: an application or a group's robot."""

    _name = "jxc.dingtalk.endpoint"
    _description = "Way to DingTalk or WeCom"
    _inherit = ["jxc.secret.mixin", "mail.thread", "mail.activity.mixin"]

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    platform = fields.Selection(PLATFORMS, required=True, default="dingtalk")
    responsible_id = fields.Many2one(
        "res.users",
        required=True,
        default=lambda self: self.env.user,
        help="Gets a to-do when messages fail.",
    )
    paused_until = fields.Datetime(readonly=True, copy=False)

    def _jxc_todo(self, text):
        """One open to-do at a time, not one for every message."""
        if not self.activity_ids:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self.responsible_id.id,
                summary=text,
            )

    def _jxc_advice(self, answer):
        """What the vendor's answer means, and what to do about it."""
        told = f"{answer.code} {answer.text}".strip()
        if answer.code in ADDRESS:
            return self.env._(
                "The vendor does not know this server's address: enter it in the"
                " console, in the application's trusted addresses. It said: %(told)s",
                told=told,
            )
        if answer.code in PERMISSION:
            return self.env._(
                "The application lacks a permission: apply for it in the vendor's"
                " console. It said: %(told)s",
                told=told,
            )
        if answer.code in KEYS:
            return self.env._(
                "The key or the secret is wrong: copy both from the vendor's console"
                " again. It said: %(told)s",
                told=told,
            )
        texts = {
            answers.QUOTA: self.env._("The month's calls are used up: %(t)s", t=told),
            answers.RETRY: self.env._("The vendor cannot be reached: %(t)s", t=told),
            answers.THROTTLED: self.env._(
                "Too much in a short time; it goes on by itself: %(t)s", t=told
            ),
        }
        refused = self.env._("The vendor refuses: %(told)s", told=told)
        return texts.get(answer.word, refused)

    def _jxc_notify(self, text):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": text},
        }
