from datetime import datetime
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models import jxc_dingtalk_account_missed as fetching
from .common import DingtalkCase
from .standin import missed

LOGGER = "odoo.addons.jxc_dingtalk.models.jxc_dingtalk_account_missed"


@tagged("post_install", "-at_install")
class TestMissed(DingtalkCase):
    """G1: what DingTalk could not hand over is fetched, once, and counted."""

    def setUp(self):
        super().setUp()
        self.set_up_cards()
        self.events = self.env["jxc.dingtalk.event"]
        self.account.call_count = 0
        self.env.flush_all()

    def fetch(self):
        self.env.flush_all()
        self.env.ref("jxc_dingtalk.ir_cron_missed").method_direct_trigger()
        self.env.invalidate_all()
        return self.events.search([])

    def miss(self, number, start=0):
        for n in range(start, start + number):
            self.phone.miss("user_modify_org", {"userId": [str(n)]})

    def test_what_nobody_answered(self):
        """Pushed into a wall, then on the list; fetched, kept sealed, and done."""
        self.phone.post = lambda *_request: 503
        shared = ("t", "a" * 43, "o")
        status = self.phone.tell("x", shared, "user_leave_org", {"userId": ["zhang"]})
        self.assertEqual(status, 503)
        [event] = self.fetch()
        self.assertEqual((event.kind, event.state), ("user_leave_org", "waiting"))
        self.assertNotIn("zhang", event.payload)
        self.assertTrue(self.account.missed_on)
        self.assertFalse(self.wecom.missed_on, "only DingTalk has a list")
        self.hear()
        self.assertEqual(event.state, "ignored")
        self.assertEqual(self.fetch(), event)

    def test_pages_are_counted_and_kept_once(self):
        """450 are three calls; told again by the vendor, they are not new."""
        self.miss(450)
        again = list(self.phone.failed)
        self.assertEqual(len(self.fetch()), 450)
        self.assertEqual(self.account.call_count, 3)
        self.phone.failed = again + again[:1]
        self.assertEqual(len(self.fetch()), 450)

    def test_what_came_before_a_fault_is_kept(self):
        """The vendor has taken it off its list: a fault later loses none of it."""
        self.miss(250)
        first, call = [], type(self.account)._jxc_call

        def once(account, what, content):
            if first and what == "missed":
                self.phone.script = [{"errcode": 90020, "errmsg": "quota"}]
            first.append(what)
            return call(account, what, content)

        with patch.object(type(self.account), "_jxc_call", once):
            self.assertEqual(len(self.fetch()), missed.PAGE)
        self.assertIn("used up", self.account.activity_ids.summary)
        self.assertFalse(self.account.missed_on)
        self.assertEqual(len(self.fetch()), 250)

    def test_a_list_without_end(self):
        self.miss(3)
        with patch.object(missed, "PAGE", 1), patch.object(fetching, "PAGES", 2):
            self.assertEqual(len(self.fetch()), 2)
            self.assertEqual(len(self.fetch()), 3)

    def test_what_makes_no_sense(self):
        """It is left out; the rest is kept."""
        self.phone.failed = [
            *(None, "x", {}, {"call_back_tag": 5}, {"call_back_tag": "x" * 70}),
            {"call_back_tag": "a", "call_back_data": "{"},
            {"call_back_tag": "b", "type": "actionCallback", "content": "x"},
            {"call_back_tag": "c", "call_back_data": "{}"},
        ]
        with mute_logger(LOGGER):
            self.assertEqual(self.fetch().mapped("kind"), ["c"])

    def test_a_forged_press_decides_nothing(self):
        """A press on the list needs its card's token like any other."""
        press = {
            "type": "actionCallback",
            "outTrackId": "x",
            "userId": "zhang",
            "content": '{"cardPrivateData": {"actionIds": ["approve"], "params":'
            ' {"token": "x"}}}',
        }
        self.phone.miss("card", press)
        event = self.fetch()
        self.hear()
        self.assertEqual(event.state, "refused")

    def test_alone(self):
        """Whoever fetches holds the lock; and a fault of one holds up no other."""
        other = self.account.copy({"name": "Second"})
        other.secret = "wrong"
        other.write({"callback_token": "t", "callback_key": "a" * 43})
        other.sequence = 1
        self.miss(1)
        self.assertEqual(len(self.fetch()), 1)
        self.assertTrue(other.activity_ids)
        keys = self.env["jxc.lock"].search([("key", "like", "dingtalk_missed:%")])
        names = [f"dingtalk_missed:{a.id}" for a in other | self.account]
        self.assertEqual(set(keys.mapped("key")), set(names))

    def test_the_button(self):
        self.miss(2)
        self.env.flush_all()
        told = self.account.action_jxc_fetch_missed()
        self.assertIn("2", told["params"]["message"])
        with self.assertRaises(UserError):
            self.wecom.action_jxc_fetch_missed()
        with self.assertRaises(AccessError):
            self.account.with_user(self.keeper).action_jxc_fetch_missed()
        self.env.invalidate_all()
        self.assertIsInstance(self.account.missed_on, datetime)
