from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from .jxc_alert import ACTIVITY

#: Alerts that one transaction escalates.
BATCH = 500


class JxcAlert(models.Model):
    """Who looks after an alert, what he does next, and who hears of it if nobody
    does."""

    _inherit = "jxc.alert"

    next_label = fields.Char("Next Step", compute="_compute_next_label")

    @api.depends("state", "key", "res_model", "res_id")
    def _compute_next_label(self):
        for alert in self:
            step = alert.state != "closed" and alert._jxc_next_action()
            alert.next_label = step and step[0]

    def _jxc_next_action(self):
        """Hook: what to do about this alert.

        An add-on answers for its kinds, and asks ``super`` for the others.

        :return: (label, action), or None; nothing is read or written before the user
            has pressed the button, and the action runs with his rights.
        """
        self.ensure_one()
        return None

    def action_jxc_next(self):
        """Open what the kind offers as the next step."""
        self.ensure_one()
        self.check_access("read")
        step = self.state != "closed" and self._jxc_next_action()
        if not step:
            raise UserError(
                self.env._(
                    "There is nothing to do about the alert %(alert)s any more."
                    " Open its document instead.",
                    alert=self.name,
                )
            )
        return step[1]

    def action_take_over(self):
        """Make it mine, also where somebody else had it."""
        self.check_access("read")
        alerts = self.sudo().filtered(
            lambda a: a.state != "closed" and a.acknowledged_by_id != self.env.user
        )
        alerts._jxc_own(self.env.user)

    def _jxc_own(self, user):
        self.write(
            {
                "state": "acknowledged",
                "acknowledged_on": fields.Datetime.now(),
                "acknowledged_by_id": user.id,
            }
        )
        self.activity_unlink([ACTIVITY])

    @api.model
    def _cron_escalate(self):
        """Tell more people where nobody has taken an alert over in time."""
        cron = self.env["ir.cron"]
        while alerts := self._jxc_overdue():
            for rule, late in alerts.grouped("rule_id").items():
                late._jxc_escalate(rule)
            if not cron._commit_progress(len(alerts)):
                break

    @api.model
    def _jxc_overdue(self):
        """Alerts to escalate now. One that somebody is just taking over is his."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id
                  FROM jxc_alert a JOIN jxc_alert_rule r ON r.id = a.rule_id
                 WHERE a.state = 'open' AND a.escalated_on IS NULL
                   AND r.escalate_hours > 0
                   AND a.opened_on <= %s - r.escalate_hours * interval '1 hour'
                 ORDER BY a.opened_on, a.id LIMIT %s
                   FOR UPDATE OF a SKIP LOCKED
                """,
                fields.Datetime.now(),
                BATCH,
            )
        )
        return self.browse([row[0] for row in rows])

    def _jxc_escalate(self, rule):
        """Tell those of the rule's escalation who have not been told yet."""
        self.write({"escalated_on": fields.Datetime.now()})
        for company, alerts in self.grouped("company_id").items():
            people = rule._jxc_escalation(company)
            # Together where the same people are missing: that is one message.
            missing = alerts.grouped(lambda a, told=people: told - a.receiver_ids)
            for others, group in missing.items():
                group.write({"receiver_ids": [(4, user.id) for user in others]})
                group._jxc_tell(others)
