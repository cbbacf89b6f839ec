import os
from configparser import RawConfigParser
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.jxc_base import secret
from odoo.addons.jxc_base.secret import VARIABLE

from . import standin
from .common import DINGTALK_WEBHOOK, DingtalkCase

SECRETS = (standin.SECRET, standin.ROBOT, standin.SIGNING, "token-1")


@tagged("post_install", "-at_install")
class TestAccount(DingtalkCase):
    """G1, F2: who sets up an application or robot, and who never sees its secrets."""

    def assertNoSecret(self, text):
        for one in SECRETS:
            self.assertNotIn(one, text)

    def test_secrets_are_never_read(self):
        """Not by a manager, not by the administrator, not from the database."""
        self.robot._jxc_say("a", "b")
        self.person._jxc_say("a", "b")
        self.send()
        self.assertEqual(len(self.phone.shown), 2)
        for user in (self.manager, self.env.ref("base.user_admin")):
            for record in (self.account, self.robot):
                mine = record.with_user(user)
                mine.invalidate_recordset()
                names = [*record._jxc_secrets, "name"]
                told = [
                    mine.read(),
                    mine.copy_data(),
                    mine._export_rows([[n] for n in names]),
                ]
                self.assertNoSecret(str(told))
                self._refuse(mine, "jxc_sealed")
            self._refuse(self.account.with_user(user), "token_sealed")
        for table in ("jxc_dingtalk_account", "jxc_dingtalk_robot"):
            query = SQL("SELECT t::text FROM %s t", SQL.identifier(table))
            self.assertNoSecret(str(self.env.execute_query(query)))

    def _refuse(self, record, name):
        for attack in (
            lambda: record.read([name]),
            lambda: record.search([(name, "=like", "g%")]),
            lambda: record.write({name: "x"}),
            lambda: record._read_group([], [name]),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attack()

    def test_secrets_are_set_one_by_one(self):
        self.assertTrue(self.robot.has_secret)
        self.robot.signing_secret = "SECother"
        self.robot.name = "Renamed"
        self.robot.webhook = False  # as a form saves it that was not touched
        robot = self.robot.sudo()
        self.assertEqual(robot._jxc_secret("webhook"), standin.ROBOT)
        self.assertEqual(robot._jxc_secret("signing_secret"), "SECother")
        self.assertFalse(self.robot.copy().has_secret)

    def test_the_servers_key(self):
        """Without it nothing is kept; an old one opens what it sealed."""
        with patch.object(secret, "_keys", list):
            with self.assertRaisesRegex(UserError, "secret_key"):
                self.account.secret = "x"
        with patch.dict(os.environ, {VARIABLE: "another"}):
            with self.assertRaisesRegex(UserError, "another key"):
                self.account.sudo()._jxc_secret("secret")
        with patch.dict(os.environ, {VARIABLE: "new, the key of the tests"}):
            kept = self.account.sudo()._jxc_secret("secret")
        self.assertEqual(kept, standin.SECRET)

    def test_the_servers_key_in_its_file(self):
        """Read once, and again when it has been changed."""
        file = Path(self.enterContext(TemporaryDirectory()), "odoo.conf")
        self.enterContext(patch.dict(os.environ, {VARIABLE: ""}))
        self.enterContext(patch.object(secret, "config", {"config": str(file)}))
        self.assertEqual(secret._keys(), [], "there is no such file")
        for stamp, key in enumerate(("one", "two")):
            file.write_text(f"[options]\n[jxc]\nsecret_key = {key}, old\n")
            os.utime(file, (stamp, stamp))
            wraps = {"autospec": True, "side_effect": RawConfigParser.read}
            with patch.object(RawConfigParser, "read", **wraps) as read:
                self.assertEqual(secret._keys(), [key, "old"])
                self.assertEqual(secret._keys(), [key, "old"])
            read.assert_called_once()

    def test_another_server_key_is_a_todo(self):
        """The messages are given up, with the reason; the sender goes on."""
        message = self.robot._jxc_say("a", "b")
        with patch.dict(os.environ, {VARIABLE: "another"}):
            self.send()
        self.assertEqual(message.state, "dead")
        self.assertIn("another key", message.answer)

    def test_errors_tell_no_secret(self):
        """Neither the log nor what people read, where nobody answers."""
        for platform in ("dingtalk", "wecom"):
            self.env["ir.config_parameter"].set_param(
                f"jxc_dingtalk.address_{platform}", "http://127.0.0.1:9"
            )
        with self.assertLogs(level="DEBUG") as log:
            message = self.robot._jxc_say("a", "b")
            self.send()
            for record in (self.robot, self.account):
                with self.assertRaises(UserError) as error:
                    record.action_jxc_test()
                self.assertNoSecret(str(error.exception))
        self.assertNoSecret(str(log.output) + message.answer)

    def test_only_managers(self):
        for record in (self.account, self.robot, self.person):
            mine = record.with_user(self.keeper)
            for attack in (
                lambda m=mine: m.read(["company_id"]),
                lambda m=mine: m.write({"platform": "wecom"}),
            ):
                with self.assertRaises(AccessError):
                    attack()
        for button in (
            self.account.with_user(self.keeper).action_jxc_test,
            self.robot.with_user(self.keeper).action_jxc_test,
            self.person.with_user(self.keeper).action_jxc_confirm,
            self.person.with_user(self.keeper).action_jxc_find,
            self.person.with_user(self.keeper).action_jxc_list_people,
        ):
            with self.assertRaises(AccessError):
                button()

    def test_another_companys(self):
        other = self.env["res.company"].create({"name": "Other"})
        for record in (self.account, self.robot, self.person):
            record.sudo().company_id = other
            self.env.flush_all()
            with self.assertRaises(AccessError):
                record.with_user(self.manager).read(["company_id"])

    def test_the_address_is_the_vendors(self):
        """Nobody has the server call an address of his choice."""
        for address in (
            "https://evil.example.com/robot/send?access_token=1",
            "https://oapi.dingtalk.com/robot/send",
            "https://oapi.dingtalk.com@evil.example.com/?access_token=1",
            "token",
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self.robot.webhook = address
        self.robot.webhook = f"  {DINGTALK_WEBHOOK} "

    def test_the_connection_test_names_what_is_wrong(self):
        for account in (self.account, self.wecom):
            self.env.flush_all()
            action = account.action_jxc_test()
            self.assertEqual(action["params"]["type"], "success")
            account.secret = "wrong"
            self.env.flush_all()
            with self.assertRaisesRegex(UserError, "secret is wrong"):
                account.action_jxc_test()
        for fault, word in (
            ({"errcode": 60020, "errmsg": "from ip 192.0.2.7"}, "192.0.2.7"),
            ({"errcode": 60011, "errmsg": "no permission"}, "apply for it"),
            ({"errcode": 90020, "errmsg": "quota"}, "used up"),
            ("html", "cannot be reached"),
        ):
            self.phone.script = [fault]
            with self.assertRaisesRegex(UserError, word):
                self.account.action_jxc_test()

    def test_the_robots_test(self):
        self.robot.action_jxc_test()
        self.assertEqual(len(self.phone.texts("group")), 1)
        self.robot.signing_secret = "SECwrong"
        with self.assertRaisesRegex(UserError, "sign not match"):
            self.robot.action_jxc_test()
