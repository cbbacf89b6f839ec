from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import JxcCase, new_role_user


@tagged("post_install", "-at_install")
class TestRefusal(JxcCase):
    """F3: what is refused over the wire is refused in the user's language."""

    def test_the_models_name(self):
        user = new_role_user(self.env, "keeper", login="zh", lang="zh_CN")
        lock = self.env["jxc.lock"].with_user(user).with_context(lang=None)
        name = self.env["ir.model"].with_context(lang="zh_CN")._get("jxc.lock").name
        self.assertNotEqual(name, "Lock Row")
        with self.assertRaises(AccessError) as refused:
            lock.check_access("read")
        self.assertIn(name, str(refused.exception))
        self.assertNotIn("Lock Row", str(refused.exception))
