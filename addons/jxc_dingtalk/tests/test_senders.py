import threading
from time import monotonic

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import sealing

from . import standin
from .common import DINGTALK_WEBHOOK, application, point_at
from .standin import Phone

EACH = 12


@tagged("post_install", "-at_install")
class TestSenders(BaseCase):
    """G1: three servers send at once, with transactions of their own."""

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
        for number in range(EACH):
            for target in (robot, *people):
                target._jxc_say(f"M{number:02}", "")
        return account.id, robot.id, people.ids

    def _clean(self, env):
        account, robot, people = self.made
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

    def test_each_is_shown_once_and_in_order(self):
        """One time-out after the work was done, and a token that ends, among them."""
        faults, start = [], threading.Barrier(3)
        self.phone.script = [None] * 9 + ["lost after"]

        def sender():
            try:
                start.wait(30)
                end = monotonic() + 60
                while self._committed(self._open) and monotonic() < end:
                    with self.registry.cursor() as cr:
                        env = api.Environment(cr, SUPERUSER_ID, {})
                        while env["jxc.dingtalk.message"]._jxc_send_next():
                            pass
            except Exception as error:  # noqa: BLE001  any fault fails the test
                faults.append(repr(error))

        threads = [threading.Thread(target=sender, daemon=True) for _n in range(3)]
        with mute_logger("odoo.sql_db"):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(90)
        self.assertEqual(faults, [])
        for to in ("group", "zhang", "li"):
            titles = [text[text.index("M") :][:3] for text in self.phone.texts(to)]
            self.assertEqual(titles, [f"M{n:02}" for n in range(EACH)], to)
        count = self._committed(
            lambda env: env["jxc.dingtalk.account"].browse(self.made[0]).call_count
        )
        self.assertGreaterEqual(count, 2 * EACH, "none is lost to the others")
        self.assertEqual(self.phone.token_fetches, 1, "one fetches, the others wait")
