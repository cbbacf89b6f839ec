from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from .common import SmsCase
from .gateway import SECRET


@tagged("post_install", "-at_install")
class TestAccount(SmsCase):
    def test_secret_is_never_read(self):
        """F2: the manager sets the secret, and nobody gets it back."""
        account = self.account.with_user(self.manager)
        account.invalidate_recordset()
        self.assertNotIn(SECRET, str(account.read()))
        self.assertNotIn(SECRET, str(self.account.export_data(["name", "secret"])))
        self.assertNotIn(SECRET, str(account.copy_data()))
        self.assertTrue(account.has_secret)
        rows = self.env.execute_query(SQL("SELECT t::text FROM jxc_sms_account t"))
        self.assertNotIn(SECRET, str(rows), "nor in a dump")
        account.secret = "another"
        self.assertFalse(account.secret)
        account.name = "Renamed"
        account.secret = False  # as a form saves it that was not touched
        self.assertEqual(self.account._jxc_secret("secret"), "another")

    def test_only_managers(self):
        """F2: a keeper neither sees nor sets accounts."""
        account = self.account.with_user(self.keeper)
        with self.assertRaises(AccessError):
            account.read(["access_key"])
        with self.assertRaises(AccessError):
            account.secret = "mine"
        with self.assertRaises(AccessError):
            account.action_send_test()

    def test_send_test(self):
        """K5: the button says that it went, or why not."""
        account = self.account.with_user(self.manager)
        account.test_number = "138 0013 8000"
        action = account.action_send_test()
        self.assertEqual(action["params"]["type"], "success")
        self.assertEqual(self.gateway.sent[0]["PhoneNumbers"], "13800138000")
        account.secret = "wrong"
        with self.assertRaisesRegex(UserError, "SignatureDoesNotMatch"):
            account.action_send_test()

    def test_one_account(self):
        """K5: a company has one active account."""
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.account.copy()

    def test_tencent_needs_its_application(self):
        """K5: incomplete accounts are refused."""
        with self.assertRaisesRegex(UserError, "application"):
            self.account.write({"provider": "tencent", "application": False})
