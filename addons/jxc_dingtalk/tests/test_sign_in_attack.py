from urllib.parse import quote, urlsplit

from odoo.tests import tagged

from ..models import jxc_dingtalk_account_sign_in as addresses
from . import standin
from .common import SignInCase

HOME = "/odoo"


@tagged("post_install", "-at_install")
class TestSignInAttack(SignInCase):
    """G1: who is not confirmed, and who has stolen something, stays outside."""

    def sign_in(self, account, person="zhang", redirect=HOME):
        state = self.begin(account, redirect)
        return self.back(state, self.phone.grant(person))

    def assertInside(self, answer, user, path=HOME):
        self.assertEqual(urlsplit(answer.headers["Location"]).path, path)
        self.assertEqual(self.who(), user.id)

    def test_a_stolen_state(self):
        """Of another browser: worth nothing there, and the victim's sign-in goes on."""
        state = self.begin(self.account, HOME)
        victim = self.opener
        self.authenticate(None, None)
        self.assertIsNot(self.opener, victim)
        for _begun in range(2):
            thief = self.back(state, self.phone.grant("zhang"))
            self.assertOutside(thief, "stolen")
            self.begin(self.account, HOME)
        self.opener = victim
        answer = self.back(state, self.phone.grant("zhang"))
        self.assertInside(answer, self.keeper)

    def test_a_made_up_state(self):
        for state in ("x" * 5000, "0", quote("\u4e2d"), "%00", "None"):
            self.assertOutside(self.back(state, self.phone.grant("zhang")), state)
            self.begin(self.account, HOME)
            self.assertOutside(self.back(state, self.phone.grant("zhang")), state)

    def test_a_code_is_good_once(self):
        code = self.phone.grant("zhang")
        answer = self.back(self.begin(self.account, HOME), code)
        self.assertInside(answer, self.keeper)
        self.url_open("/web/session/logout")
        answer = self.back(self.begin(self.account, HOME), code)
        self.assertOutside(answer, "used")

    def test_an_id_is_no_code(self):
        for code in ("", "zhang", "union-zhang", str(self.keeper.id), "../..", "a%26b"):
            answer = self.back(self.begin(self.account, HOME), code)
            self.assertOutside(answer, code)

    def test_a_contact_from_outside(self):
        """Who is no member of the company has an ID as well."""
        self.phone.outside.add("zhang")
        self.assertOutside(self.sign_in(self.account), "a contact")

    def test_the_other_platforms_person(self):
        """zhang of DingTalk is not zhang of WeCom."""
        self.assertOutside(self.sign_in(self.wecom), "zhang in WeCom")
        self.assertOutside(self.sign_in(self.account, "li"), "li in DingTalk")

    def test_another_companys_person(self):
        """The same ID in another company is somebody else; and whoever is confirmed
        there has to work there."""
        other = self.env["res.company"].create({"name": "Other"})
        account = self.account.sudo().copy({"company_id": other.id, "sign_in": True})
        account.secret = standin.SECRET
        self.env.flush_all()
        self.assertOutside(self.sign_in(account), "of another company")
        person = self.person.sudo()
        person.write({"company_id": other.id, "identifier": "zhang"})
        person.action_jxc_confirm()
        self.env.flush_all()
        self.assertOutside(self.sign_in(self.account), "confirmed elsewhere")
        self.assertOutside(self.sign_in(account), "does not work there")
        self.keeper.company_ids += other
        self.env.flush_all()
        self.assertInside(self.sign_in(account), self.keeper)

    def test_a_portal_user(self):
        groups = self.env.ref("base.group_portal")
        self.keeper.write({"group_ids": [(6, 0, groups.ids)]})
        self.env.flush_all()
        self.assertOutside(self.sign_in(self.account), "portal")

    def test_an_application_that_is_not_for_it(self):
        self.account.sign_in = False
        self.wecom.active = False
        self.env.flush_all()
        for account in (self.account.id, self.wecom.id, 0, "x", 10**30):
            answer = self.url_open(f"{addresses.PATH}{account}", allow_redirects=False)
            self.assertEqual(answer.status_code, 404, account)

    def test_switched_off_meanwhile(self):
        state = self.begin(self.account, HOME)
        self.account.sign_in = False
        self.env.flush_all()
        self.assertOutside(self.back(state, self.phone.grant("zhang")), "off")

    def test_nobody_is_sent_elsewhere(self):
        """Browsers read a backslash as a slash, and take out tabs and line ends. Nor
        is he sent to where he comes from."""
        for target in (
            "https://evil.example.com",
            "//evil.example.com",
            "/\\evil.example.com",
            "\\\\evil.example.com",
            "/\t/evil.example.com",
            "/\n/evil.example.com",
            "javascript:alert(1)",
            "/web/login?redirect=//evil.example.com",
            f"{addresses.PATH}{self.account.id}",
            "/" + "x" * 3000,
        ):
            answer = self.sign_in(self.account, redirect=quote(target))
            self.assertInside(answer, self.keeper)
            self.url_open("/web/session/logout")
