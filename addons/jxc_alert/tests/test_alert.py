from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AlertCase


@tagged("post_install", "-at_install")
class TestAlert(AlertCase):
    def test_one_alert_however_often_it_is_marked(self):
        """K5: without repeats, for the one in breach only."""
        self.look(self.bad, self.good)
        self.marks._mark("domain", [self.key(self.bad)])
        self.assertEqual(self.look(self.bad), 2)
        alert = self.alerts()
        self.assertRecordValues(
            alert,
            [{"state": "open", "res_model": "res.partner", "res_id": self.bad.id}],
        )
        self.assertIn("Bad", alert.name)
        self.assertFalse(self.marks.search([]))
        self.assertEqual(alert.action_open_document()["res_id"], self.bad.id)

    def test_it_closes_itself_and_comes_again_as_a_new_one(self):
        """K5: closed when the stock recovers; the next time is another case."""
        self.look(self.bad)
        first = self.alerts()
        self.bad.city = "Shanghai"
        self.look(self.bad)
        self.assertEqual(first.state, "closed")
        self.assertTrue(first.closed_on)
        self.bad.city = "Nowhere"
        self.look(self.bad)
        self.assertEqual(self.alerts().mapped("state"), ["closed", "open"])
        self.bad.unlink()
        self.marks._mark("domain", [self.alerts()[1].key])
        with self.assertRaisesRegex(UserError, "not there any more"):
            self.alerts()[1].action_open_document()
        self.marks._process()
        self.assertEqual(self.alerts().mapped("state"), ["closed", "closed"])

    def test_one_todo_each_and_gone_with_the_alert(self):
        """K5: a to-do to the right people: who is named, and who has the role."""
        self.look(self.bad)
        self.look(self.bad)
        alert = self.alerts()
        told = self.todos(alert).mapped("user_id")
        self.assertIn(self.buyer, told)
        self.assertIn(self.keeper, told)
        self.assertNotIn(self.manager, told, "there is a keeper, whose job it is")
        self.assertNotIn(self.salesperson, told)
        self.assertEqual(len(self.todos(alert)), len(told))
        self.assertEqual(self.todos(alert)[0].with_user(self.buyer).res_id, alert.id)
        self.bad.city = "Shanghai"
        self.look(self.bad)
        self.assertFalse(self.todos(alert))

    def test_acknowledged_once_and_still_closed_later(self):
        """Who takes it over takes the to-do off the others."""
        self.look(self.bad)
        alert = self.alerts()
        alert.with_user(self.keeper).action_acknowledge()
        alert.with_user(self.buyer).action_acknowledge()
        self.assertRecordValues(
            alert,
            [{"state": "acknowledged", "acknowledged_by_id": self.keeper.id}],
        )
        self.assertFalse(self.todos(alert))
        self.look(self.bad)
        self.assertEqual(self.alerts(), alert, "no second one while it lives")
        self.bad.city = "Shanghai"
        self.look(self.bad)
        self.assertEqual(alert.state, "closed")

    def test_what_the_payload_says(self):
        """Another add-on's evaluator: figures follow, its receivers are told too."""
        cls, payload = type(self.rule), {"name": "3 left", "body": "of 10"}
        payload["user_ids"] = self.salesperson.ids
        opened, closed = [], []
        alert_cls = type(self.env["jxc.alert"])
        with (
            patch.object(cls, "_jxc_evaluate", lambda s, kind, keys: {"a": payload}),
            patch.object(alert_cls, "_jxc_on_opened", lambda s: opened.append(s.ids)),
            patch.object(alert_cls, "_jxc_on_closed", lambda s: closed.append(s.ids)),
        ):
            self.marks._mark("domain", ["a"])
            self.marks._process()
            payload["name"] = "2 left"
            self.marks._mark("domain", ["a"])
            self.marks._process()
            alert = self.alerts()
            self.assertEqual(alert.name, "2 left")
            self.assertIn(self.salesperson, alert.receiver_ids)
            self.rule.active = False
        self.assertEqual((opened, closed), ([alert.ids], [alert.ids]))
        self.assertEqual(alert.state, "closed", "nobody watches it any more")

    def test_a_rule_that_fails_holds_up_nobody(self):
        """Its marks wait for the next time; the other rules go on."""
        broken = self.rule.copy({"name": "Broken"})
        self.marks.search([]).unlink()
        evaluate = type(self.rule)._jxc_evaluate

        def fail(rule, kind, keys):
            if rule.id == broken.id:
                raise ValueError("broken")
            return evaluate(rule, kind, keys)

        with (
            patch.object(type(self.rule), "_jxc_evaluate", fail),
            mute_logger("odoo.addons.jxc_alert.models.jxc_alert_mark"),
        ):
            self.look(self.bad)
        self.assertEqual(len(self.alerts()), 1)
        self.assertEqual(self.marks.search([]).mapped("key"), [self.key(self.bad)])
        self.assertEqual(self.marks._process(), 1)
        self.assertEqual(len(broken.alert_ids), 1)

    def test_marking_is_one_insert(self):
        """A posting pays one statement, and wakes the evaluation once."""
        keys = [f"res.partner:{n}" for n in range(500)]
        with self.assertQueryCount(1, flush=False):
            self.marks._mark("domain", keys)
        cron = self.env.ref("jxc_alert.ir_cron_evaluate")
        triggers = self.env["ir.cron.trigger"]
        domain = [("cron_id", "=", cron.id)]
        before = triggers.search_count(domain)
        self.marks._mark("domain", keys)
        self.env.cr.precommit.run()
        self.assertEqual(triggers.search_count(domain), before + 1)

    def test_a_batch_costs_no_more_than_one(self):
        """The evaluation is set-based: its reads do not grow with the keys."""
        partners = self.good.create([{"name": f"P{n}"} for n in range(200)])
        self.look(self.good)
        with self.assertQueryCount(25):
            self.look(*partners)

    def test_the_hourly_look_finds_what_nobody_marked(self):
        """A record that was there before the rule, or changed without a mark."""
        with self.enter_registry_test_mode():
            self.env.ref("jxc_alert.ir_cron_scan").method_direct_trigger()
            self.env.ref("jxc_alert.ir_cron_evaluate").method_direct_trigger()
        self.assertEqual(self.alerts().res_id, self.bad.id)

    def test_a_filter_that_cannot_work_is_refused(self):
        for domain in ("[('no_such_field', '=', 1)]", "[(", "__import__('os')"):
            with self.assertRaisesRegex(ValidationError, "City unknown"):
                self.rule.domain = domain
        with self.assertRaisesRegex(ValidationError, "City unknown"):
            self.rule.model_id = False

    def test_deleting_a_rule_takes_its_alerts_and_todos(self):
        self.look(self.bad)
        alert = self.alerts()
        self.rule.with_user(self.manager).unlink()
        self.assertFalse(alert.exists())
        self.assertFalse(self.todos(alert))
