"""Attacks on what DingTalk and WeCom are opened with: every role, by every path."""

from attack import AttackCase, Refused

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.jxc_base.secret import seal
from odoo.addons.jxc_base.tests.common import ROLES, sealing
from odoo.addons.jxc_dingtalk.tests import standin
from odoo.addons.jxc_dingtalk.tests.common import application, robots

ACCOUNT = {
    "secret": standin.SECRET,
    "callback_token": standin.TOKEN,
    "callback_key": standin.AES_KEY,
    "card_secret": "s3cret-of-the-cards",
}
ROBOT = {"webhook": standin.ROBOT, "signing_secret": standin.SIGNING}
TOKEN = "t0ken-that-lasts-two-hours"
SECRETS = (*ACCOUNT.values(), *ROBOT.values(), TOKEN)
HIDDEN = ("jxc_sealed", "token_sealed")


def paths(name, prefix):
    """Ways to a field's value, or to whether it starts like this."""
    like = [(name, "=like", f"{prefix}%")]
    return (
        ("read", True, {"fields": [name]}),
        ("web_read", True, {"specification": {name: {}}}),
        ("export_data", True, {"fields_to_export": [name]}),
        ("copy", True, {}),
        ("search", False, {"domain": like}),
        ("search_count", False, {"domain": like}),
        ("search_read", False, {"domain": [], "fields": [name], "order": name}),
        ("name_search", False, {"name": "", "domain": like}),
        ("web_search_read", False, {"domain": like, "specification": {name: {}}}),
        (
            "formatted_read_group",
            False,
            {"domain": [], "groupby": [name], "aggregates": ["__count"]},
        ),
        (
            "formatted_read_group",
            False,
            {"domain": [], "groupby": [], "aggregates": [f"{name}:array_agg"]},
        ),
    )


@tagged("post_install", "-at_install")
class TestAttackSecrets(AttackCase):
    """G1, F2: they are written, and no path leads back to them."""

    REFUSALS = (*AttackCase.REFUSALS, "ValueError")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(sealing())
        values = {**application("dingtalk"), **ACCOUNT}
        cls.account = cls.env["jxc.dingtalk.account"].create(values)
        cls.account.sudo().token_sealed = seal(cls.env, TOKEN)
        cls.robot = cls.env["jxc.dingtalk.robot"].create(robots()[0])
        cls.env.flush_all()

    def _told(self, user, record, names):
        """Everything that this user is told on every path, refusals too."""
        told = []
        for name in names:
            for number, (method, of, given) in enumerate(paths(name, "s3")):
                door = (self._by_session, self._by_key)[number % 2]
                ids = record.ids if of else None
                told.append(self._answer(door, user, record, method, ids, given))
        return told

    def _answer(self, door, user, record, method, ids, given):
        try:
            return str(door(user, record._name, method, ids, **given))
        except Refused as no:
            return str(no)

    def assertNoSecret(self, text):
        for secret in SECRETS:
            self.assertNotIn(secret, text)

    def _everywhere(self):
        return (
            (self.account, (*ACCOUNT, *HIDDEN)),
            (self.robot, (*ROBOT, HIDDEN[0])),
        )

    def test_no_role_by_no_path(self):
        """Read, exported, copied, searched, listed and grouped; the log has none."""
        users = [getattr(self, role) for role in ROLES]
        for user in users:
            self._key(user)
        with self.assertLogs(level="DEBUG") as log:
            for user in users:
                for record, names in self._everywhere():
                    self.assertNoSecret(str(self._told(user, record, names)))
        self.assertNoSecret(str(log.output))

    def test_no_prefix_is_confirmed(self):
        """Who guesses right is told what he is told who guesses wrong."""
        for record, names in self._everywhere():
            for name in names:
                right, wrong = (
                    [
                        self._answer(
                            *(self._by_session, self.manager, record, method),
                            *(record.ids if of else None, given),
                        )
                        for method, of, given in paths(name, prefix)
                        if not of
                    ]
                    for prefix in ("s3cret", "nothing")
                )
                self.assertEqual(right, wrong, name)

    def test_setting_one_is_not_logged(self):
        """A manager enters it, over the wire, where every statement is logged."""
        self._key(self.manager)
        with self.assertLogs(level="DEBUG") as log:
            for door in (self._by_session, self._by_key):
                for record, values in (
                    (self.account, ACCOUNT),
                    (self.robot, {"signing_secret": standin.SIGNING}),
                ):
                    door(self.manager, record._name, "write", record.ids, vals=values)
        self.assertNoSecret(str(log.output))

    def test_a_dump_of_the_database(self):
        """Row by row, whatever the table is."""
        self.robot._jxc_say("One", "for the group")
        self.env.flush_all()
        tables = self.env.execute_query(
            SQL("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        )
        self.assertGreater(len(tables), 100)
        patterns = [f"%{secret}%" for secret in SECRETS]
        for (table,) in tables:
            found = self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM %s t WHERE t::text LIKE ANY(%s)",
                    SQL.identifier(table),
                    patterns,
                )
            )
            self.assertEqual(found, [(0,)], table)
