from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..exceptions import ApprovalRequired
from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestTolerance(ApprovalCase):
    def _approved(self, **values):
        document, request = self._submitted(
            line_ids=[Command.create({"price": 50})], **values
        )
        request.with_user(self.manager).action_jxc_approve()
        return document

    def _refused(self, record, values):
        with self.assertRaises(ApprovalRequired), self.env.cr.savepoint():
            record.write(values)

    def test_lowering_is_let_through_by_rule(self):
        """P4: 500 approved, 450 goes through and is told, 449 or a raise does not."""
        self.rule.tolerance = 10
        document = self._approved()
        posted = document.message_ids
        document.amount = 450.0
        self.assertEqual(document.jxc_approval_state, "approved")
        told = (document.message_ids - posted).mapped("body")
        self.assertEqual(len(told), 1)
        self.assertIn("500 → 450", told[0])
        document.line_ids.price = 46
        self._refused(document, {"amount": 449.0})
        self._refused(document.line_ids, {"price": 44})
        self._refused(document, {"amount": 501.0})
        self._refused(document, {"line_ids": [Command.create({"price": 1})]})
        self._refused(document, {"line_ids": [Command.clear()]})

    def test_step_by_step_is_no_way_around(self):
        """P4: each figure is compared with what was approved, not with the last."""
        self.rule.tolerance = 10
        document = self._approved()
        document.amount = 455.0
        self._refused(document, {"amount": 420.0})
        document.amount = 500.0

    def test_without_a_tolerance_every_change_asks(self):
        self._refused(self._approved(), {"amount": 499.0})

    def test_lowered_before_it_takes_effect(self):
        self.rule.tolerance = 10
        document = self._approved(note="no stock")
        self.assertFalse(document.confirmed)
        document.amount = 460.0
        self.assertEqual(document.jxc_approval_state, "approved")
        document.confirmed = True
        self.assertIn("500 → 460", document.message_ids[0].body)

    def test_a_tolerance_is_a_percentage(self):
        for wrong in (-1, 101):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.rule.tolerance = wrong
