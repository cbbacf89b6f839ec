from unittest.mock import patch

from odoo.exceptions import AccessDenied
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..controllers import sign_in
from ..models import jxc_dingtalk_account_sign_in as addresses
from ..models.res_users import TYPE, Proof
from .common import SignInCase


@tagged("post_install", "-at_install")
class TestSignIn(SignInCase):
    """G1: signing in with DingTalk and WeCom, without a password and without doubt."""

    def test_both(self):
        for account, person, user, name in (
            (self.account, "zhang", self.keeper, "authCode"),
            (self.wecom, "li", self.buyer, "code"),
        ):
            self.assertIsNone(self.who())
            state = self.begin(account)
            answer = self.back(state, self.phone.grant(person), name)
            self.assertEqual(answer.status_code, 303)
            self.assertTrue(answer.headers["Location"].endswith("/odoo/action-1"))
            self.assertEqual(self.who(), user.id)
            self.url_open("/web/session/logout")
        self.assertEqual(self.users.search_count([]), self.count, "nobody is new")

    def test_in_the_app(self):
        self.begin(self.wecom, **{"User-Agent": "Mozilla wxwork/4.1"})

    def test_the_state_is_the_sessions(self):
        """None, another one's, used before, too late."""
        code = self.phone.grant("zhang")
        self.assertOutside(self.back("", code), "never begun")
        state = self.begin(self.account)
        self.opener.cookies.clear()
        self.authenticate(None, None)
        self.assertOutside(self.back(state, code), "of another session")
        self.begin(self.account)
        self.assertOutside(self.back("x", code), "forged")
        state = self.begin(self.account)
        self.assertOutside(self.back(state, "wrong"), "code")
        self.assertOutside(self.back(state, code), "used before")
        with patch.object(sign_in, "LASTS", -1):
            state = self.begin(self.account)
        self.assertOutside(self.back(state, code), "too late")
        state = self.begin(self.account)
        self.assertEqual(self.back(state, code).status_code, 303)
        self.assertEqual(self.who(), self.keeper.id)

    def test_only_who_is_confirmed(self):
        for why, change in (
            ("inactive", lambda: self.keeper.write({"active": False})),
            ("proposed", lambda: self.person.write({"identifier": "zhang"})),
            ("nobody", self.person.unlink),
        ):
            with self.subTest(why), self.env.cr.savepoint() as ground:
                change()
                self.env.flush_all()
                state = self.begin(self.account)
                self.assertOutside(self.back(state, self.phone.grant("zhang")), why)
                ground.rollback()
                self.env.invalidate_all()
        self.phone.people["9"] = "stranger"
        state = self.begin(self.account)
        self.assertOutside(self.back(state, self.phone.grant("stranger")), "unknown")
        self.assertEqual(self.users.search_count([]), self.count)

    def test_switched_off(self):
        self.account.sign_in = False
        self.env.flush_all()
        answer = self.url_open(f"{addresses.PATH}{self.account.id}")
        self.assertEqual(answer.status_code, 404)
        page = self.url_open("/web/login?redirect=/odoo/x").text
        self.assertIn(f"{addresses.PATH}{self.wecom.id}?redirect=%2Fodoo%2Fx", page)
        self.assertNotIn(f"{addresses.PATH}{self.account.id}", page)

    def test_no_open_redirect(self):
        for url in ("//evil.example.com", "https://evil.example.com", "/\\evil", ""):
            self.assertEqual(sign_in._ours(url), "/odoo")
        self.assertEqual(sign_in._ours("/odoo/sale/1?x=2"), "/odoo/sale/1?x=2")

    def test_the_second_factor_stays(self):
        model = type(self.env["res.users"])
        with patch.object(model, "_mfa_url", lambda _self: "/web/login/totp"):
            state = self.begin(self.account)
            answer = self.back(state, self.phone.grant("zhang"))
            self.assertIn("/web/login/totp", answer.headers["Location"])
            self.assertIsNone(self.who())

    @mute_logger("odoo.addons.base.models.res_users", "odoo.http")
    def test_an_id_is_no_password(self):
        """Neither as a password, nor as a credential of our type, nor twice."""
        for values in (
            {"type": TYPE, "password": "zhang"},
            {"type": TYPE, "password": "zhang", "proof": "zhang"},
            {"type": "password", "password": "zhang"},
        ):
            values = {"login": self.keeper.login, **values}
            page = self.url_open("/web/login").text
            token = page.partition('name="csrf_token" value="')[2].partition('"')[0]
            self.url_open("/web/login", data={**values, "csrf_token": token})
            self.assertIsNone(self.who())
        proof = Proof(self.keeper)
        keeper = self.keeper.with_user(self.keeper)
        self.assertFalse(Proof(self.buyer).take(self.keeper))
        credential = {"type": TYPE, "login": self.keeper.login, "proof": proof}
        found = keeper._check_credentials(credential, {"interactive": True})
        self.assertEqual((found["uid"], found["mfa"]), (self.keeper.id, "default"))
        for again in (proof, {}, None, self.keeper.id):
            with self.assertRaises(AccessDenied):
                keeper._check_credentials(
                    {**credential, "proof": again}, {"interactive": True}
                )
