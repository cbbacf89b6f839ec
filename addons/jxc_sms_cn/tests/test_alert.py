from unittest.mock import patch

from odoo.tests import tagged

from .common import SmsCase
from .gateway import SECRET


@tagged("post_install", "-at_install")
class TestAlert(SmsCase):
    """K5: an alert by SMS, through the account of its company."""

    def setUp(self):
        super().setUp()
        self.env["jxc.alert.rule"].search([]).active = False
        self.partner = self.env["res.partner"].create({"name": "Bad", "ref": "JXCSMS"})
        self.keeper.partner_id.phone = "138 0013 8000"
        self.rule = self.env["jxc.alert.rule"].create(
            {
                "name": "Bad partner",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain": "[('ref', '=', 'JXCSMS')]",
                "user_ids": [(6, 0, self.keeper.ids)],
                "channel_sms": True,
                "channel_todo": False,
            }
        )

    def delivery(self):
        self.env["jxc.alert.mark"]._process()
        found = self.env["jxc.alert.delivery"].search([("rule_id", "=", self.rule.id)])
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["jxc.alert.delivery"]._cron_send()
        return found

    def test_an_alert_by_sms(self):
        delivery = self.delivery()
        self.assertEqual((delivery.channel, delivery.state), ("sms", "sent"))
        self.assertFalse(self.gateway.sent, "with the queue, not before")
        self.run_queue()
        [sent] = self.gateway.sent
        self.assertEqual(sent["PhoneNumbers"], "13800138000")
        self.assertIn("Bad", sent["TemplateParam"])

    def test_without_a_number_or_an_account_it_is_a_todo(self):
        self.keeper.partner_id.phone = False
        delivery = self.delivery()
        self.assertEqual(delivery.state, "dead")
        self.assertIn("no phone number", delivery.error)
        todo = self.env["mail.activity"].search(
            [("res_model", "=", "jxc.alert"), ("res_id", "in", delivery.alert_ids.ids)]
        )
        self.assertEqual(todo.user_id, self.keeper)
        self.keeper.partner_id.phone = "13800138000"
        self.account.active = False
        delivery.with_user(self.manager).action_jxc_send_again()
        self.delivery()
        self.assertIn("no SMS account", delivery.error)

    def test_through_the_account_of_the_alerts_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.account.copy({"company_id": other.id, "signature": "分公司"})
        self.env["jxc.sms.account"].search(
            [("company_id", "=", other.id)]
        ).secret = SECRET
        self.keeper.company_ids |= other
        self.partner.company_id = other
        self.env["jxc.alert.mark"]._mark("domain", [f"res.partner:{self.partner.id}"])
        self.delivery()
        self.run_queue()
        [sent] = self.gateway.sent
        self.assertEqual(sent["SignName"], "分公司")
