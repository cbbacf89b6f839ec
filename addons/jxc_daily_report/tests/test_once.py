from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name

from odoo.addons.jxc_base.tests.sessions import run_sessions


@tagged("post_install", "-at_install")
class TestOnce(BaseCase):
    """G1: several workers at the same report, with transactions of their own."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        self.report = self._committed(self._make)
        self.addCleanup(self._committed, self._clean)

    def _committed(self, function):
        with self.registry.cursor() as cr:
            return function(api.Environment(cr, SUPERUSER_ID, {}))

    def _make(self, env):
        report = env["jxc.daily.report"].create(
            {"user_ids": [(6, 0, env.ref("base.user_admin").ids)]}
        )
        report.flush_recordset()
        report.next_on = fields.Datetime.now()
        return report.id

    def _clean(self, env):
        env["jxc.daily.report"].browse(self.report).unlink()

    def test_four_workers_tell_once(self):
        def work(env):
            env["jxc.daily.report"].browse(self.report)._jxc_send_if_due()

        outcomes = run_sessions(self.registry, SUPERUSER_ID, [[work]] * 4)
        self.assertFalse([error for error in outcomes if error])
        told = self._committed(
            lambda env: env["jxc.daily.report.issue"].search_count(
                [("report_id", "=", self.report)]
            )
        )
        self.assertEqual(told, 1)
