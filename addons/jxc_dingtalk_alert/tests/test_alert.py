from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.jxc_dingtalk.tests.common import DingtalkCase


@tagged("post_install", "-at_install")
class TestAlert(DingtalkCase):
    """K5, G1: an alert in DingTalk or WeCom."""

    def setUp(self):
        super().setUp()
        self.env["jxc.alert.rule"].search([]).active = False
        self.env["jxc.alert.mark"].search([]).unlink()
        self.manager.lang = "en_US"
        self.partner = self.env["res.partner"].create({"name": "Bad", "ref": "JXCDING"})
        self.rule = self.env["jxc.alert.rule"].create(
            {
                "name": "Bad partner",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain": "[('ref', '=', 'JXCDING')]",
                "user_ids": [(6, 0, self.keeper.ids)],
                "channel_dingtalk": True,
                "channel_todo": False,
            }
        )

    def _deliver(self):
        """Evaluate the rule and send what it has written."""
        self.env["jxc.alert.mark"]._process()
        found = self.env["jxc.alert.delivery"].search([("rule_id", "=", self.rule.id)])
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["jxc.alert.delivery"]._cron_send()
        self.send()
        return found

    def _todos(self, delivery):
        return self.env["mail.activity"].search(
            [("res_model", "=", "jxc.alert"), ("res_id", "in", delivery.alert_ids.ids)]
        )

    def test_to_a_person(self):
        delivery = self._deliver()
        self.assertEqual((delivery.channel, delivery.state), ("dingtalk", "sent"))
        [text] = self.phone.texts("zhang")
        self.assertIn(f"/odoo/jxc.alert/{delivery.alert_ids.id}", text)
        self.assertEqual(text.count(delivery.alert_ids.name), 2, "title and heading")

    def test_who_is_not_confirmed_gets_a_todo(self):
        self.person.identifier = "li"
        delivery = self._deliver()
        self.assertEqual(delivery.state, "dead")
        self.assertIn("not confirmed", delivery.error)
        self.assertEqual(self._todos(delivery).user_id, self.keeper)
        self.assertFalse(self.phone.shown)

    def test_into_a_group(self):
        """Once for all that has opened together."""
        self.rule.write({"channel_dingtalk": False, "dingtalk_robot_id": self.robot.id})
        more = [{"name": f"P{n}", "ref": "JXCDING"} for n in range(12)]
        keys = [f"res.partner:{partner.id}" for partner in self.partner.create(more)]
        self.env["jxc.alert.mark"]._mark("domain", keys)
        self.env["jxc.alert.mark"]._process()
        self.send()
        [text] = self.phone.texts("group")
        self.assertIn("13", text)
        self.assertIn("and 3 more", text)

    def test_no_other_companys_alert_in_a_group(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.rule.dingtalk_robot_id = self.robot
        self.partner.company_id = other
        self.env["jxc.alert.mark"]._process()
        self.assertTrue(self.rule.alert_ids)
        self.send()
        self.assertFalse(self.phone.texts("group"))
        with self.assertRaisesRegex(ValidationError, "Other"):
            self.rule.company_id = other

    def test_an_archived_robot_is_silent(self):
        self.rule.dingtalk_robot_id = self.robot
        self.robot.active = False
        self.env["jxc.alert.mark"]._process()
        self.send()
        self.assertFalse(self.phone.texts("group"))

    def test_the_group_is_the_managers(self):
        rule = self.rule.with_user(self.keeper)
        self.assertTrue(rule.name)
        for attack in (
            lambda: rule.read(["dingtalk_robot_id"]),
            lambda: rule.write({"dingtalk_robot_id": self.robot.id}),
        ):
            with self.assertRaises(AccessError):
                attack()
        self.rule.with_user(self.manager).dingtalk_robot_id = self.robot

    def test_writing_costs_no_more_for_many(self):
        self.rule.write({"channel_dingtalk": False, "dingtalk_robot_id": self.robot.id})
        alerts = self.env["jxc.alert"].create(
            [
                {"rule_id": self.rule.id, "key": f"k{n}", "name": f"A{n}"}
                for n in range(100)
            ]
        )
        self.env.flush_all()
        alerts._jxc_tell_group(self.robot.sudo())
        with self.assertQueryCount(15):
            alerts._jxc_tell_group(self.robot.sudo())
