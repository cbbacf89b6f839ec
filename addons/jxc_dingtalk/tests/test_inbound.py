import json
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qsl, urlencode, urlsplit

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, tagged

from ..models import jxc_dingtalk_account_inbound as inbound
from . import standin
from .common import DingtalkCase
from .standin import callback

VECTORS = Path(__file__).resolve().parents[3] / "tests/logic/data/wire_vectors.json"
SHARED = (standin.TOKEN, standin.AES_KEY, standin.KEY)


@tagged("post_install", "-at_install")
class TestInbound(DingtalkCase, HttpCase):
    """G1: what comes in is checked, kept and answered; all else leaves no trace."""

    def setUp(self):
        super().setUp()
        self.set_up_cards()
        self.events = self.env["jxc.dingtalk.event"]

    def path(self, account):
        return inbound.PATH + account.in_key

    def post(self, request):
        url, headers, body = request
        return self.url_open(url, data=body, headers=headers)

    def told(self):
        self.env.invalidate_all()
        return self.events.search([])

    def test_dingtalk(self):
        """Kept once, and answered as the vendor checks it."""
        values = {"EventType": "user_modify_org", "UserId": ["zhang"]}
        request = callback.dingtalk_event(self.path(self.account), *SHARED, values)
        for _time in range(3):
            answer = self.post(request)
            self.assertEqual(answer.status_code, 200)
            told = answer.json()
            self.assertEqual(
                callback.decrypt(told["encrypt"], standin.AES_KEY), "success"
            )
            signed = callback.sign(
                standin.TOKEN, told["timeStamp"], told["nonce"], told["encrypt"]
            )
            self.assertEqual(told["msg_signature"], signed)
        [event] = self.told()
        self.assertEqual((event.kind, event.state), ("user_modify_org", "waiting"))
        self.assertNotIn("zhang", event.payload, "sealed")
        cron = self.env.ref("jxc_dingtalk.ir_cron_process")
        triggers = [("cron_id", "=", cron.id)]
        self.assertTrue(self.env["ir.cron.trigger"].search_count(triggers))
        cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual((event.state, event.payload), ("ignored", False))

    def test_dingtalk_checks_the_address(self):
        values = {"EventType": "check_url"}
        request = callback.dingtalk_event(self.path(self.account), *SHARED, values)
        self.assertEqual(self.post(request).status_code, 200)
        self.assertFalse(self.told())

    def test_wecom(self):
        url = callback.wecom_check(self.path(self.wecom), *SHARED, "1616140317")
        answer = self.url_open(url)
        self.assertEqual((answer.status_code, answer.text), (200, "1616140317"))
        self.assertIn("text/plain", answer.headers["Content-Type"])
        self.assertFalse(self.told())
        values = {"MsgType": "text", "FromUserName": "li", "Content": "你好"}
        request = callback.wecom_event(self.path(self.wecom), *SHARED, values)
        for _time in range(2):
            answer = self.post(request)
            self.assertEqual((answer.status_code, answer.text), (200, ""))
        self.assertEqual(self.told().kind, "text")

    def _refused(self, request, why):
        self.assertEqual(self.post(request).status_code, 403, why)
        self.assertFalse(self.told(), why)

    def test_refusals_change_nothing(self):
        """Forged, late, for another, in pieces: 4xx, and nothing is kept."""
        values = {"EventType": "x", "MsgType": "event"}
        for account, make in (
            (self.account, callback.dingtalk_event),
            (self.wecom, callback.wecom_event),
        ):
            path = self.path(account)
            token, aes, owner = SHARED
            old = "1577262236757" if account == self.account else "1577262236"
            good = make(path, *SHARED, values)
            for why, request in (
                ("token", make(path, "other", aes, owner, values)),
                ("key", make(path, token, aes[::-1], owner, values)),
                ("owner", make(path, token, aes, "other", values)),
                ("window", make(path, *SHARED, values, stamp=old)),
                ("unsigned", (path, good[1], good[2])),
                ("nonce", (good[0].replace("nonce=", "nonce=0"), *good[1:])),
                ("body", (*good[:2], good[2].replace(b"ncrypt", b"ncrypts"))),
                ("empty", (*good[:2], b"{}")),
                ("not text", (*good[:2], b"\xff\xfe\x00")),
            ):
                self._refused(request, f"{account.platform} {why}")
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            self._refused((good[0], form, good[2]), "a form")
        answer = self.post((good[0].replace("/in/", "/in/x"), *good[1:]))
        self.assertEqual(answer.status_code, 404)
        answer = self.post((good[0], good[1], b"x" * 70_000))
        self.assertEqual(answer.status_code, 413)
        self.assertFalse(self.told())

    def test_the_shared_vectors(self):
        """Every one of the vendors', at its time; the false ones at theirs."""
        vectors = json.loads(VECTORS.read_text("utf-8"))
        for name in ("dingtalk_callback", "wecom_callback", "callback_reject"):
            for v in vectors[name]["vectors"]:
                wecom = name == "wecom_callback"
                account = self.wecom if wecom else self.account
                account.write(
                    {
                        "callback_token": v["token"],
                        "callback_key": v["encoding_aes_key"],
                        "callback_owner": v["owner"],
                    }
                )
                self.env.flush_all()
                stamp = int(v["timestamp"])
                now = stamp if len(v["timestamp"]) > 11 else stamp * 1000
                query = {k: v[k] for k in ("msg_signature", "timestamp", "nonce")}
                url = f"{self.path(account)}?{urlencode(query)}"
                text = v.get("plaintext", "")
                with patch.object(inbound, "now_ms", return_value=now):
                    if wecom and not text.startswith("<"):
                        echo = urlencode({"echostr": v["encrypt"]})
                        answer = self.url_open(f"{url}&{echo}")
                        self.assertEqual(answer.text, text)
                        continue
                    body = json.dumps({"encrypt": v["encrypt"]})
                    if wecom:
                        body = f"<xml><Encrypt>{v['encrypt']}</Encrypt></xml>"
                    answer = self.post((url, {"Content-Type": "x/y"}, body.encode()))
                # A reply is no event: it is refused, once it has been read.
                good = text[:1] in ("{", "<")
                self.assertEqual(answer.status_code, 200 if good else 403, v)

    def test_a_get_of_dingtalk_and_no_settings(self):
        url = callback.wecom_check(self.path(self.account), *SHARED, "1")
        self.assertEqual(self.url_open(url).status_code, 403)
        self.account.sudo().jxc_sealed = False
        self.env.flush_all()
        self._refused(
            callback.dingtalk_event(self.path(self.account), *SHARED, {}), "no settings"
        )

    def test_an_archived_account_hears_nothing(self):
        self.account.active = False
        self.env.flush_all()
        request = callback.dingtalk_event(self.path(self.account), *SHARED, {})
        self.assertEqual(self.post(request).status_code, 404)

    def test_a_card_needs_its_token(self):
        """Its signature says nothing of the body: an unknown token leaves no trace."""
        url, secret = self.phone.routes[self.account.card_route]
        values = {
            "type": "actionCallback",
            "outTrackId": "x",
            "userId": "zhang",
            "content": json.dumps(
                {"cardPrivateData": {"actionIds": ["approve"], "params": {"token": ""}}}
            ),
        }
        path = self.path(self.account)
        self.assertTrue(url.endswith(path))
        self._refused(callback.dingtalk_press(path, secret, values), "no such card")
        self._refused(callback.dingtalk_press(path, "other", values), "secret")
        self._refused(
            callback.dingtalk_press(path, secret, values, "1577262236757"), "window"
        )
        url, headers, _body = callback.dingtalk_press(path, secret, values)
        self._refused((url, headers, b"\xff"), "no text")

    def test_settings_are_the_managers(self):
        with self.assertRaisesRegex(ValidationError, "43"):
            self.account.callback_key = "short"
        old = self.account.in_key
        self.account.action_jxc_new_address()
        self.assertNotEqual(self.account.in_key, old)
        self.assertNotEqual(self.account.in_key, self.wecom.in_key)
        self.assertNotEqual(self.account.copy().in_key, self.account.in_key)
        keeper = self.account.with_user(self.keeper)
        for attack in (
            keeper.action_jxc_new_address,
            keeper.action_jxc_register_cards,
            lambda: keeper.read(["in_key"]),
            lambda: self.events.with_user(self.keeper).search([]).read(),
        ):
            with self.assertRaises(AccessError):
                attack()
        with self.assertRaises(UserError):
            self.wecom.action_jxc_register_cards()

    def test_nobody_writes_what_was_told(self):
        """As every role: no event or card is made, changed or, its token, read."""
        card = self.env["jxc.dingtalk.card"]._jxc_ask(
            [
                {
                    "person": self.person,
                    "title": "a",
                    "text": "b",
                    "url": "https://e.com",
                    "look": "c",
                    "buttons": [("approve", "Yes")],
                    "values": {},
                }
            ]
        )
        for user in (self.keeper, self.manager):
            mine = card.with_user(user)
            for attack in (
                lambda m=mine: m.write({"state": "answered"}),
                lambda m=mine: m.read(["token_hash"]),
                lambda m=mine: m.search([("token_hash", "=like", "a%")]),
                lambda m=mine: m.copy(),
                lambda m=mine: m.env["jxc.dingtalk.event"].create({}),
            ):
                with self.assertRaises(AccessError), self.env.cr.savepoint():
                    attack()

    def test_an_answer_costs_few_queries(self):
        """Find the account, keep the event in a savepoint, and wake who does it."""
        key, event = self.account.in_key, {"EventType": "user_modify_org"}
        for number in range(2):  # the first one fills the host's caches
            request = callback.dingtalk_event("", *SHARED, {**event, "n": number})
            query = dict(parse_qsl(urlsplit(request[0]).query))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env.cr.cache.clear()  # another transaction's
            account = self.env["jxc.dingtalk.account"]._jxc_by_key(key)
            account._jxc_receive("POST", query, {}, request[2])
            self.env.flush_all()
            asked = self.env.cr.sql_log_count - before
        self.assertLessEqual(asked, 5)
        self.assertEqual(len(self.told()), 2)

    def test_when_its_time_is_over_it_goes_on_at_once(self):
        """Not a minute later, while more is due; and so do messages."""
        account = self.account.sudo()
        for number in range(2):
            account._jxc_store("x", f'{{"n": {number}}}')
            self.person.sudo()._jxc_say(f"M{number}", "")
        now = fields.Datetime.now() + timedelta(minutes=5)
        triggers = self.env["ir.cron.trigger"]
        cron = self.env.registry["ir.cron"]
        with (
            patch.object(fields.Datetime, "now", staticmethod(lambda *_a: now)),
            patch.object(cron, "_commit_progress", lambda *_args, **_more: 0),
        ):
            self.env["jxc.dingtalk.event"]._cron_process()
            self.env["jxc.dingtalk.message"]._cron_send()
        jobs = [self.env.ref(f"jxc_dingtalk.ir_cron_{n}") for n in ("process", "send")]
        for job in jobs:
            domain = [("cron_id", "=", job.id), ("call_at", "=", now)]
            self.assertTrue(triggers.search_count(domain), job.name)
