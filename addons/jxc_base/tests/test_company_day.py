from datetime import date, datetime
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from .common import JxcCase

#: In China it is the first of April, two in the morning.
NIGHT = datetime(2026, 3, 31, 18)


@tagged("post_install", "-at_install")
class TestCompanyDay(JxcCase):
    """T5, S7, P9: a company's day is the same for whoever asks, from where he sits."""

    def _day(self, **partner):
        partner = {"tz": False, "country_id": False, **partner}
        self.company.partner_id.write(partner)
        company = self.company.with_user(self.keeper)
        now = patch.object(fields.Datetime, "now", lambda *_a: NIGHT)
        with now:
            days = {company._jxc_today(), company.with_context(tz="UTC")._jxc_today()}
        self.assertEqual(len(days), 1)
        self.assertEqual(company._jxc_day(NIGHT), *days)
        return days.pop()

    def test_where_it_is(self):
        china = self.env.ref("base.cn").id
        self.assertEqual(self._day(country_id=china), date(2026, 4, 1))
        here = {"tz": "Europe/Paris", "country_id": china}
        self.assertEqual(self._day(**here), date(2026, 3, 31))
        self.assertEqual(self._day(), date(2026, 3, 31))
