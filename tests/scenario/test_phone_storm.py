"""P4, G1: many answers at once, each told three times, among forgeries and mistakes."""

import threading
from functools import partial
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from odoo import SUPERUSER_ID, api
from odoo.modules.registry import Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import new_role_user, sealing
from odoo.addons.jxc_dingtalk.logic.refusal import Refused
from odoo.addons.jxc_dingtalk.tests import standin
from odoo.addons.jxc_dingtalk.tests.standin import callback

from benchmarks import approvals

ORDERS, THREADS = 24, 6


@tagged("post_install", "-at_install")
class TestPhoneStorm(BaseCase):
    """Threads with transactions of their own, as the server's workers are."""

    def setUp(self):
        super().setUp()
        self.startPatcher(sealing())
        self.registry = Registry(get_db_name())
        self.refused, self.phone = 0, standin.Phone()
        self.addCleanup(self.phone.close)
        self.committed = partial(approvals.committed, self.registry)
        self.made = self.committed(self._make)
        self.addCleanup(self.committed, lambda env: approvals.clean(env, self.made))

    def _make(self, env):
        mark = uuid4().hex
        roles = enumerate(("buyer", "manager", "manager"))
        users = [new_role_user(env, role, f"phone_{n}_{mark}") for n, role in roles]
        return approvals.make(env, users, self.phone, standin, ORDERS)

    def _tell(self, requests, faults):
        """What the controller does, in a transaction of its own, retried as usual."""
        for url, headers, body in requests:
            parts = urlsplit(url)
            query = {k: v[0] for k, v in parse_qs(parts.query).items()}
            try:
                with self.registry.cursor() as cr:
                    env = api.Environment(cr, SUPERUSER_ID, {})
                    account = env["jxc.dingtalk.account"]._jxc_by_key(
                        parts.path.rpartition("/")[2]
                    )
                    retrying(
                        partial(account._jxc_receive, "POST", query, headers, body), env
                    )
            except Refused:
                self.refused += 1
            except Exception as error:  # noqa: BLE001  any fault fails the test
                faults.append(repr(error))

    def _work(self, _requests, faults):
        """What the job does, in several servers at once."""
        try:
            with self.registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                while env["jxc.dingtalk.event"]._jxc_process_one():
                    pass
        except Exception as error:  # noqa: BLE001  any fault fails the test
            faults.append(repr(error))

    def _together(self, function, requests):
        faults = []
        threads = [
            threading.Thread(
                target=function, args=(requests[n::THREADS], faults), daemon=True
            )
            for n in range(THREADS)
        ]
        loggers = ("odoo.sql_db", "odoo.service.model", "odoo.addons.jxc_dingtalk")
        with mute_logger(*loggers):
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(240)
        self.assertEqual(faults, [])

    def test_each_genuine_answer_once(self):
        """As the user who gave it; of the rest nothing but a note that it was refused.

        Four orders change after they were submitted. Several servers hear, and several
        do what was heard.
        """
        made, phone = self.made, self.phone
        self.committed(
            lambda env: approvals.register(env, made, phone, standin, "http://here")
        )
        self.committed(lambda env: approvals.submit(env, made))
        approvals.send(self.registry)
        self.assertEqual(len(phone.cards), 2 * (ORDERS + approvals.CHANGED))
        pressed, answers = self.committed(lambda env: approvals.plan(env, made))
        self.committed(lambda env: approvals.change(env, made))
        requests = approvals.requests(phone, callback, pressed)
        self._together(self._tell, requests)
        self._together(self._work, [])
        wrong = self.committed(lambda env: approvals.judge(env, made, answers))
        self.assertEqual(wrong, [])
        # Of each card one is old and one is signed by another. A token that is made up
        # is refused at once by DingTalk's address, by WeCom's once it is looked at.
        cards = 2 * (ORDERS + approvals.CHANGED)
        self.assertEqual(self.refused, cards * 2 + cards // 2)
        approvals.send(self.registry)
        silent = [number for number in phone.open_cards()]
        self.assertEqual(silent, [], "each card says what happened")
