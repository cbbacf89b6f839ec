from unittest.mock import patch

from odoo.addons.jxc_base.tests.common import JxcCase, sealing

from .gateway import KEY, SECRET, Gateway


class SmsCase(JxcCase):
    """A company with an account at a vendor who answers on this machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(sealing())
        cls.env["jxc.sms.account"].search([]).active = False
        cls.env["sms.sms"].search([]).unlink()
        cls.account = cls.env["jxc.sms.account"].create(
            {
                "name": "Test",
                "provider": "alibaba",
                "access_key": KEY,
                "secret": SECRET,
                "signature": "江南百味",
                "application": "1400006666",
                "template": "SMS_1",
            }
        )

    def setUp(self):
        super().setUp()
        self.gateway = Gateway()
        self.addCleanup(self.gateway.close)
        for vendor in ("alibaba", "tencent"):
            self.env["ir.config_parameter"].set_param(
                f"jxc_sms_cn.endpoint_{vendor}", self.gateway.url
            )

    def sms(self, *numbers, body="货到了"):
        return self.env["sms.sms"].create(
            [{"number": number, "body": body} for number in numbers]
        )

    def run_queue(self):
        # Only the host's commit is left out.
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["sms.sms"]._process_queue()
