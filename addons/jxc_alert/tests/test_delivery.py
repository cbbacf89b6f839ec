from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MockEmail

from ..exceptions import PermanentFailure
from ..models.jxc_alert_delivery import JxcAlertDelivery
from .common import AlertCase

LOG = "odoo.addons.jxc_alert.models.jxc_alert_delivery"


@tagged("post_install", "-at_install")
class TestDelivery(AlertCase, MockEmail):
    """K5: by which channels, when, and what becomes of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.write({"channel_mail": True, "group_id": False, "channel_todo": False})
        cls.deliveries = cls.env["jxc.alert.delivery"]

    def sent(self):
        return self.deliveries.search([("rule_id", "=", self.rule.id)], order="id")

    def send(self, moment=None):
        moment = moment or fields.Datetime.now()
        now = patch.object(fields.Datetime, "now", staticmethod(lambda *_a: moment))
        with now, self.enter_registry_test_mode(), self.mock_mail_gateway():
            self.env.ref("jxc_alert.ir_cron_send").method_direct_trigger()
        return self._mails

    def failing(self, error):
        def fail(deliveries, user):
            raise error

        return patch.object(JxcAlertDelivery, "_send_mail", fail)

    def test_a_message_is_written_with_the_alert_and_sent_after(self):
        self.look(self.bad)
        delivery = self.sent()
        self.assertRecordValues(
            delivery,
            [{"state": "waiting", "channel": "mail", "user_id": self.buyer.id}],
        )
        self.assertEqual(delivery.alert_ids, self.alerts())
        (mail,) = self.send()
        self.assertEqual(mail["email_to"], [self.buyer.email_formatted])
        self.assertIn(f"/odoo/jxc.alert/{self.alerts().id}", mail["body"])
        self.assertEqual(delivery.state, "sent")
        self.assertFalse(self.send(), "not twice")

    def test_several_to_one_person_go_as_one(self):
        self.good.city = "Nowhere"
        self.look(self.bad)
        self.look(self.good)
        self.assertEqual(len(self.sent()), 2)
        (mail,) = self.send()
        self.assertIn("2", mail["subject"])
        for alert in self.alerts():
            self.assertIn(f"/odoo/jxc.alert/{alert.id}", mail["body"])

    def test_what_is_over_is_not_told(self):
        self.look(self.bad)
        self.bad.city = "Shanghai"
        self.look(self.bad)
        self.assertFalse(self.send())
        self.assertRecordValues(self.sent(), [{"state": "sent", "sent_on": False}])

    def test_nothing_is_sent_for_what_was_rolled_back(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.look(self.bad)
            self.assertTrue(self.sent())
            raise ZeroDivisionError
        self.assertFalse(self.sent())

    def test_a_failure_is_retried_then_given_up_and_told_otherwise(self):
        self.look(self.bad)
        delivery, moment = self.sent(), fields.Datetime.now()
        with self.failing(OSError("no route to host")), mute_logger(LOG):
            for attempt in range(1, 6):
                self.send(moment)
                self.assertEqual(
                    (delivery.state, delivery.attempts), ("failed", attempt)
                )
                self.assertEqual(delivery.error, "no route to host")
                self.send(delivery.next_try_on - timedelta(seconds=1))
                self.assertEqual(delivery.attempts, attempt, "not before its time")
                moment = delivery.next_try_on
            self.send(moment)
        self.assertEqual(delivery.state, "dead")
        self.assertEqual(self.todos(self.alerts()).user_id, self.buyer)
        delivery.with_user(self.manager).action_jxc_send_again()
        self.assertTrue(self.send())
        self.assertEqual(delivery.state, "sent")

    def test_what_cannot_work_is_given_up_at_once(self):
        self.buyer.email = False
        self.look(self.bad)
        self.assertFalse(self.send())
        delivery = self.sent()
        self.assertEqual((delivery.state, delivery.attempts), ("dead", 0))
        self.assertIn("no e-mail address", delivery.error)
        self.assertEqual(self.todos(self.alerts()).user_id, self.buyer)

    def test_a_dead_channel_holds_up_nobody(self):
        """One person's channel fails; the other person is told all the same."""
        self.rule.user_ids |= self.keeper
        send = JxcAlertDelivery._send_mail

        def fail_for_buyer(deliveries, user):
            if user == self.buyer:
                raise PermanentFailure("blocked")
            return send(deliveries, user)

        self.look(self.bad)
        with patch.object(JxcAlertDelivery, "_send_mail", fail_for_buyer):
            (mail,) = self.send()
        self.assertEqual(mail["email_to"], [self.keeper.email_formatted])
        self.assertEqual(sorted(self.sent().mapped("state")), ["dead", "sent"])

    def test_quiet_hours_wait_and_critical_ones_do_not(self):
        self.buyer.tz = "Asia/Shanghai"
        now = fields.Datetime.now()
        local = fields.Datetime.context_timestamp(
            self.sent().with_context(tz="Asia/Shanghai"), now
        )
        hour = local.hour
        self.rule.write({"quiet_from": hour, "quiet_to": (hour + 2) % 24})
        self.look(self.bad)
        self.assertFalse(self.send())
        waiting = self.sent()
        self.assertLess(now, waiting.next_try_on)
        self.assertTrue(self.send(waiting.next_try_on))
        self.rule.severity = "critical"
        self.good.city = "Nowhere"
        self.look(self.good)
        self.assertTrue(self.send())

    def test_once_a_day(self):
        self.rule.digest = True
        self.look(self.bad)
        self.good.city = "Nowhere"
        self.look(self.good)
        first, second = self.sent()
        self.assertEqual(first.next_try_on, second.next_try_on)
        self.assertGreater(first.next_try_on, fields.Datetime.now())
        self.assertEqual(len(self.send(first.next_try_on)), 1)

    def test_hours_that_make_no_sense(self):
        for values in ({"quiet_from": 24}, {"digest_hour": -1}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.rule.write(values)

    def test_messages_are_not_the_users(self):
        """As a plain user: none is made, changed or read that is another's."""
        self.look(self.bad)
        delivery = self.sent()
        self.assertEqual(self.deliveries.with_user(self.buyer).search([]), delivery)
        self.assertFalse(self.deliveries.with_user(self.salesperson).search([]))
        for user in (self.buyer, self.salesperson, self.manager):
            mine = delivery.with_user(user)
            values = {"channel": "mail", "user_id": user.id, "subject": "x"}
            for attack in (
                lambda m=mine: m.write({"state": "sent"}),
                lambda m=mine, v=values: m.create(v),
                mine.unlink,
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    attack()
        for user in (self.buyer, self.salesperson):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                delivery.with_user(user).action_jxc_send_again()

    def test_sending_costs_no_more_for_many(self):
        partners = self.good.create(
            [{"name": f"P{n}", "ref": "JXCTEST", "city": "Nowhere"} for n in range(50)]
        )
        self.look(*partners)
        due = self.deliveries._due()
        self.assertEqual(len(due), 1, "one batch, one message")
        with self.mock_mail_gateway(), self.assertQueryCount(60):
            due._send_safely()

    def test_the_trend_counts_what_opened_and_closed(self):
        self.look(self.bad)
        self.bad.city = "Shanghai"
        self.look(self.bad)
        self.bad.city = "Nowhere"
        self.look(self.bad)
        self.env.flush_all()
        trend = self.env["jxc.alert.trend"].with_user(self.manager)
        rows = trend.search([("rule_id", "=", self.rule.id)])
        self.assertEqual(sum(rows.mapped("opened")), 2)
        self.assertEqual(sum(rows.mapped("closed")), 1)
        self.assertEqual(sum(rows.mapped("growth")), 1)
