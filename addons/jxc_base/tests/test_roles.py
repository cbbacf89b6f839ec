from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import ROLES, JxcCase


@tagged("post_install", "-at_install")
class TestRoles(JxcCase):
    def test_each_role_sees_the_app(self):
        """F2: whoever holds a role finds the app 进销存; others do not."""
        root = self.env.ref("jxc_base.menu_jxc_root")
        for role, group in ROLES.items():
            user = getattr(self, role)
            self.assertTrue(user.has_group(group), role)
            self.assertTrue(root.with_user(user).group_ids & user.all_group_ids, role)

    def test_only_accountant_and_manager_see_costs(self):
        """F2: the group for costs comes with these two roles and no other."""
        seeing = {
            role
            for role in ROLES
            if getattr(self, role).has_group("jxc_base.group_jxc_cost_viewer")
        }
        self.assertEqual(seeing, {"accountant", "manager"})

    def test_manager_holds_every_role(self):
        for role, group in ROLES.items():
            self.assertTrue(self.manager.has_group(group), role)

    def test_users_cannot_touch_lock_rows(self):
        self.env["jxc.lock"].acquire(["test_roles"])
        with self.assertRaises(AccessError):
            self.env["jxc.lock"].with_user(self.manager).create({"key": "x"})
