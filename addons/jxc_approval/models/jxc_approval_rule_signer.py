from odoo import fields, models


class JxcApprovalRuleSigner(models.Model):
    _name = "jxc.approval.rule.signer"
    _description = "Signer in Turn"
    _order = "step_id, sequence, id"
    _rec_name = "user_id"

    step_id = fields.Many2one(
        "jxc.approval.rule.step", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    user_id = fields.Many2one("res.users", "Signer", required=True, ondelete="cascade")
