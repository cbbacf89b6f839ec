import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import schedule

_logger = logging.getLogger(__name__)
ZONE = "Asia/Shanghai"


class JxcDailyReport(models.Model):
    """To whom a company reports its day, and when."""

    _name = "jxc.daily.report"
    _description = "Daily Report"
    _order = "company_id, hour, id"

    name = fields.Char(required=True, default=lambda self: self.env._("Daily Report"))
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    user_ids = fields.Many2many(
        "res.users",
        string="To",
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Each gets the figures that he may see himself.",
    )
    hour = fields.Float("At", required=True, default=8.0)
    about = fields.Selection(
        [("before", "The Day Before"), ("same", "The Day Itself, Until Then")],
        required=True,
        default="before",
    )
    next_on = fields.Datetime(
        "Next Report", compute="_compute_next_on", store=True, copy=False
    )

    _hour_in_day = models.Constraint(
        "CHECK (hour >= 0 AND hour < 24)", "The hour is between 0:00 and 23:59."
    )

    @api.depends("hour", "company_id.partner_id.tz", "active")
    def _compute_next_on(self):
        now = fields.Datetime.now()
        for report in self:
            report.next_on = schedule.following(now, report.hour, report._jxc_zone())

    def _jxc_zone(self):
        return self.company_id.partner_id.tz or ZONE

    def _jxc_day(self, now):
        """The day that a report of this moment is about."""
        day = schedule.local_day(now, self._jxc_zone())
        return day - timedelta(days=1) if self.about == "before" else day

    @api.model
    def _cron_send(self):
        """Every report that is due, once, whoever else is at it."""
        cron = self.env["ir.cron"]
        due = self.search([("next_on", "<=", fields.Datetime.now())])
        for report in due:
            report._jxc_try()
            cron._commit_progress(1)

    def _jxc_try(self):
        """A report that cannot be made holds up no other; it is tried again."""
        try:
            with self.env.cr.savepoint():
                self._jxc_send_if_due()
        except OperationalError:
            raise
        except Exception:
            _logger.exception("Daily report %s", self.id)

    def _jxc_send_if_due(self):
        """Whoever holds the row sends; a row that moved on is another transaction's."""
        now = fields.Datetime.now()
        if not self.try_lock_for_update() or self.next_on > now:
            return
        # After a standstill of days the last one is told, not each that was missed.
        day = self._jxc_day(now)
        self.next_on = schedule.following(now, self.hour, self._jxc_zone())
        told = self.env["jxc.daily.report.issue"].search(
            [("report_id", "=", self.id), ("day", "=", day), ("by_hand", "=", False)]
        )
        self._jxc_issue(self._jxc_people() - told.user_id, day)._jxc_send()

    def _jxc_people(self):
        """Who is still there, and still works for the company."""
        return self.user_ids.filtered(
            lambda u: u.active and not u.share and self.company_id in u.company_ids
        )

    def _jxc_issue(self, people, day, by_hand=False):
        """What each of them is told, by his own eyes."""
        return (
            self.env["jxc.daily.report.issue"]
            .sudo()
            .create(
                [
                    {
                        "report_id": self.id,
                        "user_id": user.id,
                        "day": day,
                        "by_hand": by_hand,
                        **self._jxc_content(user, day),
                    }
                    for user in people
                ]
            )
        )

    # --- buttons ------------------------------------------------------------------

    def action_jxc_preview(self):
        """What I myself would be told now."""
        self.ensure_one()
        self.check_access("read")
        day = self._jxc_day(fields.Datetime.now())
        issue = self.sudo()._jxc_issue(self.env.user, day, by_hand=True)
        return issue.sudo(False)._jxc_open()

    def action_jxc_send_now(self):
        """Tell all of them now; the report of the hour goes out all the same."""
        self.ensure_one()
        self.check_access("write")
        people = self._jxc_people()
        if not people:
            raise UserError(
                self.env._(
                    "%(report)s is sent to nobody who works for %(company)s: choose"
                    " people.",
                    report=self.name,
                    company=self.company_id.name,
                )
            )
        day = self._jxc_day(fields.Datetime.now())
        self.sudo()._jxc_issue(people, day, by_hand=True)._jxc_send()
        message = self.env._("On the way to %(count)s people.", count=len(people))
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message},
        }
