import re
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..logic import answers
from .common import DingtalkCase


@tagged("post_install", "-at_install")
class TestOutbox(DingtalkCase):
    """G1: each message once, in order, and nobody in doubt about what became of it."""

    def todos(self, target):
        return target.sudo().activity_ids

    def test_a_robot_speaks(self):
        message = self.robot._jxc_say("缺货", "龙井 3 件", "https://e.com/1", "查看")
        self.assertFalse(self.phone.shown, "not before the commit")
        self.send()
        self.assertEqual(message.state, "sent")
        self.assertEqual(self.phone.texts(), ["### 缺货\n\n龙井 3 件"])
        self.send()
        self.assertEqual(len(self.phone.shown), 1)

    def test_wecom_robot_and_people_of_both(self):
        self.wecom_robot._jxc_say("a", "b")
        self.person._jxc_say("c", "d")
        other = self.person.create(
            {"user_id": self.buyer.id, "identifier": "li", "platform": "wecom"}
        )
        other._jxc_say("e", "f", "https://e.com/2")
        self.send()
        self.assertEqual(self.phone.texts("wecom group"), ["**a**\nb"])
        [text] = self.phone.texts("zhang")
        self.assertIn("### c", text)
        [text] = self.phone.texts("li")
        self.assertIn("https://e.com/2", text)

    def test_nothing_goes_out_for_what_was_rolled_back(self):
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            self.robot._jxc_say("never", "")
            self.assertTrue(self.messages.search([]))
            raise ZeroDivisionError
        self.send()
        self.assertFalse(self.phone.shown)

    def test_faults_show_it_once_all_the_same(self):
        """Time-outs before and after, 5xx, a page of HTML: retried with its key."""
        self.account.sudo()._jxc_token()
        faults = ["lost before", "lost after", 500, "500 after", "html"]
        for target in (self.robot, self.person):
            self.phone.shown.clear()
            message = target._jxc_say("Once", "only")
            moment = message.next_try_on
            self.phone.script = list(faults)
            for attempt in range(1, len(faults) + 1):
                self.send(moment)
                self.assertEqual((message.state, message.attempts), ("failed", attempt))
                self.assertTrue(message.answer)
                self.send(message.next_try_on - timedelta(seconds=1))
                self.assertEqual(message.attempts, attempt, "not before its time")
                moment = message.next_try_on
            self.send(moment)
            self.assertEqual(message.state, "sent")
            self.assertEqual(len(self.phone.shown), 1)

    def test_without_a_key_it_is_unknown(self):
        """WeCom's robot shows it again when asked again: only a person asks again."""
        message = self.wecom_robot._jxc_say("Perhaps", "")
        self.phone.script = ["lost after"]
        self.send()
        self.assertEqual(message.state, "unknown")
        self.assertTrue(self.todos(self.wecom_robot))
        self.send(fields.Datetime.now() + timedelta(days=1))
        self.assertEqual(len(self.phone.shown), 1)
        with self.assertRaises(AccessError):
            message.with_user(self.keeper).action_jxc_send_again()
        message.with_user(self.manager).action_jxc_send_again()
        self.send()
        self.assertEqual((message.state, len(self.phone.shown)), ("sent", 2))

    def test_never_connected_is_no_doubt(self):
        self.env["ir.config_parameter"].set_param(
            "jxc_dingtalk.address_wecom", "http://127.0.0.1:9"
        )
        message = self.wecom_robot._jxc_say("Later", "")
        self.send()
        self.assertEqual(message.state, "failed")

    def test_given_up_after_eight_tries(self):
        first = self.robot._jxc_say("First", "")
        second = self.robot._jxc_say("Second", "")
        self.phone.script = [500] * answers.TRIES
        moment = fields.Datetime.now()
        for attempt in range(1, answers.TRIES + 1):
            self.assertFalse(second.attempts, "order is kept")
            self.send(moment)
            self.assertEqual(first.attempts, attempt)
            moment = max(first.next_try_on, moment)
        self.assertEqual(first.state, "dead")
        self.assertEqual(self.todos(self.robot).user_id, self.manager)
        self.send(moment + timedelta(minutes=1))
        self.assertEqual(second.state, "sent")

    def test_what_cannot_work_dies_at_once(self):
        """One to-do, however many messages, with the way out in it."""
        self.robot.signing_secret = "SECwrong"
        told = [self.robot._jxc_say(f"M{n}", "") for n in range(3)]
        self.send()
        self.assertEqual({message.state for message in told}, {"dead"})
        self.assertEqual(told[0].attempts, 1)
        [todo] = self.todos(self.robot)
        self.assertIn("sign not match", todo.summary)

    def test_expired_and_refused_tokens(self):
        self.person._jxc_say("One", "")
        self.send()
        self.phone.forget_tokens()
        message = self.person._jxc_say("Two", "")
        self.send()
        self.assertEqual((message.state, message.attempts), ("sent", 1))
        self.assertEqual(self.phone.token_fetches, 2)
        self.person._jxc_say("Three", "")
        self.send()
        self.assertEqual(self.phone.token_fetches, 2, "kept in the database")
        later = fields.Datetime.now() + timedelta(seconds=7000)
        self.person._jxc_say("Four", "")
        self.send(later)
        self.assertEqual(self.account.token_until, later + timedelta(seconds=6900))

    def test_a_throttled_robot_is_silent_for_ten_minutes(self):
        now = fields.Datetime.now()
        first = self.robot._jxc_say("First", "")
        second = self.robot._jxc_say("Second", "")
        other = self.wecom_robot._jxc_say("Other", "")
        self.phone.script = [{"errcode": 410100, "errmsg": "too fast"}]
        self.send(now)
        self.assertEqual(first.next_try_on, now + timedelta(minutes=10))
        self.assertEqual((second.attempts, other.state), (0, "sent"))
        self.assertEqual(self.robot.paused_until, first.next_try_on)
        self.send(now + timedelta(minutes=9))
        self.assertFalse(second.attempts)
        self.send(now + timedelta(minutes=10))
        self.assertEqual((first.state, second.state), ("sent", "sent"))

    def test_no_more_than_the_vendor_takes(self):
        """Fifty to one person, over four minutes, in order."""
        for number in range(50):
            self.person._jxc_say(f"M{number:02}", "")
        moment = fields.Datetime.now()
        for minute in range(4):
            before = len(self.phone.shown)
            for second in (1, 30):
                self.send(moment + timedelta(minutes=minute, seconds=minute + second))
            sent = len(self.phone.shown) - before
            self.assertEqual(sent, 2 if minute == 3 else answers.PER_MINUTE)
        shown = [re.search("M[0-9]{2}", text)[0] for text in self.phone.texts()]
        self.assertEqual(shown, [f"M{n:02}" for n in range(50)])

    def test_a_backlog_becomes_a_digest(self):
        """More than a group's robot may say in a minute: as lists, in order, each
        message in one of them, and with its link."""
        for robot, to in ((self.robot, "group"), (self.wecom_robot, "wecom group")):
            told = self.messages.concat(
                *(
                    robot._jxc_say(f"M{n:02}", "", f"https://e.com/{n}", "Look")
                    for n in range(50)
                )
            )
            self.send()
            texts = self.phone.texts(to)
            self.assertLess(len(texts), answers.PER_MINUTE)
            shown = re.findall("M[0-9]{2}", "".join(texts))
            self.assertEqual(shown, [f"M{n:02}" for n in range(50)])
            self.assertIn("(https://e.com/20)", "".join(texts))
            self.assertEqual(set(told.mapped("state")), {"sent", "merged"})
            merged = told.filtered("digest_id")
            self.assertEqual(merged.digest_id.mapped("state")[0], "sent")

    def test_few_are_no_digest(self):
        for number in range(answers.PER_MINUTE):
            self.robot._jxc_say(f"M{number:02}", "")
        self.send()
        self.assertEqual(len(self.phone.texts("group")), answers.PER_MINUTE)

    def test_quota(self):
        """80 % of the month's calls: a to-do; all of them: no further tries."""
        self.account.quota = 5
        for number in range(4):
            self.assertFalse(self.todos(self.account))
            self.person._jxc_say(f"M{number}", "")
            self.send()
        self.assertIn("4", self.todos(self.account).summary)
        self.phone.quota = 0
        message = self.person._jxc_say("Over", "")
        self.send()
        self.assertEqual((message.state, message.attempts), ("dead", 1))
        self.assertEqual(self.account.call_count, 5)
        january = fields.Date.to_date("2099-01-05")
        with patch.object(fields.Date, "today", lambda *_a: january):
            self.account.sudo()._jxc_count()
        self.assertEqual(self.account.call_count, 1, "a new month")

    def test_a_sender_that_died_leaves_nothing_behind(self):
        """Claimed and never settled: with a key again, without one in doubt."""
        keyed = self.robot._jxc_say("Keyed", "")
        bare = self.wecom_robot._jxc_say("Bare", "")
        now = fields.Datetime.now()
        self.env.flush_all()
        self.messages._jxc_claim()
        self.messages._jxc_claim()
        self.env.invalidate_all()
        self.assertEqual((keyed.state, bare.state), ("sending", "sending"))
        self.send(now + timedelta(minutes=1))
        self.assertFalse(self.phone.shown, "its sender may still be at it")
        self.send(now + timedelta(minutes=4))
        self.assertEqual((keyed.state, bare.state), ("failed", "unknown"))
        self.send(now + timedelta(minutes=5))
        self.assertEqual(keyed.state, "sent")

    def _people(self):
        """Three of them: what they are told is one batch."""
        self.phone.people["1"] = "wang"
        others = self.person.create(
            [
                {"user_id": user.id, "identifier": name}
                for user, name in ((self.buyer, "li"), (self.salesperson, "wang"))
            ]
        )
        others.action_jxc_confirm()
        self.account.sudo()._jxc_token()
        return [self.person, *others]

    def _one_batch(self):
        self.env.flush_all()
        self.assertTrue(self.messages._jxc_send_next())
        self.env.invalidate_all()

    def test_a_batch(self):
        """One to each, in one go; the calls are counted."""
        told = [person._jxc_say("One", "") for person in self._people()]
        later = self.person._jxc_say("Two", "")
        self._one_batch()
        self.assertEqual({message.state for message in told}, {"sent"})
        self.assertEqual((later.state, self.account.call_count), ("waiting", 3))

    def test_a_batch_ends_where_the_vendor_says_so(self):
        """What was claimed and not sent is free again, as if never claimed."""
        told = [person._jxc_say("One", "") for person in self._people()]
        self.phone.script = [None, {"errcode": 90020, "errmsg": "quota"}]
        self._one_batch()
        self.assertEqual([m.state for m in told], ["sent", "dead", "waiting"])
        self.assertEqual((told[2].attempts, told[2].claimed_on), (0, False))

    def test_a_slow_batch_ends(self):
        told = [person._jxc_say("One", "") for person in self._people()]
        with patch("odoo.addons.jxc_dingtalk.models.jxc_dingtalk_message.SLOW", -1):
            self._one_batch()
        self.assertEqual([m.state for m in told], ["sent", "waiting", "waiting"])

    def test_a_token_that_ends_in_a_batch(self):
        """It is renewed once, for all that follow."""
        told = [person._jxc_say("One", "") for person in self._people()]
        self.phone.forget_tokens()
        self._one_batch()
        self.assertEqual({message.state for message in told}, {"sent"})
        self.assertEqual(self.phone.token_fetches, 2)

    def test_without_a_key_it_goes_alone(self):
        """Who dies in a batch leaves no doubt about what he never sent."""
        bare = self.wecom_robot._jxc_say("Bare", "")
        keyed = self.robot._jxc_say("Keyed", "")
        self._one_batch()
        self.assertEqual((bare.state, keyed.state), ("sent", "waiting"))

    def test_a_late_sender_changes_nothing(self):
        message = self.robot._jxc_say("Late", "")
        self.env.flush_all()
        self.messages._jxc_claim()
        self.env.invalidate_all()
        message.attempts = 2  # another one has taken over
        message._jxc_settle(answers.Answer(answers.SENT), 1)
        self.assertEqual(message.state, "sending")

    def test_messages_are_not_the_users(self):
        """As every role: none is made, changed or, but by managers, read."""
        message = self.robot._jxc_say("Secret", "")
        for user in (self.keeper, self.salesperson, self.manager):
            mine = message.with_user(user)
            for attack in (
                lambda m=mine: m.write({"state": "sent"}),
                lambda m=mine: m.copy(),
                mine.unlink,
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    attack()
        with self.assertRaises(AccessError):
            message.with_user(self.keeper).read(["text"])
        self.assertTrue(message.with_user(self.manager).read(["text"]))

    def test_a_claim_costs_no_more_for_many(self):
        for number in range(40):
            self.person._jxc_say(f"M{number}", "")
            self.robot._jxc_say(f"M{number}", "")
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(15):
            self.assertEqual(len(self.messages._jxc_claim()), 2)
            self.env.flush_all()
        with self.assertQueryCount(1):
            self.assertFalse(self.messages._jxc_claim())
