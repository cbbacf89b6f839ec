import os
from unittest.mock import patch
from urllib.parse import urlsplit

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.jxc_base.secret import VARIABLE

from .common import PhoneCase


@tagged("post_install", "-at_install")
class TestPhone(PhoneCase, HttpCase):
    """P4, S3, G1: approvals answered on the phone, once and by who is asked."""

    def setUp(self):
        super().setUp()
        self.phone.post = self._post

    def _post(self, url, headers, body):
        path = urlsplit(url)._replace(scheme="", netloc="").geturl()
        return self.url_open(path, data=body, headers=headers).status_code

    def status(self, number):
        return self.phone.cards[number]["status"]

    def press(self, number, action="approve", code=200, **other):
        self.env.flush_all()
        self.assertEqual(self.phone.press(number, action, **other), code)
        self.hear()
        self.send()

    def events(self):
        return self.env["jxc.dingtalk.event"].search([]).mapped("state")

    def test_everybody_who_is_asked_has_a_card(self):
        _document, request, cards = self.ask()
        self.assertEqual(set(cards), {"wang", "li"})
        for number in cards.values():
            card = self.phone.cards[number]
            self.assertIn("Amount: 500.00", card["text"])
            self.assertIn(self.buyer.name, card["text"])
            self.assertEqual(card["title"], request.name)
            self.assertEqual(list(card["buttons"]), ["approve", "refuse"])
        request._ask()
        self.send()
        self.assertEqual(len(self.phone.cards), 2, "asked once")

    def test_approved_as_he_is(self):
        """In DingTalk; the other one's card, in WeCom, says who it was."""
        document, request, cards = self.ask()
        self.press(cards["wang"])
        self.assertEqual(request.state, "approved")
        self.assertTrue(document.confirmed)
        decision = request.decision_ids
        self.assertEqual(
            (decision.user_id, decision.decision, decision.channel),
            (self.manager, "approved", "phone"),
        )
        self.assertEqual(self.status(cards["wang"]), "Approved")
        self.assertEqual(self.status(cards["li"]), f"Approved: {self.manager.name}")
        self.assertEqual(self.events(), ["done"])
        author = request.message_ids.filtered(lambda m: "Approved" in m.body)[:1]
        self.assertEqual(author.author_id, self.manager.partner_id)
        self.assertFalse(request.activity_ids, "the to-dos are gone")

    def test_refused_in_wecom(self):
        _document, request, cards = self.ask()
        self.press(cards["li"], "refuse")
        self.assertEqual(request.state, "refused")
        self.assertEqual(request.decision_ids.user_id, self.second)
        self.assertIn("phone", request.decision_ids.comment)
        self.assertEqual(self.status(cards["li"]), "Refused")
        self.assertIn("Refused", self.status(cards["wang"]))

    def test_a_comment(self):
        _document, request, cards = self.ask()
        self.press(cards["wang"], "refuse", comment="太贵")
        self.assertEqual(request.decision_ids.comment, "太贵")

    def test_once(self):
        """Told three times, pressed twice, both buttons: the first answer stands."""
        _document, request, cards = self.ask()
        sent = self.phone.request_of(cards["wang"], "refuse")
        for _time in range(3):
            self.assertEqual(self._post(*sent), 200)
        self.press(cards["wang"], "approve")
        self.press(cards["li"], "approve")
        self.assertEqual(request.state, "refused")
        self.assertEqual(len(request.decision_ids), 1)
        self.assertEqual(sorted(self.events()), ["done", "refused", "refused"])

    def test_not_his(self):
        """The card of another, with its token: refused, and it still works for him."""
        document, request, cards = self.ask()
        self.person.flush_recordset()
        for person in ("zhang", "nobody", "li"):
            self.press(cards["wang"], person=person)
        self.assertEqual(request.state, "pending")
        self.assertEqual(set(self.events()), {"refused"})
        self.assertFalse(self.status(cards["wang"]))
        self.press(cards["wang"])
        self.assertTrue(document.confirmed)

    def test_forged_tokens(self):
        """DingTalk's are not let in; WeCom's are signed and say nothing of ours."""
        _document, request, cards = self.ask()
        other = self.phone.cards[cards["li"]]["token"]
        self.press(cards["wang"], token="x", code=403)
        self.press(cards["wang"], token=other, code=403)
        self.press(cards["li"], token="x")
        self.assertEqual(self.events(), ["refused"])
        self.assertEqual((request.state, len(request.decision_ids)), ("pending", 0))
        self.assertTrue(all(not self.status(n) for n in cards.values()))

    def test_who_is_gone_decides_nothing(self):
        for change in (
            lambda: self.manager.write({"active": False}),
            lambda: self.wang.write({"identifier": "wang2"}),
            lambda: self.wang.sudo().write({"state": "unmapped"}),
            self.wang.action_archive,
        ):
            with self.subTest(), self.env.cr.savepoint() as ground:
                self.phone.cards.clear()
                document, _request, cards = self.ask()
                change()
                self.env.flush_all()
                self.phone.press(cards["wang"], "approve")
                self.hear()
                self.assertFalse(document.confirmed)
                ground.rollback()
                self.env.invalidate_all()

    def test_a_changed_document(self):
        """The card is of what was shown; it says so, and nothing is decided."""
        document, request, cards = self.ask()
        document.amount = 900
        self.assertEqual(request.state, "obsolete")
        self.send()
        self.press(cards["wang"])
        self.assertEqual(request.decision_ids.ids, [])
        self.assertEqual(self.status(cards["wang"]), "Obsolete")
        document.action_jxc_submit()
        self.press(cards["li"])
        new = document.jxc_approval_request_ids[:1]
        self.assertEqual((new.state, document.confirmed), ("pending", False))

    def test_changed_behind_the_back(self):
        """By SQL or an import that writes past the guard: the digest tells."""
        document, request, cards = self.ask()
        self.env.cr.execute(
            "UPDATE jxc_approval_sample SET amount = 9000 WHERE id = %s", [document.id]
        )
        self.env.invalidate_all()
        self.press(cards["wang"])
        self.assertEqual((request.state, len(request.decision_ids)), ("obsolete", 0))
        self.assertIn("has changed", self.status(cards["wang"]))

    def test_a_step_of_its_own(self):
        """Who approves two steps has two cards; the first one decides the first."""
        self.rule.write({"step_ids": [(0, 0, {"user_ids": [(4, self.manager.id)]})]})
        document, request, cards = self.ask()
        self.press(cards["li"])
        self.assertEqual((request.state, document.confirmed), ("pending", False))
        self.assertTrue(self.status(cards["wang"]), "of the first step: closed")
        [second] = self.phone.open_cards("wang")
        self.press(cards["wang"])
        self.assertFalse(document.confirmed)
        self.press(second)
        self.assertTrue(document.confirmed)

    def test_answered_on_the_screen(self):
        _document, request, cards = self.ask()
        request.with_user(self.second).action_jxc_delegate(self.keeper.id)
        self.phone.people["2"] = "zhang"
        self.send()
        self.assertIn("Delegated", self.status(cards["li"]))
        self.assertFalse(self.status(cards["wang"]))
        [number] = self.phone.open_cards("zhang")
        request.with_user(self.keeper).action_jxc_approve()
        self.send()
        self.assertTrue(self.status(number))
        self.assertTrue(self.status(cards["wang"]))
        self.assertEqual(set(request.decision_ids.mapped("channel")), {"server"})

    def test_withdrawn(self):
        _document, request, cards = self.ask()
        request.with_user(self.buyer).action_jxc_withdraw()
        self.send()
        self.assertEqual(self.status(cards["wang"]), "Withdrawn")

    def test_a_link_where_nobody_hears_buttons(self):
        """Without callbacks there are no buttons, and the link is in the message."""
        self.account.card_template = False
        _document, request = self._submitted()
        self.send()
        self.assertFalse(self.phone.open_cards("wang"))
        [text] = self.phone.texts("wang")
        self.assertIn(f"/odoo/jxc.approval.request/{request.id}", text)

    def test_a_missing_server_key_holds_up_no_document(self):
        """The cards are links then, and the approval is asked for."""
        with patch.dict(os.environ, {VARIABLE: "another"}):
            _document, request = self._submitted()
        self.assertEqual(request.state, "pending")
        self.assertEqual(set(self.cards(request).mapped("buttons")), {False})

    def cards(self, request):
        return self.env["jxc.dingtalk.card"].search([("request_id", "=", request.id)])

    def test_a_get_decides_nothing(self):
        """Whoever previews the link, and he himself."""
        _document, request, cards = self.ask()
        link = urlsplit(self.phone.cards[cards["wang"]]["url"]).path
        self.url_open(link)
        self.authenticate(self.manager.login, self.manager.login)
        self.assertEqual(self.url_open(link).status_code, 200)
        self.assertEqual(
            self.url_open(f"/jxc/dingtalk/in/{self.account.in_key}").status_code, 403
        )
        self.assertEqual((request.state, len(request.decision_ids)), ("pending", 0))

    def test_the_token_is_nowhere_in_clear(self):
        """Neither before it is sent nor after, nor with the answer that used it."""
        _document, _request = self._submitted()
        self.env.flush_all()
        before = self._dump()
        self.send()
        tokens = [card["token"] for card in self.phone.cards.values()]
        self.assertEqual(len(tokens), 2)
        number = self.phone.open_cards("wang")[0]
        self.phone.press(number, "approve")
        for dump in (before, self._dump()):
            for token in tokens:
                self.assertNotIn(token, dump)
        self.hear()
        self.assertNotIn(tokens[0], self._dump())

    def _dump(self):
        self.env.flush_all()
        rows = []
        for table in ("card", "message", "event"):
            self.env.cr.execute(f"SELECT t::text FROM jxc_dingtalk_{table} t")
            rows += self.env.cr.fetchall()
        return str(rows)

    def test_costs_are_for_who_may_see_them(self):
        _document, request = self._submitted()
        request._as_engine().summary_cost = "Margin: 7 %"
        viewers = self.env.ref("jxc_base.group_jxc_cost_viewer")
        request = request.sudo()
        self.assertNotIn(viewers, self.keeper.all_group_ids)
        self.assertNotIn("Margin", request._jxc_question(self.person.sudo())["text"])
        self.assertIn("Margin", request._jxc_question(self.wang.sudo())["text"])

    def test_a_plain_user_forges_no_phone(self):
        """The context of a client is no phone, and private methods are private."""
        _document, request, _cards = self.ask()
        mine = request.with_user(self.manager).with_context(jxc_dingtalk_phone="PHONE")
        mine.action_jxc_approve()
        self.assertEqual(request.decision_ids.channel, "server")
        with self.assertRaises(AccessError):
            self.env["jxc.dingtalk.card"].with_user(self.buyer).search([]).read()

    def test_asking_costs_no_more_for_many(self):
        documents = [self._submitted()[0] for _n in range(12)]
        requests = self.env["jxc.approval.request"].browse(
            [d.jxc_approval_request_ids.id for d in documents]
        )
        cards = self.env["jxc.dingtalk.card"].sudo()
        cards.search([]).unlink()
        self.env.flush_all()
        self.env.invalidate_all()
        cards._jxc_follow(requests[:1].ids)
        self.env.flush_all()
        with self.assertQueryCount(30):
            cards._jxc_follow(requests.ids)
            self.env.flush_all()
        self.assertEqual(cards.search_count([]), 24)
