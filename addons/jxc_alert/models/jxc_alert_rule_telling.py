from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic import sending

TIMEZONE = "Asia/Shanghai"


class JxcAlertRule(models.Model):
    """By which channels a rule tells, and when.

    A channel is a field ``channel_<name>`` and a method ``_send_<name>`` of
    ``jxc.alert.delivery``; to-dos are given at once and need neither.
    """

    _inherit = "jxc.alert.rule"

    digest = fields.Boolean(
        "Once a Day",
        help="One message with all that the day brought. To-dos come at once.",
    )
    digest_hour = fields.Float("At", default=8.0)
    quiet_from = fields.Float(
        help="In the time zone of who is told. Messages wait for the end of this time;"
        " to-dos do not. Equal hours: never quiet.",
    )
    quiet_to = fields.Float()
    quiet_breaks = fields.Boolean(
        "Critical at Any Time",
        default=True,
        help="Critical alerts wait neither for the end of the quiet time nor for the"
        " day.",
    )

    @api.constrains("digest_hour", "quiet_from", "quiet_to")
    def _check_hours(self):
        for rule in self:
            hours = (rule.digest_hour, rule.quiet_from, rule.quiet_to)
            if not all(0 <= hour < 24 for hour in hours):
                raise ValidationError(
                    self.env._(
                        "The alert rule %(rule)s: an hour of the day is 00:00 to"
                        " 23:59.",
                        rule=rule.name,
                    )
                )

    def _jxc_channels(self):
        """The names of the channels that carry this rule's messages."""
        names = [name for name in self._fields if name.startswith("channel_")]
        chosen = [name for name in names if self[name] and name != "channel_todo"]
        return [name.removeprefix("channel_") for name in chosen]

    def _jxc_send_on(self, user):
        """From when a message of this rule may go out to ``user``."""
        now = fields.Datetime.now()
        if self.severity == "critical" and self.quiet_breaks:
            return now
        return sending.send_on(
            now,
            user.tz or self.company_id.partner_id.tz or TIMEZONE,
            self.quiet_from,
            self.quiet_to,
            self.digest_hour if self.digest else None,
        )
