from urllib.parse import urlencode

from odoo import api, fields, models
from odoo.exceptions import AccessDenied

from .. import transport
from ..logic import answers

PATH = "/jxc/dingtalk/sign_in/"
BACK = "/jxc/dingtalk/signed_in"


class JxcDingtalkAccount(models.Model):
    """Signing in with DingTalk or WeCom: who was confirmed, and never a new user."""

    _inherit = "jxc.dingtalk.account"

    sign_in = fields.Boolean(
        "Sign In with It",
        help="A button on the page of the password. Enter this server's address in the"
        " vendor's console as the trusted domain or redirect address.",
    )

    @api.model
    def _jxc_sign_ins(self):
        return self.sudo().search([("sign_in", "=", True)])

    @api.model
    def _jxc_sign_in_buttons(self, redirect):
        """For the page of the password."""
        icons = {"dingtalk": "fa fa-fw fa-bolt", "wecom": "fa fa-fw fa-weixin"}
        query = f"?{urlencode({'redirect': redirect})}" if redirect else ""
        return [
            {
                "auth_link": f"{PATH}{account.id}{query}",
                "css_class": icons[account.platform],
                "body": self.env._("Sign in with %(name)s", name=account.name),
            }
            for account in self._jxc_sign_ins()
        ]

    def _jxc_sign_in_url(self, state, in_app):
        """The vendor's page that asks who he is.

        :param in_app: whether he is in WeCom itself, which asks nothing.
        """
        back = f"{self.get_base_url()}{BACK}"
        if self.platform == "dingtalk":
            query = {
                "redirect_uri": back,
                "response_type": "code",
                "client_id": self.app_key,
                "scope": "openid",
                "state": state,
                "prompt": "consent",
            }
            base = transport.address(self.env, "dingtalk_login")
            return f"{base}/oauth2/auth?{urlencode(query)}"
        query = {"appid": self.app_key, "redirect_uri": back, "state": state}
        if in_app:
            query |= {"response_type": "code", "scope": "snsapi_base"}
            query["agentid"] = self.agent
            base = transport.address(self.env, "wecom_app")
            return f"{base}/connect/oauth2/authorize?{urlencode(query)}#wechat_redirect"
        query |= {"login_type": "CorpApp", "agentid": self.agent}
        base = transport.address(self.env, "wecom_login")
        return f"{base}/wwlogin/sso/login?{urlencode(query)}"

    def _jxc_sign_in_user(self, code):
        """Whom a code names. :raise AccessDenied: nobody who is confirmed."""
        identifier = self._jxc_identifier(code) if code else None
        person = self.env["jxc.dingtalk.person"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("platform", "=", self.platform),
                ("identifier", "=", identifier),
                ("state", "=", "confirmed"),
            ]
        )
        if not identifier or len(person) != 1 or not person._jxc_works():
            raise AccessDenied
        return person.user_id

    def _jxc_identifier(self, code):
        """His ID in the vendor's list of members, or None."""
        if self.platform == "wecom":
            answer = self._jxc_call("code", {"code": code})
        else:
            secret = self._jxc_secret("secret")
            answer = transport.dingtalk_me(self.env, self.app_key, secret, code)
            union = answer.data.get("unionId")
            if answer.word != answers.SENT or not isinstance(union, str):
                return None
            answer = self._jxc_call("union", {"unionid": union})
        result = answer.data.get("result")
        told = result if isinstance(result, dict) else answer.data
        found = told.get("userid")
        member = not told.get("contact_type")  # a contact from outside has an ID too
        known = answer.word == answers.SENT and isinstance(found, str)
        return found if known and member else None
