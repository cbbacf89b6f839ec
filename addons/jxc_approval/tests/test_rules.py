from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import ApprovalCase


@tagged("post_install", "-at_install")
class TestRules(ApprovalCase):
    def _invalid(self, **values):
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self.rule.write(values)

    def test_a_rule_that_cannot_work_is_refused(self):
        self._invalid(domain="[('no_such_field', '=', 1)]")
        self._invalid(domain="[('amount', '>', uid)]")
        self._invalid(domain="[(")
        self._invalid(model_id=self.env["ir.model"]._get("res.partner").id)
        self._invalid(step_ids=[(5, 0, 0)])

    def test_a_rule_in_use_is_archived_not_deleted(self):
        self._submitted()
        for record in (self.rule, self.rule.step_ids):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                record.unlink()

    def test_a_rule_is_copied_with_its_steps(self):
        """F1: as a draft for the next one: not in force, or it would ask twice."""
        self.rule.step_ids.write(
            {"mode": "turn", "signer_ids": [(0, 0, {"user_id": self.manager.id})]}
        )
        copied = self.rule.with_user(self.manager).copy()
        self.assertFalse(copied.active)
        self.assertIn(self.rule.name, copied.name)
        self.assertNotEqual(copied.name, self.rule.name)
        self.assertEqual(copied.step_ids.group_id, self.rule.step_ids.group_id)
        self.assertEqual(copied.step_ids.signer_ids.user_id, self.manager)
        self.assertEqual(len(self.rule.step_ids), 1)

    def test_a_rule_of_another_company_asks_nobody_here(self):
        """Each company has its own rules; one without a company holds for all."""
        self.rule.company_id = self.env["res.company"].create({"name": "Elsewhere"})
        document = self._document()
        self.assertEqual(document.jxc_approval_state, "none")
        self.rule.company_id = self.company
        document.invalidate_recordset()
        self.assertEqual(document.jxc_approval_state, "required")

    def test_a_request_of_another_company_is_not_seen(self):
        _document, request = self._submitted()
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.keeper.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        seen = request.with_user(self.keeper).with_context(
            allowed_company_ids=other.ids
        )
        self.assertFalse(seen.search([("id", "=", request.id)]))
