import os
from unittest.mock import patch

from odoo import fields
from odoo.tests import TransactionCase, new_test_user

from ..secret import VARIABLE

ROLES = {
    "buyer": "jxc_base.group_jxc_purchase_buyer",
    "salesperson": "jxc_base.group_jxc_sales_salesperson",
    "keeper": "jxc_base.group_jxc_stock_keeper",
    "inspector": "jxc_base.group_jxc_quality_inspector",
    "accountant": "jxc_base.group_jxc_finance_accountant",
    "manager": "jxc_base.group_jxc_manager",
}


def new_role_user(env, role, login=None, **values):
    """A user who holds just one of JXC's roles.

    :param role: a key of :data:`ROLES`.
    """
    login = login or f"test_{role}"
    return new_test_user(
        env, login=login, groups=f"base.group_user,{ROLES[role]}", **values
    )


def sealing():
    """The server has a key to seal secrets with."""
    return patch.dict(os.environ, {VARIABLE: "the key of the tests"})


class JxcCase(TransactionCase):
    """Base of JXC's tests: one user for each role, no demo data."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env["base"].with_context(tracking_disable=True).env
        cls.company = cls.env.company
        # As of the users made here: their today is its today, at any hour.
        cls.company.partner_id.tz = "UTC"
        for role in ROLES:
            setattr(cls, role, new_role_user(cls.env, role))

    def _far_away(self):
        """The company moves to where it is another day than here.

        :return: that day, yesterday or tomorrow
        """
        zones = ("Pacific/Kiritimati", "Etc/GMT+12")
        for self.company.partner_id.tz in zones:
            day = self.company._jxc_today()
            if day != fields.Date.context_today(self.keeper):
                return day
        raise AssertionError("there is no such place")
