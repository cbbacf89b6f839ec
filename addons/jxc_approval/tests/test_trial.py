from odoo.exceptions import AccessError, ValidationError
from odoo.tests import Form, tagged

from .common import ApprovalCase, Sample


@tagged("post_install", "-at_install")
class TestTrial(ApprovalCase):
    def setUp(self):
        super().setUp()
        self.documents = self.env[Sample._name].browse()
        for amount in (10, 150, 900, 90):
            self.documents |= self._document(amount)
        self.env.cr.execute(
            "UPDATE jxc_approval_sample SET create_date = now() - interval '40 days'"
            " WHERE id = %s",
            [self.documents[2].id],
        )
        self.rule.active = False

    def _trial(self, user=None, **values):
        trials = self.env["jxc.approval.trial"].with_user(user or self.manager)
        return trials.create({"rule_id": self.rule.id, **values})

    def test_a_rule_is_tried_out_on_past_documents(self):
        """P4, S3: how many it would have caught, and which, before it is in force."""
        form = Form(
            self.env["jxc.approval.trial"]
            .with_user(self.manager)
            .with_context(default_rule_id=self.rule.id)
        )
        self.assertIn("2 of 4", form.result)
        form.days = 30
        self.assertIn("1 of 3", form.result)
        trial = form.save()
        action = trial.action_show()
        self.assertEqual(
            self.env[action["res_model"]].search(action["domain"]), self.documents[1]
        )
        self.assertEqual(self.documents[1].jxc_approval_state, "none")
        trial.action_put_in_force()
        self.documents.invalidate_recordset()
        self.assertEqual(self.documents[1].jxc_approval_state, "required")

    def test_only_documents_of_the_rules_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.manager.company_ids |= other
        self.rule.company_id = other
        both = self.manager.company_ids.ids
        trials = self.env["jxc.approval.trial"].with_user(self.manager)
        trial = trials.with_context(allowed_company_ids=both).create(
            {"rule_id": self.rule.id}
        )
        self.assertEqual(trial.caught_count, 0)
        self.assertIn("0 of 0", trial.result)

    def test_a_trial_is_the_managers(self):
        with self.assertRaises(AccessError):
            self._trial(self.buyer)

    def test_a_new_rule_from_the_menu_is_switched_off(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_approval.jxc_approval_rule_action"
        )
        self.assertIn("'default_active': False", action["context"])
        rule = self._rule("Draft", {"name": "?"}, active=False, domain="[]")
        rule.step_ids.unlink()
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            rule.active = True
