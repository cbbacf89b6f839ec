from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.jxc_base import field_path


class JxcAlertRule(models.Model):
    """Who is told: people, a role, whoever the document names; and who is told later,
    where nobody has taken the alert over."""

    _inherit = "jxc.alert.rule"

    model_name = fields.Char(compute="_compute_model_name", string="Model")
    field_path = fields.Char(
        "Person on the Document",
        help="A field of the document that names a user: its salesperson, its buyer,"
        " the leader of its team.",
    )
    escalate_hours = fields.Float(
        "Escalate After (Hours)",
        help="Counted round the clock, from the opening of an alert that nobody has"
        " taken over. 0: never.",
    )
    escalate_user_ids = fields.Many2many(
        "res.users",
        "jxc_alert_rule_escalate_rel",
        string="Escalated To",
        domain=[("share", "=", False)],
        help="Nobody and no role named: managers.",
    )
    escalate_group_id = fields.Many2one("res.groups", "Escalated to Role")

    @api.depends("kind", "model_id")
    def _compute_model_name(self):
        models_of = self._jxc_kind_models()
        for rule in self:
            watched = rule.kind == "domain" and rule.sudo().model_id.model
            rule.model_name = watched or models_of.get(rule.kind)

    @api.model
    def _jxc_kind_models(self):
        """{kind: the model that its alerts link to}; an add-on adds those of its
        kinds, so that a rule may name a person on the document."""
        return {}

    @api.constrains("field_path", "kind", "model_id")
    def _check_field_path(self):
        for rule in self.filtered("field_path"):
            if not rule._jxc_leads_to_user():
                raise ValidationError(
                    self.env._(
                        "The alert rule %(rule)s: %(path)s does not lead to a user."
                        " Choose a field of the document that names one.",
                        rule=rule.name,
                        path=rule.field_path,
                    )
                )

    def _jxc_leads_to_user(self):
        model = self.model_name and self.env.get(self.model_name)
        if model is None or not self.model_name:
            return False
        return field_path.end_of(model, self.field_path) == "res.users"

    @api.constrains("escalate_hours")
    def _check_escalate_hours(self):
        for rule in self.filtered(lambda r: r.escalate_hours < 0):
            raise ValidationError(
                self.env._(
                    "The alert rule %(rule)s escalates after a number of hours, or 0.",
                    rule=rule.name,
                )
            )

    def _jxc_receivers(self, company):
        """Everybody the rule names who works for the company."""
        return self._jxc_at_work(self.user_ids, company) | self.group_id._jxc_people(
            company
        )

    def _jxc_escalation(self, company):
        """Who is told where nobody has taken an alert over in time."""
        people = self._jxc_at_work(self.escalate_user_ids, company)
        people |= self.escalate_group_id._jxc_people(company)
        return people or self.env.ref("jxc_base.group_jxc_manager")._jxc_people(company)

    def _jxc_named(self, payloads):
        """Whom the rule's field names on the documents, {document's id: users}."""
        # A field may have gone with its add-on: then it names nobody.
        if not self.field_path or not self._jxc_leads_to_user():
            return {}
        model = self.model_name
        ids = [p["res_id"] for p in payloads if p.get("res_model") == model]
        documents = self.env[model].sudo().browse(ids).exists()
        return {record.id: record.mapped(self.field_path) for record in documents}

    @api.model
    def _jxc_at_work(self, users, company):
        return users.filtered(
            lambda user: (
                user.active
                and not user.share
                and (not company or company in user.company_ids)
            )
        )
