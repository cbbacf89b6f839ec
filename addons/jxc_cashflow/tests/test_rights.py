from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

from .common import CashflowCase


@tagged("post_install", "-at_install")
class TestRights(CashflowCase):
    def test_only_who_keeps_the_books(self):
        """The accountant and the manager; nobody else sees cash or wages."""
        for role in ("salesperson", "buyer", "keeper", "inspector"):
            user = getattr(self, role)
            for model in ("jxc.cash.forecast", "jxc.cash.fixed.payment"):
                with self.subTest(role=role, model=model):
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).create({"name": "x"})
                    with self.assertRaises(AccessError):
                        self.env[model].with_user(user).search_count([])
        forecast = self.env["jxc.cash.forecast"].with_user(self.manager).create({})
        forecast.action_forecast()
        self.assertTrue(forecast.line_ids)

    def test_a_forecast_is_its_users_own(self):
        forecast = self._forecast()
        other = new_role_user(self.env(su=True), "accountant", login="test_second")
        for record in (forecast, forecast.line_ids):
            with self.assertRaises(AccessError):
                record.with_user(other).read(
                    ["amount"] if record != forecast else ["opening"]
                )
        with self.assertRaises(AccessError):
            forecast.with_user(other).action_forecast()

    def test_other_company(self):
        """F2: neither its books nor its fixed payments."""
        other = self.env["res.company"].sudo().create({"name": "Branch"})
        stranger = new_role_user(
            self.env(su=True),
            "accountant",
            login="test_stranger",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        wages = self.env["jxc.cash.fixed.payment"].create({"name": "W", "amount": 5})
        with self.assertRaises(AccessError):
            wages.with_user(stranger).read(["amount"])
        asks = self.env["jxc.cash.forecast"].with_user(stranger)
        with self.assertRaises(AccessError):
            asks.create({"company_id": self.company.id}).action_forecast()
        own = asks.with_company(other).create({})
        own.action_forecast()
        self.assertEqual(own.line_ids.mapped("kind"), ["opening"])
        self.assertEqual(own.opening, 0.0)
