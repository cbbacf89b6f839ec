from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestTime(ApprovalCase):
    """P4, S3: how long each step and each approver takes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.active = False

    def _approve(self, request, user, hours):
        """``hours`` after the request was made."""
        request.with_user(user).action_jxc_approve()
        self._date(request, hours)

    def _date(self, request, hours):
        """Decisions never change: only SQL can put one into the past."""
        row = request.sudo().decision_ids.sorted("id")[-1]
        when = self.start + timedelta(hours=hours)
        query = "UPDATE jxc_approval_decision SET date = %s WHERE id = %s"
        self.env.cr.execute(query, [when, row.id])
        self.env.invalidate_all()

    def _asked(self, *steps):
        self._rule("Two", *steps)
        _document, request = self._submitted()
        self.start = fields.Datetime.now()
        query = "UPDATE jxc_approval_request SET create_date = %s WHERE id = %s"
        self.env.cr.execute(query, [self.start, request.id])
        return request

    def _rows(self, request, user=None):
        rows = self.env["jxc.approval.time"].with_user(user or self.manager)
        return rows.search([("request_id", "=", request.id)], order="id")

    def test_a_step_runs_from_the_end_of_the_one_before(self):
        request = self._asked(
            {"user_ids": [self.second.id]}, {"user_ids": [self.manager.id]}
        )
        self._approve(request, self.second, 3)
        self._approve(request, self.manager, 10)
        rows = self._rows(request)
        self.assertEqual(rows.user_id, self.second | self.manager)
        self.assertEqual([round(hours, 2) for hours in rows.mapped("hours")], [3, 7])
        self.assertEqual(rows[1].asked_on, rows[0].decided_on)

    def test_all_of_them_run_from_the_same_begin(self):
        """会签: who answers second is not measured from who answers first."""
        both = self.second | self.manager
        request = self._asked({"user_ids": both.ids, "mode": "all"})
        self._approve(request, self.second, 3)
        self._approve(request, self.manager, 10)
        hours = self._rows(request).mapped("hours")
        self.assertEqual([round(value, 2) for value in hours], [3, 10])

    def test_in_turn_each_runs_from_the_one_before(self):
        signers = [
            Command.create({"user_id": user.id, "sequence": number})
            for number, user in enumerate((self.second, self.manager))
        ]
        request = self._asked({"signer_ids": signers, "mode": "turn"})
        self._approve(request, self.second, 3)
        self._approve(request, self.manager, 10)
        hours = self._rows(request).mapped("hours")
        self.assertEqual([round(value, 2) for value in hours], [3, 7])

    def test_passed_on(self):
        """转交: who is asked later is measured from then; passing on is no decision."""
        request = self._asked({"user_ids": [self.manager.id]})
        request.with_user(self.manager).action_jxc_delegate(self.second.id)
        self._date(request, 5)
        request.with_user(self.second).action_jxc_refuse("too dear")
        self._date(request, 6)
        row = self._rows(request)
        self.assertEqual((row.user_id, row.decision), (self.second, "refused"))
        self.assertAlmostEqual(row.hours, 1, 2)

    def test_averages_are_of_decisions(self):
        both = self.second | self.manager
        request = self._asked({"user_ids": both.ids, "mode": "all"})
        self._approve(request, self.second, 2)
        self._approve(request, self.manager, 10)
        [(hours, longest, count)] = self._rows(request)._read_group(
            [("request_id", "=", request.id)],
            aggregates=["hours:avg", "longest:max", "decisions:sum"],
        )
        self.assertEqual((round(hours, 2), round(longest, 2), count), (6, 10, 2))

    def test_for_managers_of_the_company(self):
        request = self._asked({"user_ids": [self.manager.id]})
        self._approve(request, self.manager, 1)
        with self.assertRaises(AccessError):
            self._rows(request, self.buyer)
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.second.write({"company_ids": other.ids, "company_id": other.id})
        self.assertFalse(self._rows(request, self.second))
        self.assertTrue(self._rows(request))
