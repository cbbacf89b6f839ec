import json
import time
from urllib.parse import urlencode

from odoo.tests import HttpCase, tagged

from odoo.addons.jxc_dingtalk.logic import stream
from odoo.addons.jxc_dingtalk.logic.crypto import EventCrypto
from odoo.addons.jxc_dingtalk.models.jxc_dingtalk_account_inbound import PATH
from odoo.addons.jxc_dingtalk.tests import standin

from .common import PhoneCase


@tagged("post_install", "-at_install")
class TestStream(PhoneCase, HttpCase):
    """P4, G1: approvals on the phone where DingTalk cannot reach this server."""

    def setUp(self):
        super().setUp()
        self.account.write({"stream": True})
        self.account.sudo().card_route = False
        self.env.flush_all()

    def relay(self, number, action="approve", **other):
        """What the process beside Odoo posts."""
        self.phone.press_in_stream(number, action, **other)
        _key, frame = self.phone.pending.popitem()
        event = stream.pushed(frame["headers"], json.loads(frame["data"]))
        crypto = EventCrypto(standin.TOKEN, standin.AES_KEY, standin.KEY)
        query, body = stream.request(crypto, event, int(time.time() * 1000))
        url = f"{PATH}{self.account.in_key}?{urlencode(query)}"
        headers = {"Content-Type": "application/json"}
        status = self.url_open(url, data=body, headers=headers).status_code
        self.hear()
        self.send()
        return status

    def events(self):
        return self.env["jxc.dingtalk.event"].search([]).mapped("state")

    def test_approved_once(self):
        """Told three times by DingTalk, kept once."""
        document, request, cards = self.ask()
        self.assertIsNone(self.phone.cards[cards["wang"]]["route"])
        for _time in range(3):
            self.assertEqual(self.relay(cards["wang"]), 200)
        self.assertTrue(document.confirmed)
        self.assertEqual(request.decision_ids.user_id, self.manager)
        self.assertEqual(request.decision_ids.channel, "phone")
        self.assertEqual(self.events(), ["done"])
        self.assertEqual(self.phone.cards[cards["wang"]]["status"], "Approved")

    def test_neither_forged_nor_anothers(self):
        document, request, cards = self.ask()
        self.relay(cards["wang"], token="x")
        self.relay(cards["wang"], person="zhang")
        self.assertEqual(self.events(), ["refused", "refused"])
        self.assertFalse(document.confirmed)
        self.assertFalse(request.decision_ids)

    def test_without_keys_there_is_a_link(self):
        """Nobody would hear the buttons."""
        self.account.sudo().jxc_sealed = False
        self.account.secret = standin.SECRET
        self.env.flush_all()
        self.ask()
        self.assertNotIn("wang", [c["person"] for c in self.phone.cards.values()])
        self.assertEqual(len(self.phone.texts("wang")), 1)
