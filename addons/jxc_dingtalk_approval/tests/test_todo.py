from odoo.tests import HttpCase, tagged

from .common import PhoneCase


@tagged("post_install", "-at_install")
class TestTodo(PhoneCase, HttpCase):
    """P4, G1: a pending approval is a to-do in DingTalk, until it is answered."""

    def setUp(self):
        super().setUp()
        self.account.todo = True
        self.phone.people["3"] = "chen"
        third = self.env["jxc.dingtalk.person"].create(
            {"user_id": self.second.id, "identifier": "chen"}
        )
        # Both managers have DingTalk here.
        self.li.unlink()
        third.action_jxc_confirm()
        self.env.flush_all()

    def todos(self):
        return {p: self.phone.open_todos(p) for p in ("wang", "chen")}

    def call_count(self, path="/tasks"):
        return sum(n for p, n in self.phone.calls.items() if p.endswith(path))

    def test_until_it_is_answered_anywhere(self):
        """Approved on the screen by one: both have nothing to do any more."""
        _document, request, _cards = self.ask()
        self.assertEqual(self.todos(), {p: [request.name] for p in ("wang", "chen")})
        [todo] = [t for t in self.phone.todos.values() if t["person"] == "wang"]
        self.assertIn(f"/odoo/{request._name}/{request.id}", todo["detailUrl"]["pcUrl"])
        self.assertIn("500.00", todo["description"])
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(self.todos()["wang"], [request.name], "not before the commit")
        self.send()
        self.assertEqual(self.todos(), {"wang": [], "chen": []})
        self.assertEqual(len(self.phone.todos), 2)

    def test_answered_on_the_card(self):
        _document, request, cards = self.ask()
        answer = self.phone.request_of(cards["wang"], "refuse")
        self.phone.post = lambda url, headers, body: self.url_open(
            url[url.index("/jxc") :], data=body, headers=headers
        ).status_code
        self.assertEqual(self.phone.post(*answer), 200)
        self.hear()
        self.send()
        self.assertEqual(request.state, "refused")
        self.assertEqual(self.todos(), {"wang": [], "chen": []})

    def test_withdrawn(self):
        document, request, _cards = self.ask()
        document.amount = 900
        self.assertEqual(request.state, "obsolete")
        self.send()
        self.assertEqual(self.todos(), {"wang": [], "chen": []})

    def test_never_twice(self):
        """The answer is lost, the call is repeated: one to-do, and it is closed."""
        lost = [None, "lost after"] * 20
        _document, request = self._submitted(500.0)
        self.env.flush_all()
        for _time in range(12):
            self.phone.script = [f for f in lost if self.call_count() < 6]
            moment = self.env["jxc.dingtalk.message"].search([]).mapped("next_try_on")
            self.send(max(moment))
        self.assertEqual(self.todos(), {p: [request.name] for p in ("wang", "chen")})
        self.assertGreater(self.call_count(), 2, "it was tried again")
        todos = self.env["jxc.dingtalk.message"].search([("todo", "=", "open")])
        self.assertEqual(todos.mapped("state"), ["sent", "sent"])
        self.assertFalse(self.account.activity_ids)
        self.phone.script = []
        self.env["jxc.dingtalk.card"].search([]).todo_number = False
        request.with_user(self.manager).action_jxc_refuse("too dear")
        self.send()
        self.assertEqual(self.todos(), {"wang": [], "chen": []})

    def test_answered_before_it_went_out(self):
        _document, request = self._submitted(500.0)
        request.with_user(self.manager).action_jxc_approve()
        self.send()
        self.assertFalse(self.phone.todos)

    def test_without_permission(self):
        """The responsible person hears of it; cards and approvals go on."""
        _document, request = self._submitted(500.0)
        self.patch(
            type(self.env["jxc.dingtalk.person"]), "_jxc_union", lambda *_args: ""
        )
        self.send()
        self.assertFalse(self.phone.todos)
        self.assertEqual(len(self.phone.cards), 2)
        self.assertIn("permission", self.account.activity_ids.summary)
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(request.state, "approved")

    def test_his_answer_was_not_taken(self):
        """The card is closed, the to-do stays: he has to decide on the screen."""
        document, request, cards = self.ask()
        card = self.env["jxc.dingtalk.card"].search([("number", "=", cards["wang"])])
        card._jxc_show({card: "Not done"}, over=False)
        self.send()
        self.assertEqual(self.todos()["wang"], [request.name])
        document.amount = 900
        self.send()
        self.assertEqual(self.todos(), {"wang": [], "chen": []})

    def test_switched_off(self):
        self.account.todo = False
        self.ask()
        self.assertFalse(self.phone.todos)
