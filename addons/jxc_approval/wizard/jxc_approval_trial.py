from datetime import timedelta

from odoo import api, fields, models

#: Documents that one trial looks at, the latest first.
MOST = 5000


class JxcApprovalTrial(models.TransientModel):
    """What a rule would have caught, before it is put in force."""

    _name = "jxc.approval.trial"
    _description = "Try Out an Approval Rule"

    rule_id = fields.Many2one("jxc.approval.rule", required=True, ondelete="cascade")
    active = fields.Boolean(related="rule_id.active")
    days = fields.Integer("Of the Last Days", default=90, required=True)
    result = fields.Char(compute="_compute_result")
    caught_count = fields.Integer(compute="_compute_result")

    @api.depends("rule_id", "days")
    def _compute_result(self):
        for trial in self:
            documents, caught = trial._documents(), trial._caught()
            trial.caught_count = len(caught)
            trial.result = self.env._(
                "%(rule)s would have caught %(caught)s of %(total)s: %(model)s.",
                rule=trial.rule_id.name,
                caught=len(caught),
                total=len(documents),
                model=trial.rule_id.sudo().model_id.name,
            )

    def _documents(self):
        """What the user may see of the documents made in these days."""
        self.ensure_one()
        since = fields.Datetime.now() - timedelta(days=max(self.days, 0))
        domain = [("create_date", ">=", since)]
        if company := self.rule_id.company_id:
            domain.append(("company_id", "=", company.id))
        return self.env[self.rule_id.model].search(
            domain, order="create_date desc", limit=MOST
        )

    def _caught(self):
        """Judged in the same way as by the rule in force."""
        return self.rule_id._judge(self._documents()).with_env(self.env)

    def action_show(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.rule_id.name,
            "res_model": self.rule_id.model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self._caught().ids)],
        }

    def action_put_in_force(self):
        self.rule_id.active = True
        return {"type": "ir.actions.act_window_close"}
