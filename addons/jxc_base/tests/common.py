import os
from unittest.mock import patch

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
        for role in ROLES:
            setattr(cls, role, new_role_user(cls.env, role))
