import json

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import AlertCase


@tagged("post_install", "-at_install")
class TestRights(AlertCase):
    def test_nobody_writes_alerts_by_hand(self):
        """K5: not even a manager makes, changes or deletes an alert."""
        self.look(self.bad)
        alert = self.alerts()
        for user in (self.keeper, self.manager):
            mine = alert.with_user(user)
            self.assertEqual(mine.name, alert.name)
            with self.assertRaises(AccessError):
                mine.state = "closed"
            with self.assertRaises(AccessError):
                mine.unlink()
            with self.assertRaises(AccessError):
                mine.create({"rule_id": self.rule.id, "key": "x", "name": "x"})
            with self.assertRaises(AccessError):
                self.marks.with_user(user).create({"kind": "domain", "key": "x"})
        mine.message_post(body="I am on it")

    def test_rules_are_the_managers(self):
        rule = self.rule.with_user(self.keeper)
        for attack in (lambda: rule.write({"active": False}), rule.unlink, rule.copy):
            with self.assertRaises(AccessError):
                attack()
        self.rule.with_user(self.manager).name = "City missing"
        self.assertTrue(self.rule.with_user(self.manager).copy())

    def test_a_filter_sees_what_its_author_sees(self):
        """F2: a rule is no way to read what one may not read."""
        accountant_only = self.env["ir.model"]._get_id("ir.config_parameter")
        with self.assertRaises(AccessError):
            self.env["jxc.alert.rule"].with_user(self.manager).create(
                {"name": "Spy", "model_id": accountant_only}
            )

    def test_who_wrote_a_filter_stays_its_author(self):
        """F2: an administrator who edits the name lends the filter no rights."""
        self.rule.with_user(self.manager).write(
            {"domain": "[('city', '=', 'Nowhere')]", "author_id": self.env.uid}
        )
        self.rule.name = "City?"
        self.rule.author_id = self.env.uid
        self.assertEqual(self.rule.author_id, self.manager)
        self.bad.company_id = self.env["res.company"].create({"name": "Hidden"})
        self.look(self.bad)
        self.assertFalse(self.alerts(), "the manager may not see that company")

    def test_companies_do_not_see_each_other(self):
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_role_user(
            self.env,
            "keeper",
            "test_stranger",
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        self.rule.company_id = self.company
        self.look(self.bad)
        alert = self.alerts()
        self.assertEqual(alert.company_id, self.company)
        self.assertNotIn(stranger, alert.receiver_ids)
        with self.assertRaises(AccessError):
            alert.with_user(stranger).action_acknowledge()
        self.bad.company_id = other
        self.look(self.bad)
        self.assertEqual(alert.state, "closed", "the rule watches its own company")


@tagged("post_install", "-at_install")
class TestRpc(HttpCase):
    """F2: what the buttons do not offer, JSON-RPC does not give either."""

    def setUp(self):
        super().setUp()
        self.other = self.env["res.company"].create({"name": "Other"})
        partner = self.env["res.partner"].create({"name": "Attacked"})
        rule = self.env["jxc.alert.rule"].create(
            {
                "name": "Attack",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain": f"[('id', '=', {partner.id})]",
            }
        )
        self.env["jxc.alert.mark"]._process()
        self.alert = rule.alert_ids
        self.assertEqual(self.alert.state, "open")

    def call(self, model, method, *args, **kwargs):
        """The answer of the server, as a client gets it."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        with mute_logger("odoo.http"):
            return self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                data=json.dumps({"params": params}),
                headers={"Content-Type": "application/json"},
            ).json()

    def login(self, role):
        user = new_role_user(self.env, role, f"test_rpc_{role}")
        self.authenticate(user.login, user.login)
        return user

    def assertRefused(self, answer, message):
        self.assertIn("error", answer, message)
        self.assertIn("AccessError", answer["error"]["data"]["name"], message)

    def test_private_methods_stay_private(self):
        """The queue and the evaluation cannot be driven from outside."""
        self.login("manager")
        for model, method in (
            ("jxc.alert.mark", "_mark"),
            ("jxc.alert.mark", "_process"),
            ("jxc.alert", "_jxc_close"),
            ("jxc.alert", "_jxc_own"),
            ("jxc.alert", "_jxc_escalate"),
            ("jxc.alert", "_cron_escalate"),
            ("jxc.alert", "_jxc_next_action"),
            ("jxc.alert.rule", "_jxc_evaluate"),
        ):
            self.assertRefused(self.call(model, method, []), f"{model}.{method}")

    def test_a_plain_user_writes_no_alert(self):
        """K5: state, owner and receivers change by the buttons alone."""
        self.login("keeper")
        for values in (
            {"state": "closed"},
            {"acknowledged_by_id": self.env.uid},
            {"escalated_on": False},
            {"receiver_ids": [(5, 0, 0)]},
        ):
            answer = self.call("jxc.alert", "write", self.alert.ids, values)
            self.assertRefused(answer, values)
        answer = self.call("jxc.alert", "unlink", self.alert.ids)
        self.assertRefused(answer, "unlink")
        rule = {"escalate_hours": 1}
        answer = self.call("jxc.alert.rule", "write", self.alert.rule_id.ids, rule)
        self.assertRefused(answer, "the rule is the managers'")
        answer = self.call("jxc.alert", "action_take_over", self.alert.ids)
        self.assertNotIn("error", answer, "the button works by the same way")
        self.alert.invalidate_recordset()
        self.assertEqual(self.alert.acknowledged_by_id.login, "test_rpc_keeper")

    def test_another_companys_alert_does_not_exist(self):
        """F2: it is neither read, found nor taken over."""
        self.alert.company_id = self.other
        self.env.flush_all()
        self.login("manager")
        ids = self.alert.ids
        for method, *args in (
            ("read", ids, ["name"]),
            ("action_acknowledge", ids),
            ("action_take_over", ids),
            ("action_jxc_next", ids),
        ):
            self.assertRefused(self.call("jxc.alert", method, *args), method)
        answer = self.call("jxc.alert", "search_count", [("id", "in", ids)])
        self.assertEqual(answer["result"], 0)
        self.alert.invalidate_recordset()
        self.assertEqual(self.alert.state, "open")

    def test_a_plain_user_sends_no_messages(self):
        """K5: messages are neither written, changed nor sent again by hand."""
        keeper, deliveries = self.login("keeper"), self.env["jxc.alert.delivery"]
        self.alert.rule_id.channel_mail = True
        deliveries._queue(self.alert, keeper)
        message = deliveries.search([("user_id", "=", keeper.id)])
        self.assertEqual(message.state, "waiting")
        ids, model = message.ids, "jxc.alert.delivery"
        values = {"channel": "mail", "user_id": keeper.id, "subject": "x"}
        for method, *args in (
            ("create", [values]),
            ("write", ids, {"state": "sent"}),
            ("unlink", ids),
            ("action_jxc_send_again", ids),
            ("_queue", [], self.alert.ids, keeper.ids),
            ("_cron_send", []),
            ("_send_mail", ids, keeper.id),
        ):
            self.assertRefused(self.call(model, method, *args), method)
        message.company_id = self.other
        self.env.flush_all()
        self.assertRefused(self.call(model, "read", ids, ["text"]), "another company")
        message.invalidate_recordset()
        self.assertRecordValues(message, [{"state": "waiting", "attempts": 0}])
