from datetime import date

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPurchaseBudget(PurchaseCase):
    """P4: the approver sees what is left of the budget, and a rule can ask."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.approval.rule"].search([]).active = False
        today = fields.Date.context_today(cls.env.user)
        grain = cls.env["product.category"].create({"name": "粮油"})
        rice = cls.env["product.category"].create(
            {"name": "米面", "parent_id": grain.id}
        )
        cls.product.categ_id = rice
        cls.budget = cls.env["jxc.purchase.budget"].create(
            {
                "name": "粮油本月",
                "date_from": today.replace(day=1),
                "date_to": date(today.year, 12, 31),
                "categ_ids": [Command.set(grain.ids)],
                "amount": 1000.0,
            }
        )

    def _figures(self, budget=None):
        budget = budget or self.budget
        budget.invalidate_recordset()
        return budget.used, budget.left

    def test_confirmed_orders_use_it(self):
        """P4: of its categories and those below, in the period, without tax."""
        everything = self.budget.copy({"categ_ids": [Command.clear()]})
        others, _left = self._figures(everything)
        self._order(qty=30, price=10)
        self._order(qty=30, price=10, confirm=False)
        self._order(qty=30, price=10, product=self._product("碗"))
        self.assertEqual(self._figures(), (300.0, 700.0))
        late = self._order(qty=20, price=10)
        self.assertEqual(self._figures(), (500.0, 500.0))
        late.date_approve = "2000-01-01"
        self.assertEqual(self._figures(), (300.0, 700.0))
        used, left = self._figures(everything)
        self.assertEqual((used - others, used + left), (600.0, 1000.0))

    def test_closed_short(self):
        """P4, P6: what will not come is free again; what was billed stays used."""
        order = self._order(qty=30, price=10)
        self._receive(order, 12)
        self.assertEqual(self._figures(), (300.0, 700.0))
        order.order_line.action_jxc_close("缺货")
        self.assertEqual(self._figures(), (120.0, 880.0))
        self.assertEqual(order.jxc_over_budget, 0.0)
        self.budget.amount = 100.0
        order.invalidate_recordset(["jxc_over_budget"])
        self.assertEqual(order.jxc_over_budget, 20.0)
        paid = self._product("面粉", purchase_method="purchase")
        paid.categ_id = self.product.categ_id
        ahead = self._order(qty=30, price=10, product=paid)
        ahead.sudo().action_create_invoice()
        ahead.order_line.action_jxc_close("缺货")
        self.assertEqual(self._figures(), (420.0, -320.0))
        order.with_user(self.manager).order_line.action_jxc_reopen()
        self.assertEqual(self._figures(), (600.0, -500.0))

    def test_over_it_needs_an_approval(self):
        """P4: the second order goes over; its approver sees by how much."""
        rule = self.env.ref("jxc_purchase.jxc_approval_rule_over_budget")
        rule.active = True
        first = self._order(qty=60, price=10)
        self.assertEqual((first.state, first.jxc_over_budget), ("purchase", 0.0))
        second = self._order(qty=60, price=10)
        self.assertEqual(second.jxc_over_budget, 200.0)
        self.assertEqual(
            (second.state, second.jxc_approval_state), ("draft", "pending")
        )
        self.assertIn(second, second.search([("jxc_over_budget", ">", 199)]))
        self.assertNotIn(first, first.search([("jxc_over_budget", ">", 0)]))
        evidence = dict(line[:2] for line in second._jxc_approval_evidence())
        (text,) = (v for k, v in evidence.items() if "粮油本月" in k)
        for amount in ("1,000.00", "600.00", "-200.00"):
            self.assertIn(amount, text)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            second.write({"state": "purchase"})
        self._approve(second)
        self.assertEqual(second.state, "purchase")
        self.assertEqual(second.jxc_over_budget, 200.0)

    def test_a_confirmed_order_cannot_grow_over_it(self):
        """P4: its own amount is not counted twice, its growth is seen."""
        self.env.ref("jxc_purchase.jxc_approval_rule_over_budget").active = True
        order = self._order(qty=60, price=10)
        order.order_line.product_qty = 100
        self.assertEqual(order.jxc_over_budget, 0.0)
        with self.assertRaises(UserError):
            order.order_line.product_qty = 101

    def test_only_managers_make_budgets(self):
        """F2: a buyer sees what is left and changes nothing."""
        budget = self.budget.with_user(self.buyer)
        self.assertEqual(budget.left, 1000.0)
        with self.assertRaises(AccessError):
            budget.amount = 9999.0
        with self.assertRaises(ValidationError):
            self.budget.with_user(self.manager).amount = -1.0

    def test_one_statement_for_all(self):
        """A list of budgets asks once."""
        budgets = self.budget | self.budget.copy() | self.budget.copy()
        self._order(qty=30, price=10)
        self.env.flush_all()
        budgets.invalidate_recordset(["used", "left", "used_share"])
        budgets.mapped("amount")
        budgets.currency_id.mapped("decimal_places")
        with self.assertQueryCount(1):
            budgets.mapped("used")
