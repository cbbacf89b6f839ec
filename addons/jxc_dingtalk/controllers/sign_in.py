import secrets
import time
from urllib.parse import urlencode

from odoo import http
from odoo.exceptions import AccessDenied
from odoo.http import request

from odoo.addons.web.controllers.utils import _get_login_redirect_url

from ..logic.signing import same
from ..models.jxc_dingtalk_account_sign_in import BACK, PATH
from ..models.res_users import TYPE, Proof

#: Seconds in which he has to come back.
LASTS = 600
#: Of the page where he wanted to go.
LONGEST = 2000
KEY = "jxc_sign_in"


class SignIn(http.Controller):
    """To the vendor and back, with a state that only this session has."""

    @http.route(f"{PATH}<int:account_id>", type="http", auth="public", methods=["GET"])
    def jxc_dingtalk_sign_in(self, account_id, redirect="", **_query):
        """Ask the vendor who it is."""
        accounts = request.env["jxc.dingtalk.account"]._jxc_sign_ins()
        account = accounts.filtered(lambda a: a.id == account_id)
        if not account:
            return request.make_response("", status=404)
        state = secrets.token_urlsafe(24)
        request.session[KEY] = {
            "state": state,
            "account": account.id,
            "redirect": _ours(redirect),
            "until": time.time() + LASTS,
        }
        in_app = "wxwork" in request.httprequest.user_agent.string.lower()
        return request.redirect(account._jxc_sign_in_url(state, in_app), local=False)

    @http.route(BACK, type="http", auth="public", methods=["GET"], readonly=False)
    def jxc_dingtalk_signed_in(self, state="", code="", **query):
        """He comes back: signed in, or not, if anything is not as it should be."""
        begun = request.session.pop(KEY, None)
        try:
            user = _named(begun, state, code or query.get("authCode", ""))
            credential = {"type": TYPE, "login": user.login, "proof": Proof(user)}
            found = request.session.authenticate(request.env, credential)
        except AccessDenied:
            told = request.env._(
                "DingTalk or WeCom does not say who you are, or a manager has not"
                " confirmed it: sign in with your password."
            )
            return request.redirect(f"/web/login?{urlencode({'error': told})}", 303)
        url = _get_login_redirect_url(found["uid"], begun["redirect"])
        return request.redirect(url, 303)


def _named(begun, state, code):
    if not begun or begun["until"] < time.time() or not same(state, begun["state"]):
        raise AccessDenied
    accounts = request.env["jxc.dingtalk.account"]._jxc_sign_ins()
    account = accounts.filtered(lambda a: a.id == begun["account"])
    if not account:
        raise AccessDenied
    return account._jxc_sign_in_user(code)


def _ours(url):
    """A page of ours; not where somebody else's link would lead him, nor a page of
    signing in, which would lead him back."""
    local = url.startswith("/") and not url.startswith(("//", "/\\"))
    plain = url.isprintable() and "\\" not in url and len(url) <= LONGEST
    back = url.startswith(("/web/login", "/jxc/dingtalk/"))
    return url if local and plain and not back else "/odoo"
