from odoo import api, fields, models
from odoo.exceptions import UserError

from ..gateway import JxcSmsApi

ENDPOINTS = {
    "alibaba": "https://dysmsapi.aliyuncs.com",
    "tencent": "https://sms.tencentcloudapi.com",
}


class JxcSmsAccount(models.Model):
    """Through which vendor a company sends its SMS."""

    _name = "jxc.sms.account"
    _description = "SMS Account"
    _inherit = ["jxc.secret.mixin"]
    _order = "company_id, id"

    _jxc_secrets = ("secret",)

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    provider = fields.Selection(
        [("alibaba", "Alibaba Cloud"), ("tencent", "Tencent Cloud")], required=True
    )
    access_key = fields.Char("Access Key ID", required=True)
    secret = fields.Char(
        "Access Key Secret",
        compute="_compute_jxc_secrets",
        inverse="_inverse_jxc_secrets",
        help="Can be set, and never be read again.",
    )
    signature = fields.Char(
        "SMS Signature", required=True, help="As the vendor has approved it."
    )
    application = fields.Char("Application ID", help="SdkAppId of Tencent Cloud.")
    region = fields.Char(default="ap-guangzhou")
    template = fields.Char(
        "Template Code",
        required=True,
        help="An approved template with one parameter, which takes the text.",
    )
    parameter = fields.Char("Template Parameter", default="content")
    parameter_limit = fields.Integer(
        "Longest Text",
        default=35,
        help="How many characters the vendor lets a parameter have.",
    )
    test_number = fields.Char()

    _company_uniq = models.UniqueIndex(
        "(company_id) WHERE active",
        "A company sends through one SMS account: archive the other one first.",
    )
    _limit_positive = models.Constraint(
        "CHECK (parameter_limit > 0)", "The longest text has at least one character."
    )

    def _jxc_endpoint(self):
        """The vendor's address; only a system administrator has another one used."""
        name = f"jxc_sms_cn.endpoint_{self.provider}"
        parameters = self.env["ir.config_parameter"].sudo()
        return parameters.get_param(name, ENDPOINTS[self.provider]).rstrip("/")

    @api.constrains("provider", "application", "parameter")
    def _check_complete(self):
        for account in self:
            if account.provider == "tencent" and not account.application:
                raise UserError(
                    self.env._(
                        "The SMS account %(account)s needs the application's ID that"
                        " Tencent Cloud's console shows.",
                        account=account.name,
                    )
                )
            if account.provider == "alibaba" and not account.parameter:
                raise UserError(
                    self.env._(
                        "The SMS account %(account)s needs the name of the template's"
                        " parameter.",
                        account=account.name,
                    )
                )

    def action_send_test(self):
        """Send one message now, and say what came of it."""
        self.ensure_one()
        self.check_access("write")
        numbers = [{"number": self.test_number, "uuid": "test"}]
        messages = [{"content": self.env._("Test of JXC"), "numbers": numbers}]
        result = JxcSmsApi(self.env, account=self)._send_sms_batch(messages)[0]
        reason = result.get("failure_reason")
        if reason:
            raise UserError(
                self.env._(
                    "The test of %(account)s was not sent. %(reason)s",
                    account=self.name,
                    reason=reason,
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The vendor has taken the test to %(number)s.",
                    number=self.test_number,
                ),
            },
        }
