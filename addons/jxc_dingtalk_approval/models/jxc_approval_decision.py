from odoo import fields, models


class JxcApprovalDecision(models.Model):
    _inherit = "jxc.approval.decision"

    channel = fields.Selection(
        selection_add=[("phone", "DingTalk or WeCom")],
        ondelete={"phone": "set default"},
    )
