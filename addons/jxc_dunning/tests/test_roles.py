from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import DunningCase


@tagged("post_install", "-at_install")
class TestRoles(DunningCase):
    """F2: who writes letters, who sees them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._invoice(100, days_ago=20)
        cls.letter = cls._propose()

    def _calls(self, user):
        letter = self.letter.with_user(user)
        run = self.env["jxc.dunning.run"].with_user(user)
        level = self.first.with_user(user)
        pause = self.env["jxc.dunning.pause"].with_user(user)
        spared = {"partner_id": self.customer.id, "reason": "A friend of mine"}
        return [
            letter.action_send,
            letter.action_send_mail,
            letter.action_cancel,
            letter.action_refresh,
            letter.unlink,
            lambda: letter.write({"text": "x"}),
            lambda: run.create({}).action_propose(),
            lambda: level.write({"days": 1}),
            lambda: pause.create(spared),
            lambda: letter.create({"partner_id": self.customer.id}),
        ]

    def test_other_roles_write_none(self):
        """F2: neither sellers nor keepers nor a customer at the portal."""
        portal = new_test_user(
            self.env(su=True), "test_portal", groups="base.group_portal"
        )
        portal.partner_id.parent_id = self.customer
        users = (self.salesperson, self.keeper, self.buyer, self.inspector, portal)
        for user in users:
            for call in self._calls(user):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    call()
        self.assertEqual(self.letter.state, "draft")

    def test_a_salesperson_sees_what_his_customers_got(self):
        """F2: not the drafts, and not the letters of others."""
        theirs = self.letters.with_user(self.salesperson)
        mine = [("partner_id", "=", self.customer.id)]
        self.assertFalse(theirs.search(mine))
        self.letter.action_send()
        self.assertEqual(theirs.search(mine).total, 100)
        colleague = new_role_user(self.env(su=True), "salesperson", "test_colleague")
        self.assertFalse(self.letters.with_user(colleague).search(mine))
        self.assertFalse(
            self.env["jxc.dunning.line"].with_user(colleague).search([("id", ">", 0)])
        )

    def test_levels_are_the_manager_s(self):
        """F2: an accountant reads them."""
        level = self.first.with_user(self.accountant)
        self.assertEqual(level.days, 7)
        with self.assertRaises(AccessError):
            level.days = 8
        level.with_user(self.manager).days = 8

    def test_an_accountant_of_another_company(self):
        """F2: neither sees these letters nor makes some for this company."""
        other = self.env["res.company"].sudo().create({"name": "Other"})
        stranger = new_role_user(
            self.env(su=True),
            "accountant",
            "test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        letter = self.letter.with_user(stranger)
        self.assertFalse(letter.search([("id", "=", letter.id)]))
        run = self.env["jxc.dunning.run"].with_user(stranger)
        for call in (
            letter.action_send,
            letter.action_cancel,
            lambda: run.create({"company_id": self.company.id}).action_propose(),
        ):
            with self.assertRaises(AccessError):
                call()
