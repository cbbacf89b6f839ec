from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class JxcApprovalRule(models.Model):
    """Which documents need whose approval."""

    _name = "jxc.approval.rule"
    _inherit = "mail.thread"
    _description = "Approval Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True, tracking=True)
    active = fields.Boolean("In Force", default=True, tracking=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for every company.")
    model_id = fields.Many2one(
        "ir.model",
        "Document",
        required=True,
        ondelete="cascade",
        domain=[
            ("field_id.name", "=", "jxc_approval_state"),
            ("transient", "=", False),
            ("abstract", "=", False),
        ],
    )
    model = fields.Char(
        related="model_id.model", string="Model", store=True, index=True
    )
    domain = fields.Char(
        "Condition",
        required=True,
        default="[]",
        tracking=True,
        help="Documents that meet it need the approval.",
    )
    allow_self = fields.Boolean(
        "Own Documents",
        tracking=True,
        help="An approver may approve what he submitted himself.",
    )
    tolerance = fields.Float(
        "Lowering Let Through (%)",
        tracking=True,
        help="What was approved may be lowered by so much, each figure compared with"
        " what was approved, without asking again. Only figures that the document lets"
        " lower count: quantities, and what is paid. 0: every change asks again.",
    )
    step_ids = fields.One2many("jxc.approval.rule.step", "rule_id", "Steps", copy=True)

    def copy_data(self, default=None):
        """A copy is not in force: twice the same rule would ask twice."""
        copies = super().copy_data({"active": False, **(default or {})})
        for rule, values in zip(self, copies, strict=True):
            if "name" not in (default or {}):
                values["name"] = self.env._("%(rule)s (copy)", rule=rule.name)
        return copies

    @api.constrains("model_id")
    def _check_model(self):
        mixin = self.env.registry["jxc.approval.mixin"]
        for rule in self:
            if not issubclass(self.env.registry[rule.model_id.model], mixin):
                raise ValidationError(
                    self.env._(
                        "%(model)s is no document that can be approved.",
                        model=rule.model_id.name,
                    )
                )
        self.step_ids._check_field_path()

    @api.constrains("model_id", "domain")
    def _check_domain(self):
        for rule in self:
            try:
                rule._condition().validate(self.env[rule.model_id.model])
            except (ValueError, SyntaxError, TypeError) as error:
                raise ValidationError(
                    self.env._(
                        "The condition of %(rule)s cannot be read: %(reason)s",
                        rule=rule.name,
                        reason=error,
                    )
                ) from error

    @api.constrains("active", "step_ids")
    def _check_steps(self):
        for rule in self.filtered(lambda r: r.active and not r.step_ids):
            raise ValidationError(
                self.env._("%(rule)s needs a step: who approves?", rule=rule.name)
            )

    @api.constrains("tolerance")
    def _check_tolerance(self):
        for rule in self.filtered(lambda r: not 0 <= r.tolerance <= 100):
            raise ValidationError(
                self.env._(
                    "%(rule)s: lowering is let through by 0 to 100 per cent.",
                    rule=rule.name,
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        request = self.env["jxc.approval.request"].sudo()
        used = request.search([("rule_id", "in", self.ids)], limit=1)
        if used:
            raise UserError(
                self.env._(
                    "%(rule)s was used by %(request)s. Archive it instead.",
                    rule=used.rule_id.name,
                    request=used.name,
                )
            )

    def _condition(self):
        self.ensure_one()
        return Domain(literal_eval(self.domain.strip() or "[]"))

    @api.model
    def _matching(self, documents):
        """:return: ``{document id: the rules it falls under}``"""
        found = dict.fromkeys(documents.ids, self.browse())
        for rule in self.sudo().search([("model", "=", documents._name)]):
            for document in rule._judge(documents):
                found[document.id] = found[document.id] | rule
        return found

    def _judge(self, documents):
        """Those of ``documents`` that this rule wants approved."""
        mine = documents.sudo()
        if self.company_id:
            mine = mine.filtered(
                # What belongs to no company is used in this one as well.
                lambda d: not d.company_id or d.company_id == self.company_id
            )
        return mine.filtered_domain(self._condition())
