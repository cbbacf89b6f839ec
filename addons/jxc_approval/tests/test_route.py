from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestRoute(ApprovalCase):
    """P4, S3: who is asked, and how that changes while a request waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.active = False
        cls.anna, cls.bo, cls.chen = (
            new_role_user(cls.env, "salesperson", login=f"test_{name}")
            for name in ("anna", "bo", "chen")
        )

    def _asked_of(self, *people, mode="any", user=None, **step):
        if mode == "turn":
            signers = [Command.create({"user_id": p.id}) for p in people]
            self._rule("Route", {"signer_ids": signers, "mode": mode, **step})
        else:
            ids = [person.id for person in people]
            self._rule("Route", {"user_ids": ids, "mode": mode, **step})
        return self._submitted(user=user)

    def _refused(self, action, error=UserError):
        with self.assertRaises(error), self.env.cr.savepoint():
            action()

    def _todo_of(self, request):
        return request.sudo().activity_ids.user_id

    def test_any_of_three(self):
        document, request = self._asked_of(self.anna, self.bo, self.chen)
        self.assertEqual(self._todo_of(request), self.anna | self.bo | self.chen)
        request.with_user(self.bo).action_jxc_approve()
        self.assertTrue(document.confirmed)

    def test_two_signers_in_turn(self):
        """依次: the second is asked when the first has approved, not before."""
        document, request = self._asked_of(self.chen, self.anna, mode="turn")
        self.assertEqual(self._todo_of(request), self.chen)
        self._refused(request.with_user(self.anna).action_jxc_approve)
        request.with_user(self.chen).action_jxc_approve()
        self.assertFalse(document.confirmed)
        self.assertEqual(self._todo_of(request), self.anna)
        request.with_user(self.anna).action_jxc_approve()
        self.assertTrue(document.confirmed)

    def test_delegated(self):
        """转交: the colleague decides instead; it is on record who passed it on."""
        document, request = self._asked_of(self.anna)
        request.with_user(self.anna).action_jxc_delegate(self.bo.id, "you know him")
        self.assertEqual(self._todo_of(request), self.bo)
        self._refused(request.with_user(self.anna).action_jxc_approve)
        event = request.decision_ids
        self.assertEqual(
            (event.decision, event.user_id, event.to_user_id, event.comment),
            ("delegated", self.anna, self.bo, "you know him"),
        )
        request.with_user(self.bo).action_jxc_approve()
        self.assertTrue(document.confirmed)

    def test_whom_it_cannot_be_passed_to(self):
        """Not to who asks, nor in a circle, nor outside; by nobody who is not asked."""
        _document, request = self._asked_of(self.anna, self.chen)
        outside = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = new_role_user(
            self.env,
            "manager",
            login="test_stranger",
            company_ids=[(6, 0, outside.ids)],
            company_id=outside.id,
        )
        archived = new_role_user(self.env, "keeper", login="gone")
        archived.active = False
        mine = request.with_user(self.anna)
        for person in (self.buyer, self.anna, self.chen, stranger, archived):
            self._refused(lambda p=person: mine.action_jxc_delegate(p.id))
            self._refused(lambda p=person: mine.action_jxc_add_signer(p.id))
        self._refused(lambda: mine.action_jxc_delegate(False))
        self._refused(lambda: mine.action_jxc_delegate(0))
        self._refused(
            lambda: request.with_user(self.buyer).action_jxc_delegate(self.bo.id)
        )
        self._refused(
            lambda: request.with_user(self.keeper).action_jxc_add_signer(self.bo.id)
        )
        mine.action_jxc_delegate(self.bo.id)
        self._refused(
            lambda: request.with_user(self.bo).action_jxc_delegate(self.anna.id)
        )
        self.assertEqual(request.approver_ids, self.bo | self.chen)

    def test_a_signer_added(self):
        """加签: he has to approve besides."""
        document, request = self._asked_of(self.anna)
        request.with_user(self.anna).action_jxc_add_signer(self.chen.id)
        request.with_user(self.anna).action_jxc_approve()
        self.assertFalse(document.confirmed)
        self.assertEqual(self._todo_of(request), self.chen)
        request.with_user(self.chen).action_jxc_approve()
        self.assertTrue(document.confirmed)

    def test_sent_back(self):
        """退回: the requester has a to-do with the reason, mends it, submits again."""
        document, request = self._asked_of(self.anna)
        answer = self.env["jxc.approval.answer"].with_user(self.anna)
        self._refused(request.with_user(self.anna).action_jxc_send_back)
        self._refused(
            answer.create(
                {"request_id": request.id, "kind": "returned"}
            ).action_jxc_answer
        )
        answer.create(
            {"request_id": request.id, "kind": "returned", "comment": "which site?"}
        ).action_jxc_answer()
        self.assertEqual(request.state, "returned")
        self.assertEqual(document.jxc_approval_state, "returned")
        self.assertIn("which site?", document.jxc_approval_note)
        todo = document.sudo().activity_ids
        self.assertEqual(todo.user_id, self.buyer)
        self.assertIn("which site?", todo.note)
        self._refused(request.with_user(self.anna).action_jxc_approve)
        self._refused(lambda: document.write({"confirmed": True}))
        samples = document.with_user(self.buyer)
        self.assertEqual(
            samples.search([("jxc_approval_state", "=", "returned")]), document
        )
        document.amount = 400
        document.action_jxc_submit()
        self.assertFalse(todo.exists(), "he has mended it")
        again = document.jxc_approval_request_ids - request
        self.assertEqual((again.state, again.changes), ("pending", "Amount: 500 → 400"))

    def test_urged_once_an_hour(self):
        """催办: by who asked, to who has not answered."""
        _document, request = self._asked_of(self.anna, self.bo, mode="all")
        request.with_user(self.bo).action_jxc_approve()
        self._refused(request.with_user(self.chen).action_jxc_urge, UserError)
        before = self.env["mail.message"].search([], order="id desc", limit=1)
        request.with_user(self.buyer).action_jxc_urge()
        told = self.env["mail.message"].search(
            [("id", ">", before.id), ("message_type", "=", "user_notification")]
        )
        self.assertEqual(told.notified_partner_ids, self.anna.partner_id)
        self._refused(request.with_user(self.buyer).action_jxc_urge)

    def test_a_field_of_the_document_names_the_approver(self):
        manager = self.anna
        document = self._document(confirmed_by=manager.id)
        self._rule("By field", {"field_path": "confirmed_by"})
        document.action_jxc_submit()
        request = document.jxc_approval_request_ids
        self.assertEqual(request.approver_ids, self.anna)
        for path in ("name", "company_id", "no_such.user_id", "confirmed_by.name"):
            self._refused(
                lambda p=path: self._rule("Wrong", {"field_path": p}), ValidationError
            )

    def test_a_field_that_is_gone_leaves_it_to_managers(self):
        """Its add-on was uninstalled: what waits is not stuck."""
        self._rule("By field", {"field_path": "confirmed_by"})
        _document, request = self._submitted(confirmed_by=self.anna.id)
        self.assertEqual(request.approver_ids, self.anna)
        self.env.cr.execute(
            "UPDATE jxc_approval_rule_step SET field_path = 'gone_id' WHERE id = %s",
            [request.current_step_id.id],
        )
        self.env.invalidate_all()
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(request.state, "approved")

    def test_an_empty_field_leaves_it_to_managers(self):
        self._rule("By field", {"field_path": "confirmed_by"})
        _document, request = self._submitted()
        self.assertIn(self.manager, request.approver_ids)

    # --- stand-ins ---------------------------------------------------------------

    def _away(self, user, stand_in, days=1, **values):
        rows = self.env["jxc.approval.substitute"].with_user(user)
        return rows.create(
            {
                "stand_in_id": stand_in.id,
                "date_to": fields.Datetime.now() + timedelta(days=days),
                **values,
            }
        )

    def test_a_stand_in(self):
        """代理: while she is away he decides in her place, and it says so."""
        document, request = self._asked_of(self.anna)
        row = self._away(self.anna, self.bo)
        self.assertEqual(self._todo_of(request), self.anna | self.bo)
        request.with_user(self.bo).action_jxc_approve()
        self.assertTrue(document.confirmed)
        decision = request.decision_ids
        self.assertEqual((decision.user_id, decision.for_user_id), (self.bo, self.anna))
        self.assertEqual(row.user_id, self.anna)

    def test_a_stand_in_only_for_his_time(self):
        _document, request = self._asked_of(self.anna)
        row = self._away(self.anna, self.bo)
        row.date_from -= timedelta(days=9)
        row.date_to = fields.Datetime.now() - timedelta(days=1)
        self.assertEqual(self._todo_of(request), self.anna)
        self._refused(request.with_user(self.bo).action_jxc_approve)

    def test_a_time_away_that_begins_or_ends_later(self):
        """The regular look gives and takes the to-dos."""
        _document, request = self._asked_of(self.anna)
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        row = self._away(self.anna, self.bo, days=2, date_from=tomorrow)
        self.assertEqual(self._todo_of(request), self.anna)
        with self._at(tomorrow + timedelta(hours=1)):
            self._follow()
            self.assertEqual(self._todo_of(request), self.anna | self.bo)
        with self._at(row.date_to + timedelta(hours=1)):
            self._follow()
            self.assertEqual(self._todo_of(request), self.anna)

    def _at(self, moment):
        return patch.object(fields.Datetime, "now", staticmethod(lambda *_a: moment))

    def _follow(self):
        with self.enter_registry_test_mode():
            self.env.ref("jxc_approval.ir_cron_follow").method_direct_trigger()

    def test_two_seats_are_two_people(self):
        """会签: who is asked himself, or asks, stands in for nobody."""
        document, request = self._asked_of(self.anna, self.bo, mode="all")
        self._away(self.anna, self.bo)
        request.with_user(self.bo).action_jxc_approve()
        self._refused(request.with_user(self.bo).action_jxc_approve)
        self.assertFalse(document.confirmed)
        self._away(self.anna, self.buyer)
        self._refused(request.with_user(self.buyer).action_jxc_approve)

    def test_nobody_lends_the_power_of_another(self):
        """As a plain user: neither made for another, nor turned into that later."""
        rows = self.env["jxc.approval.substitute"].with_user(self.buyer)
        values = {
            "stand_in_id": self.buyer.id,
            "date_to": fields.Datetime.now() + timedelta(days=1),
        }
        self._refused(
            lambda: rows.create({**values, "user_id": self.manager.id}), AccessError
        )
        mine = self._away(self.buyer, self.bo)
        self._refused(lambda: mine.write({"user_id": self.manager.id}), AccessError)
        others = self._away(self.manager, self.bo).with_user(self.buyer)
        self._refused(lambda: others.write(values), AccessError)
        self._refused(others.unlink, AccessError)

    def test_a_stand_in_that_makes_no_sense(self):
        self._refused(lambda: self._away(self.anna, self.anna), ValidationError)
        self._refused(lambda: self._away(self.anna, self.bo, days=-1), ValidationError)

    # --- deadlines ---------------------------------------------------------------

    def test_after_the_deadline_others_are_asked(self):
        """超时: escalated once, to those the step names; the first may still decide."""
        document, request = self._asked_of(
            self.anna, deadline_hours=8, late_user_ids=self.chen.ids
        )
        self.assertTrue(request.due_on)
        self._follow()
        self.assertEqual(self._todo_of(request), self.anna)
        with self._at(request.due_on):
            self._follow()
            self._follow()
        self.assertEqual(self._todo_of(request), self.anna | self.chen)
        self.assertEqual(request.decision_ids.mapped("decision"), ["timed_out"])
        request.with_user(self.chen).action_jxc_approve()
        self.assertTrue(document.confirmed)

    def test_a_deadline_is_positive(self):
        self._refused(lambda: self._asked_of(deadline_hours=-1), ValidationError)

    def test_each_step_has_its_own_events(self):
        """Who approved the first step is asked again in the second."""
        self._rule(
            "Two",
            {"user_ids": self.anna.ids, "sequence": 1},
            {"user_ids": (self.anna | self.bo).ids, "sequence": 2, "mode": "all"},
        )
        document, request = self._submitted()
        request.with_user(self.anna).action_jxc_approve()
        self.assertEqual(self._todo_of(request), self.anna | self.bo)
        request.with_user(self.anna).action_jxc_approve()
        request.with_user(self.bo).action_jxc_approve()
        self.assertTrue(document.confirmed)

    def test_an_event_is_not_forged(self):
        _document, request = self._asked_of(self.anna)
        for values in (
            {"decision": "delegated", "to_user_id": self.buyer.id},
            {"decision": "approved", "for_user_id": self.anna.id},
        ):
            self._refused(
                lambda v=values: self.env["jxc.approval.decision"]
                .with_user(self.buyer)
                .create({"request_id": request.id, "user_id": self.buyer.id, **v}),
                AccessError,
            )

    def test_what_was_said_is_read_by_those_it_concerns(self):
        """F2: a comment tells prices: a colleague who has no part in it reads none."""
        _document, request = self._asked_of(self.anna)
        request.with_user(self.anna).action_jxc_refuse("over 4.80 a piece")
        found = {
            user: self.env["jxc.approval.decision"]
            .with_user(user)
            .search_count([("request_id", "=", request.id)])
            for user in (self.buyer, self.anna, self.manager, self.bo, self.keeper)
        }
        self.assertEqual(list(found.values()), [1, 1, 1, 0, 0])

    def test_asking_is_cheap(self):
        """Who is asked: a fixed number of queries, however many are waiting."""
        _document, request = self._asked_of(self.anna, self.bo)
        request._deciders()
        self.env.invalidate_all()
        with self.assertQueryCount(30):
            request._deciders()

    def test_many_are_asked_about_at_once(self):
        """A list of requests says which are mine without a query for each."""
        _document, first = self._asked_of(self.anna)
        self._away(self.anna, self.bo)
        requests = first
        for number in range(9):
            requests |= self._submitted(amount=600 + number)[1]
        mine = requests.with_user(self.bo)

        def count(some):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(set(some.mapped("can_decide")), {True})
            return self.env.cr.sql_log_count - before

        count(mine)
        self.assertEqual(count(mine), count(mine[:2]))

    def test_a_stand_in_of_another_company_is_none_here(self):
        _document, request = self._asked_of(self.anna)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        row = self._away(self.anna, self.bo).sudo()
        row.company_id = other
        self.assertEqual(self._todo_of(request), self.anna)
        self._refused(request.with_user(self.bo).action_jxc_approve)
        row.company_id = request.company_id
        self.assertEqual(self._todo_of(request), self.anna | self.bo)
