from datetime import datetime
from unittest.mock import patch

from odoo import fields

from odoo.addons.jxc_base.tests.common import ROLES
from odoo.addons.jxc_sales.tests.common import SalesCase

#: 16:30 of the 27th in Shanghai.
NOW = datetime(2026, 11, 27, 8, 30)


class DailyReportCase(SalesCase):
    """A report at eight o'clock to a manager and a salesperson, and what was sold."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.sudo().partner_id.tz = "Asia/Shanghai"
        cls.env["jxc.daily.report"].search([]).active = False
        for role in (*ROLES, "colleague"):
            getattr(cls, role).lang = "en_US"
        cls.manager.email, cls.salesperson.email = "boss@example.com", "s@example.com"
        with cls._at(NOW):
            cls.report = (
                cls.env["jxc.daily.report"]
                .with_user(cls.manager)
                .create(
                    {
                        "user_ids": [(6, 0, (cls.manager | cls.salesperson).ids)],
                        "about": "same",
                    }
                )
            )
            cls.env.flush_all()
        cls.issues = cls.env["jxc.daily.report.issue"]

    @staticmethod
    def _at(moment):
        return patch.object(fields.Datetime, "now", staticmethod(lambda *_a: moment))

    def _figures(self, user, day=None):
        """{label: figure as text}, of what the user is told."""
        self.env.flush_all()
        self.env.invalidate_all()
        content = self.report.sudo()._jxc_content(user, day or NOW.date())
        lines = content["text"].splitlines()
        return dict(line.split(": ", 1) for line in lines if ": " in line)

    def _number(self, user, label, day=None):
        text = self._figures(user, day)[label]
        return float("".join(c for c in text if c.isdigit() or c in ".-"))

    def _cron(self, moment):
        cron = self.env.ref("jxc_daily_report.ir_cron_send")
        with self._at(moment), self.enter_registry_test_mode():
            self.env.flush_all()
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _told(self, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.issues.search([("report_id", "=", self.report.id), *domain])
