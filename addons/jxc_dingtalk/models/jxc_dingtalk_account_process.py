from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class JxcDingtalkAccount(models.Model):
    """Where a customer wants it, approvals live in DingTalk's OA; see the cards."""

    _inherit = "jxc.dingtalk.account"

    process_code = fields.Char(
        "OA Approval Template",
        help="DingTalk: the code of a template made for this, PROC-…, see the guide."
        " Approvals are started there then, and answered there or here. Empty: people"
        " get cards.",
    )
    process_person_id = fields.Many2one(
        "jxc.dingtalk.person",
        "Starts Them Otherwise",
        ondelete="set null",
        check_company=True,
        domain="[('company_id', '=', company_id), ('platform', '=', 'dingtalk'),"
        " ('state', '=', 'confirmed')]",
        help="Approvals are started by who asks for them. Where he is not in DingTalk,"
        " they are started by this person.",
    )

    @api.constrains("process_code", "platform")
    def _check_process_code(self):
        for account in self.filtered("process_code"):
            if account.platform != "dingtalk":
                raise ValidationError(
                    self.env._(
                        "%(account)s: only DingTalk has OA approvals.",
                        account=account.name,
                    )
                )

    def _jxc_hears_processes(self):
        """Whether what is answered there would reach us."""
        try:
            known = self._jxc_known()
        except UserError:
            return False  # the server's key is another one: no document waits for it
        return bool(known.get("callback_token") and known.get("callback_key"))
