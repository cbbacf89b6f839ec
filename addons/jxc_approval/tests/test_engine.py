from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from ..exceptions import ApprovalRequired
from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestEngine(ApprovalCase):
    def _refused(self, action, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            action()

    def test_below_the_limit_nobody_is_asked(self):
        document = self._document(100.0)
        document.confirmed = True
        self.assertEqual(document.jxc_approval_state, "none")
        self._refused(document.action_jxc_submit)

    def test_approved_it_goes_on_in_the_requesters_name(self):
        """P2, S3: the buyer submits, a manager approves, the document is confirmed as
        by the buyer; the managers' to-dos are gone."""
        document = self._document()
        self.assertEqual(document.jxc_approval_state, "required")
        document.action_jxc_submit()
        request = document.jxc_approval_request_ids
        self.assertEqual(document.jxc_approval_state, "pending")
        self.assertIn(self.manager, request.sudo().activity_ids.user_id)
        self.assertIn("500.00", request.summary)
        request.with_user(self.manager).action_jxc_approve("fine")
        self.assertEqual(document.jxc_approval_state, "approved")
        self.assertEqual(document.confirmed_by, self.buyer)
        self.assertFalse(request.sudo().activity_ids)
        decision = request.decision_ids
        self.assertEqual(decision.user_id, self.manager)
        self.assertEqual(decision.comment, "fine")

    def test_every_way_into_effect_is_guarded(self):
        """P2, S3: create, write, batch, sudo."""
        document = self._document()
        self._refused(lambda: document.write({"confirmed": True}), ApprovalRequired)
        self._refused(
            lambda: document.sudo().write({"confirmed": True}), ApprovalRequired
        )
        batch = self._document(5.0) | document
        self._refused(lambda: batch.write({"confirmed": True}), ApprovalRequired)
        self._refused(lambda: self._document(confirmed=True), ApprovalRequired)

    def test_an_approval_is_of_what_was_approved(self):
        """P2, S3: raising the amount or a line of an approved document is refused;
        a note is nobody's business."""
        document, request = self._submitted(line_ids=[Command.create({"price": 5})])
        request.with_user(self.manager).action_jxc_approve()
        document.note = "call first"
        line = document.line_ids
        self._refused(lambda: document.write({"amount": 501.0}), ApprovalRequired)
        self._refused(lambda: line.write({"price": 6}), ApprovalRequired)
        self._refused(line.unlink, ApprovalRequired)
        self._refused(
            lambda: line.create({"sample_id": document.id, "price": 1}),
            ApprovalRequired,
        )

    def test_a_later_rule_does_not_stop_what_is_in_effect(self):
        """The keeper ships an order of last week although the rule is of today."""
        document = self._document(80.0)
        document.confirmed = True
        self._rule(
            "Over 50",
            group_id="jxc_base.group_jxc_manager",
            domain="[('amount', '>', 50)]",
        )
        document.note = "shipped"
        self._refused(lambda: document.write({"amount": 90.0}), ApprovalRequired)

    def test_a_change_makes_the_request_obsolete(self):
        """P2: the manager approves what he saw, or nothing; asked again he sees what
        changed."""
        document, request = self._submitted(line_ids=[Command.create({"price": 5})])
        document.line_ids.price = 7
        self.assertEqual(request.state, "obsolete")
        self.assertFalse(request.sudo().activity_ids)
        self.assertEqual(document.jxc_approval_state, "required")
        document.action_jxc_submit()
        again = document.jxc_approval_request_ids - request
        self.assertIn("5 → 7", again.changes)

    def test_a_change_past_the_orm_is_seen_when_deciding(self):
        document, request = self._submitted()
        self.env.cr.execute(
            "UPDATE jxc_approval_sample SET amount = 9999 WHERE id = %s", [document.id]
        )
        document.invalidate_recordset()
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(request.state, "obsolete")
        self.assertFalse(document.confirmed)

    def test_refused(self):
        document, request = self._submitted()
        wizard = self.env["jxc.approval.answer"].with_user(self.manager)
        wizard.create(
            {"request_id": request.id, "comment": "too dear"}
        ).action_jxc_answer()
        self.assertEqual(document.jxc_approval_state, "refused")
        self.assertEqual(request.decision_ids.comment, "too dear")
        self.assertIn("too dear", "".join(document.message_ids.mapped("body")))
        self._refused(lambda: document.write({"confirmed": True}), ApprovalRequired)

    def test_decided_once(self):
        _document, request = self._submitted()
        request.with_user(self.manager).action_jxc_approve()
        self._refused(request.with_user(self.second).action_jxc_approve)
        self._refused(request.with_user(self.second).action_jxc_refuse)
        self.assertEqual(len(request.decision_ids), 1)

    def test_withdraw(self):
        """P2: the requester takes it back, a colleague does not."""
        document, request = self._submitted()
        self._refused(request.with_user(self.keeper).action_jxc_withdraw)
        document.action_jxc_withdraw()
        self.assertEqual(request.state, "cancelled")
        self.assertEqual(document.jxc_approval_state, "required")
        self._refused(request.with_user(self.manager).action_jxc_approve)

    def test_nobody_approves_his_own(self):
        """P2, S3: the other manager does, unless the rule allows it."""
        _document, request = self._submitted(user=self.manager)
        self._refused(request.with_user(self.manager).action_jxc_approve)
        self.rule.allow_self = True
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(request.state, "approved")

    def test_steps_one_after_the_other_and_all_of_them(self):
        """P2: the accountant first, then both managers."""
        self.rule.active = False
        both = [self.manager.id, self.second.id]
        self._rule(
            "Two steps",
            {"user_ids": self.accountant.ids, "sequence": 1},
            {"user_ids": both, "mode": "all", "sequence": 2},
        )
        _document, request = self._submitted()
        self._refused(request.with_user(self.manager).action_jxc_approve)
        request.with_user(self.accountant).action_jxc_approve()
        self.assertEqual(request.state, "pending")
        request.with_user(self.manager).action_jxc_approve()
        self._refused(request.with_user(self.manager).action_jxc_approve)
        self.assertEqual(request.sudo().activity_ids.user_id, self.second)
        request.with_user(self.second).action_jxc_approve()
        self.assertEqual(request.state, "approved")

    def test_two_rules_take_two_approvals(self):
        self._rule("Also", {"user_ids": self.accountant.ids})
        document = self._document()
        document.action_jxc_submit()
        first, second = document.jxc_approval_request_ids.sorted("id")
        first.with_user(self.manager).action_jxc_approve()
        self.assertFalse(document.confirmed)
        second.with_user(self.accountant).action_jxc_approve()
        self.assertTrue(document.confirmed)

    def test_an_archived_approver_hands_over_to_managers(self):
        self.rule.active = False
        self._rule("By the accountant", {"user_ids": self.accountant.ids})
        _document, request = self._submitted()
        self.assertEqual(request.approver_ids, self.accountant)
        self.accountant.active = False
        self.assertIn(self.manager, request.approver_ids)
        self.assertIn(self.manager, request.sudo().activity_ids.user_id)
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(request.state, "approved")

    def test_what_stops_it_afterwards_does_not_undo_the_approval(self):
        """S2, S3: approved, but it cannot be confirmed: the requester is told why."""
        document, request = self._submitted(note="no stock")
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(document.jxc_approval_state, "approved")
        self.assertFalse(document.confirmed)
        todo = document.sudo().activity_ids
        self.assertEqual(todo.user_id, self.buyer)
        self.assertIn("not enough stock", todo.note)
        document.confirmed = True

    def test_a_request_outlives_the_add_on_of_its_document(self):
        """The list of approvals opens after an add-on was uninstalled."""
        _document, request = self._submitted()
        request._as_engine().write({"res_model": "gone", "current_step_id": False})
        self.assertFalse(request.with_user(self.manager).can_decide)
        self._refused(request.action_jxc_open_document)
        request.with_user(self.manager).action_jxc_withdraw()
        self.assertEqual(request.state, "cancelled")

    def test_a_new_manager_may_decide(self):
        _document, request = self._submitted()
        late = new_role_user(self.env, "manager", login="test_late")
        self.assertTrue(request.with_user(late).can_decide)
        request.with_user(late).action_jxc_approve()
        self.assertEqual(request.state, "approved")

    def test_deleting_the_document_closes_the_request(self):
        document, request = self._submitted()
        document.unlink()
        self.assertEqual(request.state, "cancelled")
        self.assertFalse(request.sudo().activity_ids)

    def test_searching_by_state(self):
        waiting, _request = self._submitted()
        new, small = self._document(), self._document(5.0)
        samples = self.env[waiting._name].with_user(self.buyer)
        for state, found in (("pending", waiting), ("required", new), ("none", small)):
            self.assertEqual(
                samples.search([("jxc_approval_state", "=", state)]), found
            )
