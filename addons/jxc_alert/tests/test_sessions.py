import threading

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestSessions(BaseCase):
    """Two servers evaluate at once, with transactions of their own."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            self.partner_id = env["res.partner"].create({"name": "Raced"}).id
            self.rule_id = (
                env["jxc.alert.rule"]
                .create(
                    {
                        "name": "Race",
                        "model_id": env["ir.model"]._get_id("res.partner"),
                        "domain": f"[('id', '=', {self.partner_id})]",
                        "channel_todo": False,
                    }
                )
                .id
            )
        self.addCleanup(self._clean)

    def _clean(self):
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["jxc.alert.rule"].browse(self.rule_id).unlink()
            env["res.partner"].browse(self.partner_id).unlink()
            env["jxc.alert.mark"].search([]).unlink()

    def test_two_at_once_open_one_alert(self):
        """K5: without repeats, also where two sessions evaluate the same key."""
        start, faults, key = threading.Barrier(4), [], f"res.partner:{self.partner_id}"

        def session():
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    env["jxc.alert"].search_count([])  # the snapshot is of now
                    start.wait(30)

                    def job():
                        marks = env["jxc.alert.mark"]
                        marks._mark("domain", [key])
                        marks._process()

                    retrying(job, env)
            except Exception as error:  # noqa: BLE001  any fault fails the test
                faults.append(repr(error))

        threads = [threading.Thread(target=session, daemon=True) for _n in range(4)]
        # Without the lock the index stops the second: an error in the log.
        with (
            mute_logger("odoo.sql_db", "odoo.service.model"),
            self.assertNoLogs("odoo.addons.jxc_alert", "ERROR"),
        ):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(60)
        self.assertEqual(faults, [])
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            alerts = env["jxc.alert"].search([("rule_id", "=", self.rule_id)])
            self.assertEqual(alerts.mapped("state"), ["open"])

    def test_a_killed_worker_loses_nothing(self):
        """K5: a worker dies between taking the marks and its commit: the next one
        finds them all, and opens what the dead one had opened."""
        key = f"res.partner:{self.partner_id}"
        with self.registry.cursor() as cr:
            api.Environment(cr, SUPERUSER_ID, {})["jxc.alert.mark"]._mark(
                "domain", [key]
            )
        worker = self.registry.cursor()
        env = api.Environment(worker, SUPERUSER_ID, {})
        env["jxc.alert.mark"]._process()
        env.flush_all()
        found = env["jxc.alert"].search([("rule_id", "=", self.rule_id)])
        self.assertEqual(found.mapped("state"), ["open"], "it had got that far")
        worker.execute("SELECT pg_backend_pid()")
        (pid,) = worker.fetchone()
        with self.registry.cursor() as cr:
            cr.execute("SELECT pg_terminate_backend(%s, 10000)", [pid])
            self.assertEqual(cr.fetchone(), (True,))
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.Error):
            worker.execute("SELECT 1")
        worker.close()
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            rule = env["jxc.alert.rule"].browse(self.rule_id)
            self.assertFalse(rule.alert_ids, "what the dead one wrote is gone")
            self.assertTrue(env["jxc.alert.mark"]._process())
            self.assertEqual(rule.alert_ids.mapped("state"), ["open"])
            self.assertFalse(env["jxc.alert.mark"].search([("key", "=", key)]))
