import random
import re
import threading
from datetime import timedelta
from time import monotonic
from unittest.mock import patch

from odoo import SUPERUSER_ID, api, fields
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import sealing

from . import standin
from .common import DINGTALK_WEBHOOK, application, point_at
from .standin import Phone

EACH = 12
#: Of the storm: more groups, and as many messages for each as a minute takes.
GROUPS, MANY = [f"group{number}" for number in range(11)], 16
CHANCES = {
    "lost before": 0.02,
    "lost after": 0.02,
    "500": 0.02,
    "500 after": 0.02,
    "html": 0.02,
    "throttled": 0.01,
    "forget": 0.02,
}


class Killed(BaseException):
    """Nobody catches it: what the sender had in hand stays as it is."""


class SendersCase(BaseCase):
    """Threads send, with transactions of their own, as servers do."""

    def setUp(self):
        super().setUp()
        self.startPatcher(sealing())
        self.registry = Registry(get_db_name())
        self.phone = Phone()
        self.addCleanup(self.phone.close)
        self.made = self._committed(self._make)
        self.addCleanup(self._committed, self._clean)

    def _committed(self, function):
        with self.registry.cursor() as cr:
            return function(api.Environment(cr, SUPERUSER_ID, {}))

    def _make(self, env):
        point_at(env, self.phone)
        account = env["jxc.dingtalk.account"].create(application("dingtalk"))
        robot = env["jxc.dingtalk.robot"].create(
            {
                "name": "Raced",
                "webhook": DINGTALK_WEBHOOK,
                "signing_secret": standin.SIGNING,
            }
        )
        people = env["jxc.dingtalk.person"].create(
            [
                {"user_id": user.id, "identifier": identifier}
                for user, identifier in zip(
                    env.ref("base.user_root") | env.ref("base.user_admin"),
                    ("zhang", "li"),
                    strict=True,
                )
            ]
        )
        people.action_jxc_confirm()
        return account.id, robot.ids, people.ids

    def _clean(self, env):
        account, robot, people = self.made
        said = ["|", ("robot_id", "in", robot), ("person_id", "in", people)]
        env["jxc.dingtalk.message"].search(said).unlink()
        env["jxc.dingtalk.robot"].browse(robot).unlink()
        env["jxc.dingtalk.person"].browse(people).unlink()
        env["jxc.dingtalk.account"].browse(account).unlink()
        env["ir.config_parameter"].search(
            [("key", "=like", "jxc_dingtalk.address_%")]
        ).unlink()

    def _open(self, env):
        messages = env["jxc.dingtalk.message"]
        states = ("waiting", "failed", "sending")
        return messages.search_count([("state", "in", states)])

    def _targets(self, env):
        _account, robots, people = self.made
        robots = env["jxc.dingtalk.robot"].browse(robots)
        return [*robots, *env["jxc.dingtalk.person"].browse(people)]

    def _send_together(self, turn):
        """Three senders take turns until nothing is open.

        :param turn: of an environment, what one of them does.
        """
        faults, start = [], threading.Barrier(3)

        def sender():
            try:
                start.wait(30)
                end = monotonic() + 60
                while self._committed(self._open) and monotonic() < end:
                    self._committed(turn)
            except Exception as error:  # noqa: BLE001  any fault fails the test
                faults.append(repr(error))

        threads = [threading.Thread(target=sender, daemon=True) for _n in range(3)]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(90)
        self.assertEqual(faults, [])


@tagged("post_install", "-at_install")
class TestSenders(SendersCase):
    """G1: three servers send at once."""

    def _say(self, env):
        for number in range(EACH):
            for target in self._targets(env):
                target._jxc_say(f"M{number:02}", "")

    def test_each_is_shown_once_and_in_order(self):
        """One time-out after the work was done, and a token that ends, among them."""
        self._committed(self._say)
        self.phone.script = [None] * 9 + ["lost after"]

        def turn(env):
            while env["jxc.dingtalk.message"]._jxc_send_next():
                pass

        self._send_together(turn)
        for to in ("group", "zhang", "li"):
            titles = [text[text.index("M") :][:3] for text in self.phone.texts(to)]
            self.assertEqual(titles, [f"M{n:02}" for n in range(EACH)], to)
        count = self._committed(
            lambda env: env["jxc.dingtalk.account"].browse(self.made[0]).call_count
        )
        self.assertGreaterEqual(count, 2 * EACH, "none is lost to the others")
        self.assertEqual(self.phone.token_fetches, 1, "one fetches, the others wait")


@tagged("post_install", "-at_install")
class TestStorm(SendersCase):
    """G1: the small form of ``benchmarks/posts.py``, with a clock of its own.

    Whoever finds nothing to do puts it on. That makes senders look dead who are not:
    they come back late, with what another one has sent by then.
    """

    def setUp(self):
        super().setUp()
        self.phone.robots |= set(GROUPS)
        self.phone.per_minute = 10**9  # of the real clock
        self.moment, self.killed = fields.Datetime.now(), 0
        clock = staticmethod(lambda *_args: self.moment)
        self.startPatcher(patch.object(fields.Datetime, "now", clock))

    def _make(self, env):
        account, robots, people = super()._make(env)
        start = DINGTALK_WEBHOOK.removesuffix(standin.ROBOT)
        more = env["jxc.dingtalk.robot"].create(
            [
                {
                    "name": name,
                    "webhook": start + name,
                    "signing_secret": standin.SIGNING,
                }
                for name in GROUPS
            ]
        )
        return account, robots + more.ids, people

    def _clean(self, env):
        env["jxc.dingtalk.message"].search([("title", "=like", "M__")]).unlink()
        return super()._clean(env)

    def _say_all(self, env):
        for number in range(MANY):
            for target in self._targets(env):
                target._jxc_say(f"M{number:02}", "")
            env.cr.commit()
            for target in self._targets(env):
                target._jxc_say("never", "")
            env.cr.rollback()

    def _turn(self, env):
        messages = env["jxc.dingtalk.message"]
        messages._jxc_recover()
        try:
            while messages._jxc_send_next():
                pass
        except Killed:
            self.killed += 1
        else:
            self.moment += timedelta(seconds=15)

    def _mortal(self, method):
        """The method of a sender who may be killed before and after it."""
        rng = random.Random(8)

        def deadly(*args):
            if rng.random() < 0.02:
                raise Killed
            result = method(*args)
            if rng.random() < 0.02:
                raise Killed
            return result

        return deadly

    def test_none_lost_none_twice_none_out_of_order(self):
        self._committed(self._say_all)
        self.phone.chances = CHANCES
        sender = self.registry["jxc.dingtalk.message"]
        for name in ("_jxc_deliver_safely", "_jxc_settle_all"):
            deadly = self._mortal(getattr(sender, name))
            self.startPatcher(patch.object(sender, name, deadly))
        with mute_logger("odoo.addons.jxc_dingtalk.models.jxc_dingtalk_message"):
            self._send_together(self._turn)
        told = {}
        for to, text in self.phone.shown:
            told.setdefault(to, []).extend(dict.fromkeys(re.findall(r"M\d\d", text)))
        right = [f"M{number:02}" for number in range(MANY)]
        everybody = ["group", *GROUPS, "zhang", "li"]
        self.assertEqual(told, dict.fromkeys(everybody, right))
        self.assertNotIn("never", str(self.phone.shown))
        self.assertGreater(self.killed, 2)
        states = self._committed(
            lambda env: env["jxc.dingtalk.message"]._read_group(
                [("title", "=like", "M__")], ["state"], ["__count"]
            )
        )
        self.assertEqual(dict(states).keys() - {"merged"}, {"sent"})
