import json
import re

from odoo import Command
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestPortal(SettlementCase, HttpCase):
    """S9, P10: the partner reads and answers; nobody else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        root = cls.env["res.users"].sudo().env
        cls.clerk = new_test_user(root, "clerk", "base.group_portal")
        cls.clerk.partner_id.parent_id = cls.customer
        cls.rival = new_test_user(root, "rival", "base.group_portal")
        cls.rival.partner_id.parent_id = cls.vendor
        cls.invoice = cls._invoice(100, days_ago=9)
        cls.statement = cls._statement()
        cls.draft = cls._statement(first=60)
        cls.statement.action_send()

    def _page(self, user=None, token=None, statement=None):
        """Text and address of the page as somebody opens it."""
        self._as(user)
        query = f"?access_token={token}" if token else ""
        statement = statement or self.statement
        answer = self.url_open(f"/my/statements/{statement.id}{query}")
        self.assertEqual(answer.status_code, 200)
        return answer

    def _as(self, user):
        login = user and user.login
        self.authenticate(login, login)

    def _answer(self, page, token="", statement=None, **form):
        """Press a button of a page that was opened."""
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
        form = {"csrf_token": csrf and csrf[1], "access_token": token, **form}
        statement = statement or self.statement
        answer = self.url_open(f"/my/statements/{statement.id}/answer", data=form)
        self.env.invalidate_all()
        return answer

    def _call(self, model, method, *args, **kwargs):
        """JSON-RPC in the session that is open: the result, or the error's name."""
        body = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"jsonrpc": "2.0", "params": body}),
            headers={"Content-Type": "application/json"},
        ).json()
        if "error" in answer:
            return answer["error"]["data"]["name"].rpartition(".")[2]
        return answer.get("result")

    def test_the_partner_agrees(self):
        """S9: on the page of the list, once; a second time says that it is done."""
        self._as(self.clerk)
        self.assertIn(self.statement.name, self.url_open("/my/statements").text)
        page = self._page(self.clerk)
        self.assertIn(self.invoice.name, page.text)
        self._answer(page, decision="agree")
        self.assertEqual(self.statement.state, "confirmed")
        self.assertEqual(self.statement.answered_by, self.clerk.name)
        moment = self.statement.date_answer
        again = self._answer(page, decision="agree")
        self.assertIn('name="error"', again.text)
        again = self._answer(page, decision="disagree", remark="No!")
        self.assertIn('name="error"', again.text)
        self.assertEqual(self.statement.state, "confirmed")
        self.assertEqual(self.statement.date_answer, moment)
        self.assertFalse(self.statement.partner_remark)

    def test_the_partner_disagrees_with_a_document(self):
        """S9: at the document; the accountant has it to do, and may agree later."""
        line = self.statement.line_ids
        page = self._page(self.clerk)
        empty = self._answer(page, decision="disagree")
        self.assertIn('name="error"', empty.text)
        self.assertEqual(self.statement.state, "sent")
        self._answer(
            page, decision="disagree", **{f"line_{line.id}": "<b>Two</b> boxes short"}
        )
        self.assertEqual(self.statement.state, "disputed")
        self.assertEqual(line.remark, "<b>Two</b> boxes short")
        todo = self.statement.activity_ids
        self.assertEqual(todo.user_id, self.accountant)
        self.assertIn("boxes short", todo.note)
        said = self.statement.message_ids.filtered(lambda m: "boxes" in (m.body or ""))
        self.assertEqual(said.author_id, self.clerk.partner_id)
        self.assertNotIn("<b>Two", said.body)
        page = self._page(self.clerk)
        self.assertNotIn('value="disagree"', page.text)
        self._answer(page, decision="agree")
        self.assertEqual(self.statement.state, "confirmed")
        self.assertFalse(self.statement.activity_ids)

    def test_with_the_link_of_the_mail(self):
        """S9: without an account, with a name; PDF and workbook too."""
        token = self.statement._portal_ensure_token()
        page = self._page(token=token)
        self._answer(page, token, decision="agree")
        self.assertEqual(self.statement.state, "sent", "nobody said who")
        self._answer(page, token, decision="agree", person="Ms Wang")
        self.assertEqual(self.statement.state, "confirmed")
        self.assertEqual(self.statement.answered_by, "Ms Wang")
        url = f"/my/statements/{self.statement.id}?access_token={token}"
        book = self.url_open(f"{url}&report_type=xlsx")
        self.assertTrue(book.content.startswith(b"PK"))
        self.assertEqual(self.url_open(f"{url}&report_type=pdf").status_code, 200)

    def test_replaced_in_the_meantime(self):
        """S9: agreeing to what was taken back is refused and led to its successor."""
        token = self.statement._portal_ensure_token()
        page = self._page(token=token)
        self._invoice(7, days_ago=8)
        new = self.env["jxc.statement"].browse(
            self.statement.action_replace()["res_id"]
        )
        late = self._answer(page, token, decision="agree", person="Ms Wang")
        self.assertIn('name="error"', late.text)
        self.assertNotIn(f"/my/statements/{new.id}", late.text, "still a draft")
        new.action_send()
        self.assertIn(f"/my/statements/{new.id}", self._page(token=token).text)
        self.assertEqual((self.statement.state, new.state), ("cancel", "sent"))

    def test_neither_strangers_nor_a_guessed_token(self):
        """F2: another partner, the token of another statement, none, a wrong one."""
        other = self._statement(first=29)
        other.action_send()
        tokens = ["", "x", "False", other._portal_ensure_token()]
        own = self._page(self.clerk)
        with mute_logger("odoo.addons.base.models.ir_rule", "odoo.http"):
            for user in (None, self.rival, self.keeper, self.salesperson):
                for token in tokens:
                    page = self._page(user, token)
                    self.assertNotIn(self.invoice.name, page.text)
                    # The form of a page of one's own, sent to another's statement.
                    csrf = self._csrf_of_own_page(user, other)
                    self._answer(csrf or own, token, decision="agree", person="Eve")
                    self.assertEqual(self.statement.state, "sent")

    def _csrf_of_own_page(self, user, other):
        """A page with a token against forgery of the session that is open."""
        token = other._portal_ensure_token()
        return self.url_open(f"/my/statements/{other.id}?access_token={token}")

    def test_drafts_are_nobodys_business(self):
        """F2: not listed, not shown, not even with its token."""
        self.assertEqual(self.draft.state, "draft")
        self._as(self.clerk)
        self.assertNotIn(self.draft.name, self.url_open("/my/statements").text)
        token = self.draft._portal_ensure_token()
        with mute_logger("odoo.addons.base.models.ir_rule"):
            for user in (None, self.clerk):
                self.assertNotIn(
                    self.draft.name, self._page(user, token, self.draft).text
                )

    def test_our_own_people_do_not_answer_for_the_partner(self):
        """F2: an accountant looks at the page; the buttons are inside."""
        page = self._page(self.accountant)
        self.assertNotIn('value="agree"', page.text)
        self._answer(page, decision="agree")
        self.assertEqual(self.statement.state, "sent")

    def test_by_hand_over_json_rpc(self):
        """F2: no write, no button and no field of ours, whoever calls."""
        ids, lines = self.statement.ids, self.statement.line_ids.ids
        people = (self.clerk, self.rival, self.salesperson, self.keeper)
        with mute_logger("odoo.http", "odoo.addons.base.models.ir_rule"):
            for user in people:
                self._as(user)
                for call in (
                    ("jxc.statement", "write", ids, {"state": "confirmed"}),
                    ("jxc.statement", "write", ids, {"partner_remark": "x"}),
                    ("jxc.statement", "write", ids, {"access_token": "x"}),
                    ("jxc.statement.line", "write", lines, {"remark": "x"}),
                    ("jxc.statement", "action_confirm", ids),
                    ("jxc.statement", "action_dispute", ids),
                    ("jxc.statement", "action_send_mail", ids),
                    ("jxc.statement", "action_mail_again", ids),
                    ("jxc.statement", "action_cancel", ids),
                    ("jxc.statement", "_jxc_partner_answer", ids, True, "x", 1),
                    ("jxc.statement", "unlink", ids),
                    ("jxc.statement", "read", ids, ["change_text"]),
                ):
                    self.assertIn(self._call(*call), ("AccessError", "UserError"), call)
            self._as(self.rival)
            for model in ("jxc.statement", "jxc.statement.line", "jxc.statement.goods"):
                self.assertEqual(self._call(model, "search_count", []), 0)
        self.env.invalidate_all()
        self.assertEqual(self.statement.state, "sent")
        self.assertFalse(self.statement.line_ids.remark)

    def test_another_companys_portal(self):
        """F2: the partner sees its statements of each company it deals with."""
        other = self.env["res.company"].sudo().create({"name": "Elsewhere"})
        self.rival.sudo().write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        with mute_logger("odoo.addons.base.models.ir_rule"):
            self.assertNotIn(self.invoice.name, self._page(self.rival).text)
