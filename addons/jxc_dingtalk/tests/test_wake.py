import select
from contextlib import suppress
from unittest.mock import patch

import psycopg2

from odoo import sql_db
from odoo.tests import tagged

from .. import own
from .common import DingtalkCase

CRON = "jxc_dingtalk.ir_cron_send"


@tagged("post_install", "-at_install")
class TestWake(DingtalkCase):
    """G1: what is said costs the transaction little, and its sender always wakes."""

    def setUp(self):
        super().setUp()
        # As an order's confirmation says it, whoever confirms.
        self.group = self.robot.with_user(self.salesperson).sudo()
        self.known = self._triggers()

    def _triggers(self, cron=CRON):
        cron = self.env.ref(cron)
        return self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])

    def _new(self):
        return len(self._triggers() - self.known)

    def _say_in_vain(self, **savepoint):
        # assertRaises would roll back and clear caches around it.
        with suppress(ZeroDivisionError), self.env.cr.savepoint(**savepoint):
            self.group._jxc_say("never", "")
            self.assertTrue(self._new())
            raise ZeroDivisionError

    def test_a_transaction_wakes_it_once(self):
        self.group._jxc_say("One", "")
        self.person.with_user(self.buyer).sudo()._jxc_say("Two", "")
        with self.env.cr.savepoint():
            self.wecom_robot._jxc_say("Three", "")
        self.assertEqual(self._new(), 1)

    def test_the_wish_for_events_is_another_one(self):
        heard, account = "jxc_dingtalk.ir_cron_process", self.account.sudo()
        known = self._triggers(heard)
        self.group._jxc_say("One", "")
        self.assertTrue(account._jxc_store("x", "a") and account._jxc_store("x", "b"))
        self.assertEqual((len(self._triggers(heard) - known), self._new()), (1, 1))

    def _say_again(self, **savepoint):
        self._say_in_vain(**savepoint)
        self.assertEqual(self._new(), 0, "the wish went with the message")
        message = self.group._jxc_say("Stays", "")
        self.assertEqual(self._new(), 1, "this one has a wish of its own")
        self.send()
        self.assertEqual(message.state, "sent")
        self.assertNotIn("never", str(self.phone.shown))

    def test_after_what_a_savepoint_took_back(self):
        self._say_again()

    def test_after_what_a_savepoint_took_back_behind_the_cache(self):
        """Without clearing it, as the host's import tries a file."""
        self._say_again(flush=False)

    def test_a_wish_before_a_savepoint_stays(self):
        self.group._jxc_say("Stays", "")
        self._say_in_vain()
        self._say_in_vain(flush=False)
        self.assertEqual(self._new(), 1)

    def test_another_message_costs_two_statements(self):
        """Its row, and a look whether the sender will wake."""
        self.group._jxc_say("One", "")
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.group._jxc_say("Two", "")
            self.env.flush_all()

    def test_many_at_once_cost_as_much_as_one(self):
        self.group._jxc_say("One", "")
        values = [self.group._jxc_values(f"M{n}", "") for n in range(40)]
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.group.env["jxc.dingtalk.message"]._jxc_queue(values)
            self.env.flush_all()

    def _hear(self, ear, times):
        """Until it rang so often here; PostgreSQL takes its time to hand notices on."""
        heard = 0
        while heard < times:
            ready, *_others = select.select([ear], [], [], 60)
            self.assertTrue(ready, f"only {heard} of {times} came")
            ear.poll()
            while ear.notifies:
                heard += ear.notifies.pop(0).payload == self.env.cr.dbname
        self.assertEqual(heard, times)

    def test_the_bell(self):
        """It reaches whoever listens as the host does, and survives a lost line."""
        _name, info = sql_db.connection_info_for("postgres")
        ear, bell = psycopg2.connect(**info), own._Bell()
        self.addCleanup(ear.close)
        ear.autocommit = True
        with ear.cursor() as cr:
            cr.execute("LISTEN cron_trigger")
            bell.ring(self.env)
            line = bell._line
            self.addCleanup(line.close)
            bell.ring(self.env)
            self.assertIs(bell._line, line, "it stays open")
            self._hear(ear, 2)
            cr.execute("SELECT pg_terminate_backend(%s)", [line.info.backend_pid])
        with patch.object(type(self.env["ir.cron"]), "_notifydb") as host:
            bell.ring(self.env)
            host.assert_called_once()
            bell.ring(self.env)
            host.assert_called_once()
        self.addCleanup(bell._line.close)
        self.assertIsNot(bell._line, line)

    def test_a_job_that_is_off_is_not_woken(self):
        self.env.ref(CRON).active = False
        self.env.flush_all()
        self.group._jxc_say("One", "")
        self.assertEqual(self._new(), 0)
