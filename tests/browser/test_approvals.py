"""What the manager sees of what waits for his approval, in a real browser."""

from common import DESKTOP, PHONE, ScreenCase

from odoo import Command
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestApprovals(ScreenCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        rule = cls.env["jxc.approval.rule"]
        rule.search([]).active = False
        rule.create(
            {
                "name": "采购金额审批",
                "model_id": cls.env["ir.model"]._get("purchase.order").id,
                "domain": "[('amount_total', '>', 100)]",
                "step_ids": [
                    Command.create(
                        {"name": "经理", "user_ids": cls.users["manager"].ids}
                    )
                ],
            }
        )

    def _submitted(self, quantity):
        order = (
            self.env["purchase.order"]
            .with_user(self.users["buyer"])
            .create(
                {
                    "partner_id": self.vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.oil.id,
                                "product_qty": quantity,
                                "price_unit": 6,
                            }
                        )
                    ],
                }
            )
        )
        order.button_confirm()
        return order

    def test_on_the_phone(self):
        """P4, F4: the counter in the bar opens the cards; one tap approves."""
        order = self._submitted(100)
        self.walk(
            "manager",
            "/odoo/action-jxc_approval.jxc_approval_substitute_action",
            [
                ("One waits", ".o_jxc_approval_menu .badge:contains('1')", None),
                ("Opens it", ".o_jxc_approval_menu", "click"),
                (
                    "Reads the evidence",
                    f".o_kanban_record:contains('{self.vendor.name}')"
                    f":contains('{order.name}'):contains('{order.amount_total:,.2f}')",
                    None,
                ),
                ("Approves", ".o_kanban_record footer .btn-primary", "click"),
                ("It waits no more", ".o_view_nocontent", None),
            ],
            size=PHONE,
        )
        self.assertEqual(order.state, "purchase")

    def test_many_at_once(self):
        """P4: the list, one look, and what was ticked is approved."""
        orders = self._submitted(100) | self._submitted(200)
        total = f"{sum(orders.mapped('amount_total')):,.2f}"
        self.walk(
            "manager",
            "/odoo/action-jxc_approval.jxc_approval_request_action?view_type=list",
            [
                ("Two wait", ".o_jxc_approval_menu .badge:contains('2')", None),
                ("Selects all", ".o_list_view thead .o-checkbox", "click"),
                ("Looks", "button[name=action_jxc_mass]", "click"),
                ("The total", f".modal [name=chosen_amount]:contains('{total}')", None),
                ("Approves", ".modal button[name=action_jxc_approve]", "click"),
                ("Is told", ".o_notification:contains('已通过 2 条')", None),
                ("None waits", ".o_view_nocontent", None),
            ],
            size=DESKTOP,
        )
        self.assertEqual(set(orders.mapped("state")), {"purchase"})

    def test_nothing_waits(self):
        """P4: no counter where nothing waits."""
        self.walk(
            "buyer",
            "/odoo/action-jxc_approval.jxc_approval_request_action",
            [
                (
                    "The bar, without a counter",
                    ".o_menu_systray:not(:has(.o_jxc_approval_menu))",
                    None,
                )
            ],
        )
