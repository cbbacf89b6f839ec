import pytz

from odoo import models


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def _jxc_weekdays(self):
        """The days that are worked, Monday is 0; None without a calendar."""
        worked = self.attendance_ids.filtered(
            lambda a: not a.display_type and a.day_period != "lunch"
        )
        return frozenset(map(int, worked.mapped("dayofweek"))) if worked else None

    def _jxc_closures(self):
        """Pairs of first and last day on which nobody works."""
        zone = pytz.timezone(self.tz or "UTC")
        return tuple(
            tuple(
                pytz.utc.localize(moment).astimezone(zone).date()
                for moment in (leave.date_from, leave.date_to)
            )
            for leave in self.leave_ids
            if not leave.resource_id
        )
