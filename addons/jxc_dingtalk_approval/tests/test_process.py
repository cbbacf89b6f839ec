from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import HttpCase, tagged

from odoo.addons.jxc_dingtalk.tests import standin
from odoo.addons.jxc_dingtalk.tests.common import application
from odoo.addons.jxc_dingtalk.tests.standin import callback

from .common import PhoneCase


@tagged("post_install", "-at_install")
class TestProcess(PhoneCase, HttpCase):
    """G1, P4, S3: an approval may live in DingTalk's OA, and is ours."""

    def setUp(self):
        super().setUp()
        self.phone.people |= {"3": "chen", "4": "buyer"}
        people = self.env["jxc.dingtalk.person"]
        self.li.unlink()
        self.chen = people.create({"user_id": self.second.id, "identifier": "chen"})
        self.asker = people.create({"user_id": self.buyer.id, "identifier": "buyer"})
        (self.chen | self.asker).action_jxc_confirm()
        self.account.write({"process_code": standin.PROCESS, "todo": True})
        self.env.flush_all()
        self.phone.post = lambda url, headers, body: self.url_open(
            url[url.index("/jxc") :], data=body, headers=headers
        ).status_code
        self.shared = (standin.TOKEN, standin.AES_KEY, standin.KEY)
        self.phone.subscription = (self.account.in_url, *self.shared)
        self.phone.withdrawable_after = 0

    def ask(self, amount=500.0):
        document, request = self._submitted(amount)
        self.send()
        found = {one["tasks"][0]: n for n, one in self.phone.processes.items()}
        return document, request, found

    def cards(self, request):
        return self.env["jxc.dingtalk.card"].search([("request_id", "=", request.id)])

    def answer(self, number, answer="agree", **other):
        self.phone.answer_process(number, answer, **other)
        self.hear()
        self.send()

    def states(self):
        return sorted(self.env["jxc.dingtalk.event"].search([]).mapped("state"))

    def calls(self, path):
        return sum(n for p, n in self.phone.calls.items() if p.endswith(path))

    def test_started_by_who_asks(self):
        """One for each approver, in place of a card and a to-do, with the evidence."""
        _document, request, found = self.ask()
        self.assertEqual(set(found), {"wang", "chen"})
        self.assertFalse(self.phone.cards)
        self.assertFalse(self.phone.todos)
        one = self.phone.processes[found["wang"]]
        self.assertEqual(one["asker"], "buyer")
        values = {value["name"]: value["value"] for value in one["values"]}
        self.assertEqual(values["单据"], request.name)
        self.assertIn("Amount: 500.00", values["依据"])
        self.assertIn(f"/odoo/{request._name}/{request.id}", values["链接"])
        numbers = self.cards(request).mapped("process_number")
        self.assertEqual(set(numbers), set(found.values()))

    def test_costs_are_on_no_form(self):
        """He who asks sees the form of what he asks for."""
        _document, request = self._submitted()
        request._as_engine().summary_cost = "Margin: 7 %"
        self.cards(request).sudo().unlink()
        self.env["jxc.dingtalk.card"].sudo()._jxc_follow(request.ids)
        self.send()
        self.assertEqual(len(self.phone.processes), 2)
        self.assertNotIn("Margin", str(self.phone.processes))
        question = request.sudo()._jxc_question(self.wang.sudo())
        self.assertIn("Margin", question["text"], "it would be on a card of his")

    def test_agreed(self):
        """As he is, once; the other approver's is withdrawn and says who it was."""
        document, request, found = self.ask()
        self.answer(found["wang"], remark="可以")
        self.assertTrue(document.confirmed)
        decision = request.decision_ids
        self.assertEqual(
            (decision.user_id, decision.decision, decision.channel, decision.comment),
            (self.manager, "approved", "phone", "可以"),
        )
        other = self.phone.processes[found["chen"]]
        self.assertEqual(
            (other["status"], other["why"]),
            ("TERMINATED", f"Approved: {self.manager.name}"),
        )
        self.assertEqual(self.states(), ["done", "ignored"])
        self.phone.tell_untold()
        self.hear()
        self.assertEqual(self.states(), ["done", "ignored", "ignored"])
        states = self.cards(request).mapped("process_state")
        self.assertEqual(states, ["done", "done"])
        self.assertFalse(self.calls("/query"), "none was looked for")

    def test_refused(self):
        document, request, found = self.ask()
        self.answer(found["chen"], "refuse", remark="太贵")
        self.assertEqual((request.state, document.confirmed), ("refused", False))
        self.assertEqual(request.decision_ids.user_id, self.second)
        self.assertEqual(request.decision_ids.comment, "太贵")

    def test_told_often(self):
        """Three times the same, and once more with another number: one decision."""
        _document, request, found = self.ask()
        values = {
            "processInstanceId": found["wang"],
            "type": "finish",
            "result": "refuse",
            "staffId": "wang",
        }
        for event in ({}, {}, {}, {"eventId": "2"}):
            told = {"EventType": "bpms_task_change", **values, **event}
            sent = callback.dingtalk_event(self.account.in_url, *self.shared, told)
            self.assertEqual(self.phone.post(*sent), 200)
        self.hear()
        self.assertEqual(len(request.decision_ids), 1)
        self.assertEqual(self.states(), ["done", "refused"])

    def test_neither_forged_nor_anothers(self):
        """Signed with another token: not let in. Somebody else's answer: refused."""
        document, request, found = self.ask()
        told = {
            "EventType": "bpms_task_change",
            "processInstanceId": found["wang"],
            "type": "finish",
            "result": "agree",
            "staffId": "wang",
        }
        forged = ("another", *self.shared[1:])
        sent = callback.dingtalk_event(self.account.in_url, *forged, told)
        self.assertEqual(self.phone.post(*sent), 403)
        for wrong in ({"processInstanceId": ""}, {"staffId": 5}, {"remark": "\0"}):
            event = {**told, **wrong}
            sent = callback.dingtalk_event(self.account.in_url, *self.shared, event)
            self.assertEqual(self.phone.post(*sent), 403, wrong)
        self.assertFalse(self.states())
        for person in ("chen", "buyer", "zhang", "nobody"):
            event = {**told, "staffId": person}
            sent = callback.dingtalk_event(self.account.in_url, *self.shared, event)
            self.assertEqual(self.phone.post(*sent), 200)
        self.hear()
        self.assertEqual(self.states(), ["refused"] * 4)
        self.assertEqual((request.state, len(request.decision_ids)), ("pending", 0))
        self.answer(found["wang"])
        self.assertTrue(document.confirmed)

    def test_told_by_another_companys_account(self):
        """Well signed with keys of its own, for the same person there: not its card."""
        document, request, found = self.ask()
        self.env.ref("base.user_admin").active = True  # the host wants one
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids += other
        theirs = {**application("dingtalk"), "company_id": other.id, "app_key": "their"}
        theirs |= {"callback_token": "their", "callback_key": standin.AES_KEY}
        account = self.env["jxc.dingtalk.account"].with_user(self.manager)
        account = account.with_company(other).create(theirs)
        person = self.env["jxc.dingtalk.person"].with_user(self.manager)
        person = person.with_company(other).create(
            {"user_id": self.manager.id, "identifier": "wang", "company_id": other.id}
        )
        person.action_jxc_confirm()
        told = {
            "EventType": "bpms_task_change",
            "processInstanceId": found["wang"],
            "type": "finish",
            "result": "agree",
            "staffId": "wang",
        }
        keys = ("their", standin.AES_KEY, "their")
        sent = callback.dingtalk_event(account.in_url, *keys, told)
        self.assertEqual(self.phone.post(*sent), 200)
        self.hear()
        self.assertEqual(self.states(), ["ignored"])
        self.assertEqual((request.state, document.confirmed), ("pending", False))

    def test_who_is_gone_decides_nothing(self):
        document, _request, found = self.ask()
        self.manager.active = False
        self.env.flush_all()
        self.answer(found["wang"])
        self.assertFalse(document.confirmed)

    def test_withdrawn_here(self):
        """And there, though not in the first seconds: it is tried again."""
        _document, request, found = self.ask()
        self.phone.withdrawable_after = 15
        request.with_user(self.buyer).action_jxc_withdraw()
        self.send()
        self.assertEqual(len(self.phone.open_processes()), 2)
        self.phone.withdrawable_after = 0
        self.send(fields.Datetime.now() + timedelta(minutes=1))
        self.assertFalse(self.phone.open_processes())
        self.assertEqual(self.phone.processes[found["wang"]]["why"], "Withdrawn")
        self.assertFalse(self.account.activity_ids)

    def test_its_template_forbids_it(self):
        """The responsible person hears of it, for it stays on people's lists."""
        _document, request, _found = self.ask()
        self.phone.withdrawable = False
        request.with_user(self.buyer).action_jxc_withdraw()
        self.send()
        self.assertIn("权限", self.account.activity_ids.summary)

    def test_a_late_answer(self):
        """Answered on the screen a moment before: he is told that his was not taken."""
        document, request, found = self.ask()
        request.with_user(self.second).action_jxc_refuse("too dear")
        self.answer(found["wang"])
        self.assertEqual((request.state, document.confirmed), ("refused", False))
        self.assertEqual(len(request.decision_ids), 1)
        [told] = self.phone.texts("wang")
        self.assertIn("not taken", told)
        self.assertIn(f"/odoo/{request._name}/{request.id}", told)

    def test_a_changed_document(self):
        document, request, found = self.ask()
        self.env.cr.execute(
            "UPDATE jxc_approval_sample SET amount = 9000 WHERE id = %s", [document.id]
        )
        self.env.invalidate_all()
        self.answer(found["wang"])
        self.assertEqual((request.state, len(request.decision_ids)), ("obsolete", 0))
        self.assertIn("has changed", self.phone.texts("wang")[0])
        self.assertFalse(self.phone.open_processes())

    def test_taken_back_there(self):
        """That decides nothing here: he is asked to open it."""
        _document, request, found = self.ask()
        self.phone.take_process_back(found["wang"])
        self.hear()
        self.send()
        self.assertEqual(request.state, "pending")
        self.assertIn("still waits", self.phone.texts("wang")[0])
        self.assertEqual(self.phone.open_processes(), [found["chen"]])

    def test_passed_on_there(self):
        """Whom somebody there chooses is not whom our rule asks."""
        document, request, found = self.ask()
        self.phone.pass_process_on(found["wang"], "zhang")
        self.hear()
        self.send()
        self.assertNotIn(found["wang"], self.phone.open_processes())
        self.assertIn("Passed on", self.phone.texts("wang")[0])
        self.answer(found["wang"], person="zhang")
        self.assertEqual((request.state, document.confirmed), ("pending", False))

    def test_only_its_end_is_told(self):
        """His task's event is not subscribed to: DingTalk is asked who it was."""
        document, request, found = self.ask()
        tell = self.phone.tell
        self.phone.tell = lambda url, shared, kind, values: (
            kind == "bpms_instance_change" and tell(url, shared, kind, values)
        )
        self.answer(found["chen"], remark="好")
        self.assertTrue(document.confirmed)
        self.assertEqual(request.decision_ids.user_id, self.second)
        self.assertEqual(request.decision_ids.comment, "好")

    def test_nobody_has_answered_it(self):
        """DingTalk let it through by itself: that is no approval."""
        document, request, found = self.ask()
        tell = self.phone.tell
        self.phone.tell = lambda url, shared, kind, values: (
            self.phone.processes[found["wang"]].update(answered=None)
            or kind == "bpms_instance_change"
            and tell(url, shared, kind, values)
        )
        self.answer(found["wang"])
        self.assertEqual((request.state, document.confirmed), ("pending", False))
        self.assertIn("does not say", self.phone.texts("wang")[0])

    def test_what_was_missed(self):
        """While nobody answered: from the list, read in the same way."""
        document, _request, found = self.ask()
        self.phone.post = lambda *_request: 503
        self.answer(found["wang"])
        self.assertFalse(document.confirmed)
        self.env.ref("jxc_dingtalk.ir_cron_missed").method_direct_trigger()
        self.hear()
        self.assertTrue(document.confirmed)

    def test_never_twice(self):
        """The answer is lost: it is looked for before it is started once more."""
        self.phone.processes.clear()
        _document, request = self._submitted(500.0)
        path = "/processInstances"
        lost = [None, "lost after"] * 20
        for _time in range(12):
            self.phone.script = [f for f in lost if self.calls(path) < 4]
            moment = self.env["jxc.dingtalk.message"].search([]).mapped("next_try_on")
            self.send(max(moment))
        self.assertTrue(self.calls("/query"))
        self.assertEqual(len(self.phone.processes), 2)
        numbers = set(self.cards(request).mapped("process_number"))
        self.assertEqual(numbers, set(self.phone.processes))

    def test_answered_before_its_number_is_known(self):
        """Its event tells the number; DingTalk says whose it is."""
        document, request, found = self.ask()
        self.cards(request).process_number = False
        self.env.flush_all()
        self.answer(found["wang"])
        self.assertTrue(document.confirmed)
        self.assertFalse(self.phone.open_processes(), "found, to be withdrawn")

    def test_not_ours(self):
        """Other approvals of the company cost no call."""
        self.ask()
        one = {**next(iter(self.phone.processes.values())), "number": "other"}
        calls = dict(self.phone.calls)
        change = {"type": "finish", "result": "agree", "staffId": "wang"}
        self.phone._tell_process("bpms_task_change", one, **change)
        self.hear()
        self.assertEqual(self.states(), ["ignored"])
        self.assertEqual(self.phone.calls, calls)

    def test_answered_before_it_went_out(self):
        _document, request = self._submitted(500.0)
        request.with_user(self.manager).action_jxc_approve()
        self.send()
        self.assertFalse(self.phone.processes)

    def test_nobody_starts_his_own(self):
        """Or DingTalk might let it pass by itself: he has a card then."""
        self.account.process_person_id = self.wang
        self.asker.unlink()
        self.env.flush_all()
        _document, _request, found = self.ask()
        self.assertEqual(set(found), {"chen"})
        self.assertEqual(self.phone.processes[found["chen"]]["asker"], "wang")
        self.assertEqual(len(self.phone.open_cards("wang")), 1)

    def test_nobody_would_hear_it(self):
        self.account.sudo().jxc_sealed = False
        self.account.secret = standin.SECRET
        self.env.flush_all()
        self.ask()
        self.assertFalse(self.phone.processes)
        self.assertEqual(
            len(self.phone.open_cards("wang")), 1, "a card has its own way"
        )

    def test_a_wrong_template(self):
        """The responsible person hears of it; the approval goes on here."""
        self.account.process_code = "PROC-OTHER"
        document, request, found = self.ask()
        self.assertFalse(found)
        self.assertIn("processCodeError", self.account.activity_ids.summary)
        request.with_user(self.manager).action_jxc_approve()
        self.assertTrue(document.confirmed)

    def test_wecom_has_none(self):
        with self.assertRaises(ValidationError):
            self.wecom.process_code = "PROC-1"
