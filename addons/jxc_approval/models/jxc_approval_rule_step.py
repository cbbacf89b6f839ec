from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import steps


class JxcApprovalRuleStep(models.Model):
    _name = "jxc.approval.rule.step"
    _description = "Approval Step"
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one(
        "jxc.approval.rule", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    user_ids = fields.Many2many("res.users", string="Approvers")
    group_id = fields.Many2one("res.groups", "Approvers' Role")
    mode = fields.Selection(
        [("any", "One of them"), ("all", "All of them")],
        "Who Has to Approve",
        default="any",
        required=True,
    )

    def _approvers(self, requester, company):
        """The users who are asked; managers where nobody of those named is left."""
        self.ensure_one()
        managers = self.env.ref("jxc_base.group_jxc_manager").sudo().all_user_ids
        named = self.user_ids | self.group_id.all_user_ids
        found = steps.deciders(
            named._jxc_can_approve(company).ids,
            managers._jxc_can_approve(company).ids,
            requester.id,
            self.rule_id.allow_self,
        )
        return self.env["res.users"].browse(sorted(found))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        request = self.env["jxc.approval.request"].sudo()
        used = request.search(
            [
                "|",
                ("current_step_id", "in", self.ids),
                ("decision_ids.step_id", "in", self.ids),
            ],
            limit=1,
        )
        if used:
            raise UserError(
                self.env._(
                    "A step of this rule was used by %(request)s. Archive the rule and"
                    " create a new one.",
                    request=used.name,
                )
            )
