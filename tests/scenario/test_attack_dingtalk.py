"""Attacks on DingTalk and WeCom over the wire: secrets, and messages of others."""

from attack import AttackCase, Refused

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import sealing
from odoo.addons.jxc_costing.models.jxc_cost_mixin import with_costs
from odoo.addons.jxc_dingtalk.tests import standin
from odoo.addons.jxc_dingtalk.tests.common import application, robots

SECRETS = (standin.SECRET, standin.ROBOT, standin.SIGNING, standin.WECOM_ROBOT)
MODELS = ("account", "robot", "person", "message", "card", "event", "template")


@tagged("post_install", "-at_install")
class TestAttackDingtalk(AttackCase):
    """G1, F2: through the web client's door and through that of an API key."""

    TABLES = tuple(f"jxc_dingtalk_{name}" for name in MODELS)
    REFUSALS = (*AttackCase.REFUSALS, "ValueError")

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(sealing())
        cls.account = cls.env["jxc.dingtalk.account"].create(application("dingtalk"))
        cls.robot = cls.env["jxc.dingtalk.robot"].create(robots())[0]
        cls.message = cls.robot._jxc_say("One", "for the group")
        templates = cls.env["jxc.dingtalk.template"].with_user(cls.manager)
        cls.template = templates.create(
            {
                "name": "Costs",
                "model_id": cls.env["ir.model"]._get_id("product.product"),
                "trigger": "hand",
                "text": "{{object.standard_price}}",
                "people_path": "responsible_id",
            }
        )
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        # Not inside assertRaises, whose savepoint would take the key back.
        for user in (self.keeper, self.manager):
            self._key(user)

    def _doors(self):
        return (self._by_session, self._by_key)

    def test_no_secret_comes_out(self):
        """As a manager, who may set them: read, searched by prefix, grouped, copied."""
        for record, names in (
            (self.account, ["secret", "token_sealed", "jxc_sealed"]),
            (self.robot, ["webhook", "signing_secret", "jxc_sealed"]),
        ):
            known = self._by_session(self.manager, record._name, "fields_get")
            self.assertNotIn("jxc_sealed", known)
            for door in self._doors():
                told = [
                    door(self.manager, record._name, "read", record.ids, fields=[f])
                    for f in known
                ]
                for secret in SECRETS:
                    self.assertNotIn(secret, str(told))
                for name in names:
                    for method, arguments in (
                        ("search", {"domain": [(name, "=like", "s%")]}),
                        ("search_read", {"domain": [], "order": name}),
                        (
                            "formatted_read_group",
                            {"domain": [], "groupby": [name], "aggregates": []},
                        ),
                    ):
                        with self.assertRaises(Refused, msg=f"{name} {method}"):
                            door(self.manager, record._name, method, **arguments)
                with self.assertRaises(Refused):
                    door(
                        self.manager,
                        record._name,
                        "read",
                        record.ids,
                        fields=["jxc_sealed"],
                    )

    def test_nobody_speaks_for_the_company(self):
        """As a keeper, and messages even as a manager: nothing is written."""
        for door in self._doors():
            for name in MODELS:
                model = f"jxc.dingtalk.{name}"
                record = self.env[model].search([], limit=1)
                for method, arguments in (
                    ("read", {"fields": ["company_id"]}),
                    ("write", {"vals": {"company_id": 1}}),
                    ("unlink", {}),
                ):
                    with self.assertRaises(Refused, msg=f"{name} {method}"):
                        self._watched(
                            door,
                            self.keeper,
                            model,
                            method,
                            record.ids or [1],
                            **arguments,
                        )
            values = {"robot_id": self.robot.id, "title": "x", "key": "x"}
            for user in (self.keeper, self.manager):
                for method, ids, arguments in (
                    ("create", None, {"vals_list": [values]}),
                    ("write", self.message.ids, {"vals": {"text": "x"}}),
                    ("unlink", self.message.ids, {}),
                ):
                    with self.assertRaises(Refused, msg=method):
                        self._watched(
                            door,
                            user,
                            "jxc.dingtalk.message",
                            method,
                            ids,
                            **arguments,
                        )

    def test_nobody_answers_for_another(self):
        """Cards and callbacks are read by managers, and written by nobody."""
        for door in self._doors():
            for name, values in (
                ("card", {"number": "x", "state": "open"}),
                ("event", {"key": "x", "state": "waiting"}),
            ):
                model = f"jxc.dingtalk.{name}"
                for user in (self.keeper, self.manager):
                    with self.assertRaises(Refused):
                        self._watched(door, user, model, "create", vals_list=[values])
                for secret in {"token_hash", "payload"} & self.env[
                    model
                ]._fields.keys():
                    with self.assertRaises(Refused, msg=secret):
                        door(
                            self.manager,
                            model,
                            "search_read",
                            domain=[(secret, "=like", "a%")],
                            fields=["state"],
                        )

    def test_costs_of_a_posting_are_told_to_nobody(self):
        """While goods are booked, the transaction has a key to the costs. A message
        about a cost does not reach a keeper by it, nor a group."""
        self.env["jxc.dingtalk.person"].create(
            {"user_id": self.keeper.id, "identifier": "zhang"}
        ).action_jxc_confirm()
        goods = self._goods("茶饼", standard_price=613.37)
        goods.responsible_id = self.keeper
        self.template._jxc_say(with_costs(goods))
        messages = self.env["jxc.dingtalk.message"]
        self.assertFalse(messages.search([("text", "ilike", "613")]))
        self.assertIn("standard_price", self.template.activity_ids.summary)
        goods.responsible_id = self.manager
        self.env["jxc.dingtalk.person"].create(
            {"user_id": self.manager.id, "identifier": "li"}
        ).action_jxc_confirm()
        self.template._jxc_say(goods)
        self.assertTrue(messages.search([("text", "ilike", "613")]))
        with self.assertRaisesRegex(ValidationError, "not for everybody"):
            self.template.with_context(lang="en_US").robot_id = self.robot

    def test_private_methods_are_private(self):
        """What sends and what opens secrets cannot be called from outside."""
        self.REFUSALS = (*self.REFUSALS, "NotFound", "AttributeError")
        for door in self._doors():
            for record, method in (
                (self.account, "_jxc_secret"),
                (self.account, "_jxc_token"),
                (self.robot, "_jxc_say"),
                (self.account, "_jxc_receive"),
                (self.account, "_jxc_store"),
                (self.message, "_jxc_settle"),
                (self.env["jxc.dingtalk.card"], "_jxc_press"),
                (self.env["jxc.dingtalk.event"], "_cron_process"),
                (self.message, "_cron_send"),
            ):
                with self.assertRaises(Refused, msg=method):
                    self._watched(door, self.manager, record._name, method, record.ids)
