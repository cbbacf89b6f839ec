from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.jxc_base import field_path


class JxcApprovalRuleStep(models.Model):
    """Who is asked: people, a role, or whoever a field of the document names."""

    _name = "jxc.approval.rule.step"
    _description = "Approval Step"
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one(
        "jxc.approval.rule", required=True, index=True, ondelete="cascade"
    )
    model = fields.Char(related="rule_id.model", string="Model")
    sequence = fields.Integer(default=10)
    name = fields.Char(
        translate=True, help="Empty: the step is called after its role or people."
    )
    user_ids = fields.Many2many("res.users", string="Approvers")
    group_id = fields.Many2one("res.groups", "Approvers' Role")
    field_path = fields.Char(
        "Approver on the Document",
        help="A field of the document that names a user: its salesperson, the leader of"
        " his team, the manager of his department.",
    )
    mode = fields.Selection(
        [("any", "One of them"), ("all", "All of them"), ("turn", "All, in turn")],
        "Who Has to Approve",
        default="any",
        required=True,
    )
    signer_ids = fields.One2many(
        "jxc.approval.rule.signer",
        "step_id",
        "In This Order",
        copy=True,
        help="They are asked one after the other; the role and the field come last.",
    )
    deadline_hours = fields.Float(
        "Deadline (Hours)", help="Counted round the clock. 0: no deadline."
    )
    late_user_ids = fields.Many2many(
        "res.users",
        "jxc_approval_rule_step_late_rel",
        string="Asked After the Deadline",
        help="They may decide as well when the time is over. Nobody named: managers.",
    )
    late_group_id = fields.Many2one("res.groups", "Role Asked After the Deadline")

    @api.depends("name", "group_id", "user_ids", "signer_ids", "field_path")
    def _compute_display_name(self):
        for step in self:
            people = step.group_id.mapped("name") + step.user_ids.mapped("name")
            people += step.signer_ids.user_id.mapped("name")
            step.display_name = step.name or ", ".join(people) or step.field_path

    @api.constrains("deadline_hours")
    def _check_deadline(self):
        for step in self.filtered(lambda s: s.deadline_hours < 0):
            raise ValidationError(
                self.env._(
                    "%(rule)s: a deadline is a number of hours, or 0.",
                    rule=step.rule_id.name,
                )
            )

    @api.constrains("field_path", "rule_id")
    def _check_field_path(self):
        for step in self.filtered("field_path"):
            if not step._leads_to_user():
                raise ValidationError(
                    self.env._(
                        "%(rule)s: %(path)s does not lead to a user. Choose a field of"
                        " the document that names one.",
                        rule=step.rule_id.name,
                        path=step.field_path,
                    )
                )

    def _leads_to_user(self):
        """Whether the path of fields is one of the document, and ends at a user."""
        document = self.env[self.rule_id.model_id.model]
        return field_path.end_of(document, self.field_path) == "res.users"

    def _named(self, document):
        """The people of this step for one document, in their order."""
        self.ensure_one()
        people = self.signer_ids.user_id if self.mode == "turn" else self.user_ids
        people |= self.group_id.all_user_ids.sorted("id")
        # A field may have gone with its add-on: then it names nobody.
        if self.field_path and document and self._leads_to_user():
            people |= document.sudo().exists().mapped(self.field_path)
        return people

    def _late(self):
        """Who may decide as well after the deadline; empty: managers."""
        self.ensure_one()
        return self.late_user_ids | self.late_group_id.all_user_ids.sorted("id")

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
