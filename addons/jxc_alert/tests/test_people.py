from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import AlertCase


@tagged("post_install", "-at_install")
class TestPeople(AlertCase):
    """K5: alerts reach the right people, and somebody looks after them."""

    def _escalate(self):
        with self.enter_registry_test_mode():
            self.env.ref("jxc_alert.ir_cron_escalate").method_direct_trigger()

    def _age(self, alert, hours):
        alert.opened_on = fields.Datetime.now() - timedelta(hours=hours)

    def test_escalated_once_to_who_has_not_been_told(self):
        """K5: nobody has taken it over for hours: his superior hears of it, once."""
        self.rule.write(
            {"escalate_hours": 4, "escalate_user_ids": [(6, 0, self.accountant.ids)]}
        )
        self.look(self.bad)
        alert = self.alerts()
        self._age(alert, 3.9)
        self._escalate()
        self.assertFalse(alert.escalated_on)
        self._age(alert, 4.1)
        before = self.todos(alert)
        self._escalate()
        self.assertTrue(alert.escalated_on)
        self.assertIn(self.accountant, alert.receiver_ids)
        new = self.todos(alert) - before
        self.assertEqual(new.user_id, self.accountant, "the others are told already")
        self._escalate()
        self.assertEqual(len(self.todos(alert) - before), 1)

    def test_escalated_to_managers_where_nobody_is_named(self):
        self.rule.escalate_hours = 1
        self.look(self.bad)
        self._age(self.alerts(), 2)
        self._escalate()
        self.assertIn(self.manager, self.alerts().receiver_ids)
        self.assertIn(self.manager, self.todos(self.alerts()).user_id)

    def test_what_has_an_owner_or_is_over_is_not_escalated(self):
        self.rule.escalate_hours = 1
        self.good.city = "Nowhere"
        self.look(self.bad, self.good)
        owned, over = self.alerts()
        self._age(owned + over, 2)
        owned.with_user(self.keeper).action_acknowledge()
        over._jxc_close()
        self._escalate()
        self.assertFalse((owned + over).filtered("escalated_on"))
        with self.assertRaisesRegex(ValidationError, "City unknown"):
            self.rule.escalate_hours = -1

    def test_taken_over_from_the_owner(self):
        """Who takes it over is its owner, also after another one."""
        self.look(self.bad)
        alert = self.alerts()
        alert.with_user(self.keeper).action_take_over()
        self.assertRecordValues(
            alert, [{"state": "acknowledged", "acknowledged_by_id": self.keeper.id}]
        )
        self.assertFalse(self.todos(alert))
        alert.with_user(self.buyer).action_take_over()
        self.assertEqual(alert.acknowledged_by_id, self.buyer)
        alert._jxc_close()
        alert.with_user(self.keeper).action_take_over()
        self.assertRecordValues(
            alert, [{"state": "closed", "acknowledged_by_id": self.buyer.id}]
        )

    def test_no_taking_over_in_another_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.bad.company_id = other
        self.look(self.bad)
        with self.assertRaises(AccessError):
            self.alerts().with_user(self.keeper).action_take_over()
        with self.assertRaises(AccessError):
            self.alerts().with_user(self.keeper).action_jxc_next()

    def test_the_person_on_the_document(self):
        """K5: the right people: the salesperson of this customer, not of the others."""
        self.rule.write({"field_path": "user_id", "group_id": False, "user_ids": False})
        self.bad.user_id, self.good.user_id = self.salesperson, self.inspector
        self.good.city = "Nowhere"
        self.look(self.bad, self.good)
        told = {alert.res_id: alert.receiver_ids for alert in self.alerts()}
        self.assertEqual(
            told, {self.bad.id: self.salesperson, self.good.id: self.inspector}
        )
        self.assertEqual(
            {(t.res_id, t.user_id) for t in self.todos(self.alerts())},
            {(alert.id, alert.receiver_ids) for alert in self.alerts()},
        )
        self.salesperson.active = False
        self.alerts()._jxc_close()
        self.look(self.bad)
        self.assertFalse(self.alerts("open").receiver_ids, "he has left")

    def test_a_field_that_names_nobody_is_refused(self):
        for path in ("name", "no_such", "country_id", "user_id.name"):
            with self.assertRaisesRegex(ValidationError, path):
                self.rule.field_path = path
        self.rule.field_path = "parent_id.user_id"

    def test_the_next_step_is_what_the_kind_offers(self):
        """The alert offers what to do; nothing where its kind offers nothing."""
        self.look(self.bad)
        alert = self.alerts()
        self.assertFalse(alert.next_label)
        with self.assertRaisesRegex(UserError, "City unknown"):
            alert.with_user(self.keeper).action_jxc_next()
        action = {"type": "ir.actions.act_window", "res_model": "res.partner"}
        step = ("Ask for the city", action)
        with patch.object(type(alert), "_jxc_next_action", lambda self: step):
            alert.invalidate_recordset(["next_label"])
            mine = alert.with_user(self.keeper)
            self.assertEqual(mine.next_label, "Ask for the city")
            self.assertEqual(mine.action_jxc_next(), action)
            alert._jxc_close()
            self.assertFalse(alert.next_label)

    def test_the_place_comes_from_the_kind(self):
        """Alerts are found by the place that the evaluator names."""
        payload, key = {"name": "3 left", "scope": "North"}, self.key(self.bad)
        with patch.object(
            type(self.rule), "_jxc_evaluate", lambda s, kind, keys: {key: payload}
        ):
            self.look(self.bad)
            self.assertEqual(self.alerts().scope, "North")
            payload["scope"] = "South"
            self.look(self.bad)
        self.assertEqual(self.alerts().scope, "South")
