import pytz

from odoo import fields, models


class ResCompany(models.Model):
    """The days of a company: who ships at one in the morning in China does so on the
    same day for everybody, wherever he sits, and for the jobs of the server."""

    _inherit = "res.company"

    def _jxc_zone(self):
        """The name of the time zone in which the company's days begin and end: that of
        its contact, or the first of its country."""
        self.ensure_one()
        partner = self.sudo().partner_id
        zones = pytz.country_timezones.get(partner.country_id.code or "", [])
        return partner.tz or (zones and zones[0]) or "UTC"

    def _jxc_day(self, moment):
        """The company's day of a moment in UTC."""
        zone = pytz.timezone(self._jxc_zone())
        return pytz.UTC.localize(moment).astimezone(zone).date()

    def _jxc_today(self):
        """Today, where the company is, whoever asks from where."""
        return self._jxc_day(fields.Datetime.now())
