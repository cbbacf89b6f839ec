import json
from datetime import timedelta
from unittest.mock import patch

import requests

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SmsCase

GATEWAY = "odoo.addons.jxc_sms_cn.gateway"


@tagged("post_install", "-at_install")
class TestSending(SmsCase):
    def test_alibaba(self):
        """K5: the host's queue goes through Alibaba Cloud, signed."""
        sms = self.sms("+86 138-0013-8000", body="货 " * 40)
        self.run_queue()
        self.assertEqual(sms.state, "pending")
        [sent] = self.gateway.sent
        self.assertEqual(sent["PhoneNumbers"], "13800138000")
        self.assertEqual(sent["SignName"], "江南百味")
        self.assertEqual(sent["OutId"], sms.uuid)
        text = json.loads(sent["TemplateParam"])["content"]
        self.assertEqual(len(text), 35)

    def test_tencent(self):
        """K5: several numbers in one request to Tencent Cloud, signed."""
        self.account.provider = "tencent"
        sms = self.sms("13800138000", "13900139000")
        self.run_queue()
        self.assertEqual(sms.mapped("state"), ["pending", "pending"])
        [sent] = self.gateway.sent
        self.assertEqual(
            sorted(sent["PhoneNumberSet"]), ["+8613800138000", "+8613900139000"]
        )
        self.assertEqual(sent["TemplateParamSet"], ["货到了"])

    def test_nothing_leaves_before_the_queue(self):
        """K5: a user's transaction sends nothing, so none that rolls back has."""
        sms = self.sms("13800138000")
        sms.send(raise_exception=True)
        self.assertEqual((sms.state, self.gateway.sent), ("outgoing", []))
        self.run_queue()
        self.assertEqual(sms.state, "pending")

    def test_wrong_secret(self):
        """K5: refused by both vendors, asked once, said once."""
        for vendor in ("alibaba", "tencent"):
            self.account.write({"provider": vendor, "secret": "wrong"})
            sms = self.sms("13800138000", "13900139000")
            self.run_queue()
            self.assertEqual(sms.mapped("state"), ["error", "error"])
            self.assertEqual(set(sms.mapped("failure_type")), {"sms_acc"})
            self.assertFalse(any(sms.mapped("jxc_retry_on")))
            self.assertIn("ignature", sms[0].jxc_reason)
        self.assertEqual(self.gateway.sent, [])

    def test_numbers(self):
        """K5: landlines, nonsense and foreign numbers are not even asked for."""
        sms = self.sms("021-62345678", "12345", "", "+33 6 12 34 56 78", "13800138000")
        self.run_queue()
        self.assertEqual(
            sms.mapped("failure_type"),
            [
                "sms_number_format",
                "sms_number_format",
                "sms_number_missing",
                "sms_country_not_supported",
                False,
            ],
        )
        self.assertIn("021-62345678", sms[0].jxc_reason)
        self.assertEqual(len(self.gateway.sent), 1)

    def test_throttled_is_sent_later(self):
        """K5: throttled waits its time, goes again, and arrives once."""
        self.gateway.script = ["isv.BUSINESS_LIMIT_CONTROL"]
        sms = self.sms("13800138000")
        self.run_queue()
        self.assertEqual((sms.state, sms.failure_type), ("error", "sms_server"))
        self.env["sms.sms"]._cron_jxc_retry()
        self.assertEqual(sms.state, "error", "not before its time")
        sms.jxc_retry_on = fields.Datetime.now() - timedelta(seconds=1)
        self.env["sms.sms"]._cron_jxc_retry()
        self.run_queue()
        self.assertEqual((sms.state, sms.jxc_retry_on), ("pending", False))
        self.assertEqual(len(self.gateway.sent), 1)

    @mute_logger(GATEWAY)
    def test_dead_vendor(self):
        """K5: error 500, a dropped line, silence: asked once, retried, then shown."""
        for trouble in (500, "silence"):
            self.gateway.script = [trouble]
            sms = self.sms("13800138000", "13900139000")
            self.run_queue()
            self.assertEqual(set(sms.mapped("failure_type")), {"sms_server"})
            self.assertTrue(all(sms.mapped("jxc_retry_on")))
        self.assertEqual(self.gateway.sent, [], "the second one did not knock again")
        timeout = requests.exceptions.ReadTimeout("https://x/?secret")
        sms = self.sms("13700137000")
        sms.jxc_attempts = 5
        with patch(f"{GATEWAY}.requests.post", side_effect=timeout) as post:
            self.run_queue()
        self.assertEqual(post.call_args.kwargs["timeout"], 5)
        self.assertEqual((sms.state, sms.jxc_retry_on), ("error", False))
        self.assertNotIn("secret", sms.jxc_reason)

    def test_permanent(self):
        """K5: an unapproved template and an empty balance fail at once, readably."""
        for code, failure in (
            ("isv.SMS_TEMPLATE_ILLEGAL", "sms_acc"),
            ("isv.AMOUNT_NOT_ENOUGH", "sms_credit"),
            ("isv.MOBILE_NUMBER_ILLEGAL", "sms_number_format"),
        ):
            self.gateway.script = [code]
            sms = self.sms("13800138000")
            self.run_queue()
            self.assertEqual((sms.failure_type, sms.jxc_retry_on), (failure, False))
            self.assertIn(code, sms.jxc_reason)

    def test_companies(self):
        """K5: without an account the host's own way is untouched."""
        other = self.env["res.company"].create({"name": "Other"})
        host = other._get_sms_api_class()
        self.assertNotEqual(host, self.company._get_sms_api_class())
        self.assertEqual(host.__module__, "odoo.addons.sms.tools.sms_api")
