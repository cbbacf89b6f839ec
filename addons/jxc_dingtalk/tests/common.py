from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from odoo import fields
from odoo.tests import HttpCase
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import JxcCase, sealing

from .. import transport
from ..models import jxc_dingtalk_account_inbound as inbound
from ..models import jxc_dingtalk_account_sign_in as addresses
from . import standin
from .standin import Phone

DINGTALK_WEBHOOK = f"https://oapi.dingtalk.com/robot/send?access_token={standin.ROBOT}"
WECOM_WEBHOOK = (
    f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={standin.WECOM_ROBOT}"
)


def point_at(env, phone):
    """Both vendors are the stand-in."""
    for platform in transport.ADDRESSES:
        env["ir.config_parameter"].set_param(
            f"jxc_dingtalk.address_{platform}", phone.url
        )


def application(platform):
    """An application as its manager enters it."""
    return {
        "name": f"App {platform}",
        "platform": platform,
        "app_key": standin.KEY,
        "secret": standin.SECRET,
        "agent": standin.AGENT,
    }


def robots():
    """A robot of each vendor."""
    return [
        {
            "name": "Warehouse",
            "webhook": DINGTALK_WEBHOOK,
            "signing_secret": standin.SIGNING,
        },
        {"name": "Sales", "platform": "wecom", "webhook": WECOM_WEBHOOK},
    ]


class DingtalkCase(JxcCase):
    """An application and a robot of each vendor, who both answer on this machine."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(sealing())
        cls.env["jxc.dingtalk.message"].search([]).unlink()
        cls.env["jxc.dingtalk.account"].search([]).active = False
        env = cls.env(user=cls.manager)
        cls.account, cls.wecom = env["jxc.dingtalk.account"].create(
            [application("dingtalk"), application("wecom")]
        )
        cls.robot, cls.wecom_robot = env["jxc.dingtalk.robot"].create(robots())
        cls.person = env["jxc.dingtalk.person"].create(
            {"user_id": cls.keeper.id, "identifier": "zhang"}
        )
        cls.person.action_jxc_confirm()
        cls.messages = cls.env["jxc.dingtalk.message"]

    def setUp(self):
        super().setUp()
        self.phone = Phone()
        self.addCleanup(self.phone.close)
        point_at(self.env, self.phone)
        if not isinstance(self, HttpCase):  # which is in it already
            self.enterContext(self.enter_registry_test_mode())

    def hear(self):
        """What came in is done."""
        self.env.flush_all()
        self.env.ref("jxc_dingtalk.ir_cron_process").method_direct_trigger()
        self.env.invalidate_all()

    def set_up_cards(self):
        """Both applications have cards with buttons."""
        self.account.write({"card_template": standin.TEMPLATE, "robot_code": "r"})
        keys = {"callback_token": standin.TOKEN, "callback_key": standin.AES_KEY}
        (self.account | self.wecom).write(keys)
        # As saved before the button is pressed: that writes past this transaction.
        self.env.flush_all()
        self.account.action_jxc_register_cards()
        path = f"{inbound.PATH}{self.wecom.in_key}"
        self.phone.console = (path, standin.TOKEN, standin.AES_KEY, standin.KEY)
        self.env.flush_all()

    def send(self, moment=None):
        """The cron runs, at that moment."""
        moment = moment or fields.Datetime.now()
        now = patch.object(fields.Datetime, "now", staticmethod(lambda *_a: moment))
        self.env.flush_all()
        with now:
            self.env.ref("jxc_dingtalk.ir_cron_send").method_direct_trigger()
        self.env.invalidate_all()


class SignInCase(DingtalkCase, HttpCase):
    """A browser that signs in: the keeper is zhang in DingTalk, the buyer li in
    WeCom."""

    def setUp(self):
        super().setUp()
        (self.account | self.wecom).sign_in = True
        self.env["jxc.dingtalk.person"].create(
            {"user_id": self.buyer.id, "identifier": "li", "platform": "wecom"}
        ).action_jxc_confirm()
        self.users = self.env["res.users"].with_context(active_test=False)
        self.count = self.users.search_count([])
        self.env.flush_all()

    def begin(self, account, redirect="/odoo/action-1", **headers):
        """:return: the state that the vendor is told"""
        answer = self.url_open(
            f"{addresses.PATH}{account.id}?redirect={redirect}",
            headers=headers,
            allow_redirects=False,
        )
        self.assertEqual(answer.status_code, 303)
        url = answer.headers["Location"]
        self.assertTrue(url.startswith(self.phone.url), url)
        return parse_qs(urlsplit(url).query)["state"][0]

    def back(self, state, code, name="code"):
        url = f"{addresses.BACK}?state={state}&{name}={code}"
        with mute_logger("odoo.addons.base.models.res_users"):
            return self.url_open(url, allow_redirects=False)

    def who(self):
        """Who is signed in, as the server says to the web client."""
        with mute_logger("odoo.http"):
            answer = self.url_open(
                "/web/session/get_session_info", json={"jsonrpc": "2.0", "params": {}}
            ).json()
        return answer.get("result", {}).get("uid")

    def assertOutside(self, answer, why):
        self.assertIn("/web/login?error", answer.headers["Location"], why)
        self.assertIsNone(self.who(), why)
