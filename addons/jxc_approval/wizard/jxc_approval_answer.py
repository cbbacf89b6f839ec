from odoo import fields, models
from odoo.exceptions import UserError


class JxcApprovalAnswer(models.TransientModel):
    """An answer with a reason, or with a colleague who is to answer."""

    _name = "jxc.approval.answer"
    _description = "Answer an Approval Request"

    request_id = fields.Many2one("jxc.approval.request", required=True)
    kind = fields.Selection(
        [
            ("approved", "Approve"),
            ("refused", "Refuse"),
            ("returned", "Send Back"),
            ("delegated", "Delegate"),
            ("added", "Add Signer"),
        ],
        required=True,
        default="refused",
    )
    user_id = fields.Many2one("res.users", "Colleague", domain=[("share", "=", False)])
    comment = fields.Text("Reason")

    def action_jxc_answer(self):
        self.ensure_one()
        request = self.request_id
        if self.kind in ("delegated", "added"):
            if not self.user_id:
                raise UserError(self.env._("Choose the colleague who is to be asked."))
            ask = {
                "delegated": request.action_jxc_delegate,
                "added": request.action_jxc_add_signer,
            }
            result = ask[self.kind](self.user_id.id, self.comment)
        else:
            if self.kind != "approved" and not (self.comment or "").strip():
                raise UserError(self.env._("Say why: the requester has to know."))
            answer = {
                "approved": request.action_jxc_approve,
                "refused": request.action_jxc_refuse,
                "returned": request.action_jxc_send_back,
            }
            result = answer[self.kind](self.comment)
        if isinstance(result, dict):
            return result
        return {"type": "ir.actions.act_window_close"}
