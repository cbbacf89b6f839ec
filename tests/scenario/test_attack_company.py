"""F2: what belongs to the other company is not seen, changed, approved or received."""

from attack import LOGGERS, AttackCase, Refused

from odoo import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.jxc_base.tests.common import new_role_user


@tagged("post_install", "-at_install")
class TestAttackCompany(AttackCase):
    TABLES = (
        "purchase_order",
        "stock_picking",
        "jxc_approval_rule",
        "jxc_approval_request",
        "jxc_approval_decision",
        "jxc_purchase_suggestion",
        "jxc_inspection",
        "jxc_alert",
    )

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.env["res.company"].create({"name": "分公司"})
        env = cls.env(context={"allowed_company_ids": other.ids})
        warehouse = env["stock.warehouse"].search([("company_id", "=", other.id)])
        warehouse = warehouse or warehouse.create(
            {"name": "分仓", "code": "FC", "company_id": other.id}
        )
        rule = env["jxc.approval.rule"].create(
            {
                "name": "分公司的规则",
                "company_id": other.id,
                "model_id": env["ir.model"]._get_id("purchase.order"),
                "domain": "[('amount_total', '>=', 1)]",
                "allow_self": True,
                "step_ids": [
                    Command.create({"name": "他", "user_ids": [(4, cls.buyer.id)]}),
                ],
            }
        )
        rule.step_ids.group_id = env.ref("jxc_base.group_jxc_manager")
        env.ref("base.user_admin").company_ids += other
        author = new_role_user(
            cls.env,
            "buyer",
            login="test_other",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        line = {"product_id": cls.tea.id, "product_qty": 20, "price_unit": 600}
        cls.order = (
            env["purchase.order"]
            .with_user(author)
            .create(
                {
                    "partner_id": cls.vendor.id,
                    "company_id": other.id,
                    "picking_type_id": warehouse.in_type_id.id,
                    "order_line": [Command.create({**line, "tax_ids": False})],
                }
            )
        )
        suggestion = env["jxc.purchase.suggestion"].create(
            {
                "product_id": cls.tea.id,
                "warehouse_id": warehouse.id,
                "partner_id": cls.vendor.id,
                "quantity": 3,
            }
        )
        cls.order.action_jxc_submit()
        cls.request = cls.order.sudo().jxc_approval_request_ids
        picking = env["stock.picking"].create(
            {
                "picking_type_id": warehouse.in_type_id.id,
                "location_id": env.ref("stock.stock_location_suppliers").id,
                "location_dest_id": warehouse.lot_stock_id.id,
                "company_id": other.id,
            }
        )
        inspection = env["jxc.inspection"].create(
            {"picking_id": picking.id, "company_id": other.id}
        )
        alert = env["jxc.alert"].create(
            {
                "rule_id": env["jxc.alert.rule"].search([], limit=1).id,
                "key": "0:0",
                "name": "分公司的预警",
                "company_id": other.id,
            }
        )
        cls.theirs = [
            cls.order,
            rule,
            cls.request,
            suggestion,
            picking,
            inspection,
            alert,
        ]
        cls.other = other
        cls.env.flush_all()

    def _ours(self):
        """Our models that keep rows of a company."""
        for name in sorted(self.env.registry.models):
            model = self.env[name]
            if not name.startswith("jxc.") or model._abstract:
                continue
            if not self.env["ir.model"]._get_id(name):
                continue  # a sample model of another test, seen by a reloaded registry
            if not model._transient and "company_id" in model._fields:
                yield model

    def test_each_model_of_a_company_has_its_rule(self):
        """F2: a global record rule keeps the companies apart, in each of our models."""
        rules = self.env["ir.rule"].search([("model_id.model", "like", "jxc.")])
        lacking, seen = [], []
        for model in self._ours():
            seen.append(model._name)
            mine = rules.filtered(
                lambda r, m=model: r.model_id.model == m._name
                and not r.groups
                and r.active
                and all((r.perm_read, r.perm_write, r.perm_create, r.perm_unlink))
                and "company_ids" in r.domain_force
            )
            if not mine:
                lacking.append(model._name)
        self.assertIn("jxc.purchase.suggestion", seen)
        self.assertEqual(lacking, [])

    def test_nothing_of_the_other_company(self):
        """F2: read, search, write, approve, order, inspect: all refused, also with the
        other company in the context; and the rows are as they were."""
        self.assertNotIn(self.other, self.buyer.company_ids)
        people = (self.buyer, self.keeper, self.inspector, self.manager)
        buttons = {
            "purchase.order": ("button_confirm", "action_jxc_submit"),
            "jxc.approval.request": ("action_jxc_approve", "action_jxc_refuse"),
            "jxc.purchase.suggestion": ("action_jxc_order", "action_jxc_refuse"),
            "stock.picking": ("button_validate", "action_confirm"),
            "jxc.inspection": ("action_jxc_done",),
            "jxc.alert": ("action_acknowledge",),
        }
        before = self._picture()
        done = []
        for user in people:
            for context in ({}, {"allowed_company_ids": self.other.ids}):
                for record in self.theirs:
                    name, ids = record._name, record.ids
                    domain = [["id", "in", ids]]
                    calls = [
                        ("read", ids, {"fields": ["display_name"]}),
                        ("write", ids, {"vals": {"company_id": self.company.id}}),
                        ("search", None, {"domain": domain}),
                        *((button, ids, {}) for button in buttons.get(name, ())),
                    ]
                    for method, records, arguments in calls:
                        with mute_logger(*LOGGERS):
                            try:
                                answer = self._by_session(
                                    user,
                                    name,
                                    method,
                                    records,
                                    context=context,
                                    **arguments,
                                )
                            except Refused as no:
                                self.assertIn(
                                    no.name.rpartition(".")[2], self.REFUSALS, str(no)
                                )
                                continue
                        if answer:
                            done.append((user.login, name, method, answer))
        self.assertEqual(done, [])
        after = self._picture()
        for table in self.TABLES:
            self.assertEqual(after[table], before[table])

    def test_who_is_of_that_company_reads_it(self):
        """F2: the calls are the right ones: who belongs there reads and confirms."""
        self.buyer.sudo().company_ids += self.other
        context = {"allowed_company_ids": self.other.ids}
        for record in (self.order, *self.request):
            answer = self._by_session(
                self.buyer, record._name, "read", record.ids, context=context
            )
            self.assertEqual(answer[0]["id"], record.id)
