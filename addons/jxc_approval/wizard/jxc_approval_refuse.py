from odoo import fields, models


class JxcApprovalRefuse(models.TransientModel):
    """Who refuses says why."""

    _name = "jxc.approval.refuse"
    _description = "Refuse an Approval"

    request_id = fields.Many2one("jxc.approval.request", required=True)
    comment = fields.Text("Reason", required=True)

    def action_jxc_refuse(self):
        self.ensure_one()
        self.request_id.action_jxc_refuse(self.comment)
        return {"type": "ir.actions.act_window_close"}
