"""P4, S3, F1: twelve set-ups of real companies, each by rule, each attacked."""

from datetime import timedelta
from unittest.mock import patch

from attack import Attack
from setups import SetUpCase

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_base.tests.common import new_role_user

PURCHASE, SALE = "purchase.order", "sale.order"
REQUEST = "jxc.approval.request"


class PeopleCase(SetUpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = new_role_user(cls.env, "buyer", login="test_leader")
        cls.boss = new_role_user(cls.env, "manager", login="test_boss")
        cls.env.flush_all()

    def _refused(self, action):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            action()


@tagged("post_install", "-at_install")
class TestConditions(PeopleCase):
    """Which documents: amounts, discounts, margins, debts, currencies."""

    def test_amount_ladder(self):
        """P4: up to 5,000 the team leader, up to 50,000 the manager, then two."""
        total = "amount_total_cc"
        self._rule(PURCHASE, f"[('{total}', '<', 5000)]", {"user_ids": self.leader.ids})
        middle = f"[('{total}', '>=', 5000), ('{total}', '<', 50000)]"
        self._rule(PURCHASE, middle, {"user_ids": self.manager.ids})
        two = [{"user_ids": self.manager.ids}, {"user_ids": self.boss.ids}]
        self._rule(PURCHASE, f"[('{total}', '>=', 50000)]", *two)
        self.needs = lambda order: order._name == PURCHASE
        ladder = {
            (8, 600.0): [self.leader],
            (9, 600.0): [self.manager],
            (1, 49999.99): [self.manager],
            (1, 50000.0): [self.manager, self.boss],
        }
        for (quantity, price), people in ladder.items():
            request = self._asked(self._buy(quantity, price))
            self.assertEqual(request.approver_ids, people[0])
            self._approved(request, *people)
        order, plain = self._buy(100), self._buy(1)
        self._asked(order)
        self._approved(self._asked(plain), self.leader)
        self._attacked(order, plain, {"product_qty": 9})

    def test_discount(self):
        """S3: 8.5 折 and below, however the price was typed."""
        self._rule(
            SALE, "[('jxc_max_discount', '>=', 15)]", {"user_ids": self.boss.ids}
        )
        self.needs = lambda order: order._name == SALE and any(
            line.price_unit * (1 - line.discount / 100) <= 850
            for line in order.order_line
        )
        self._confirmed(self._sell(1, line={"discount": 14.99}))
        self._approved(self._asked(self._sell(1, line={"price_unit": 850})), self.boss)
        order = self._sell(1, line={"discount": 15})
        self._asked(order)
        self._attacked(order, self._sell(1), {"discount": 15})

    def test_margin(self):
        """S3: gross margin under 5 % at a cost of 600, which the salesperson neither
        sees nor sets."""
        self._rule(SALE, "[('jxc_order_margin', '<', 5)]", {"user_ids": self.boss.ids})
        self.needs = lambda order: order._name == SALE and self._worth(
            order
        ) * 0.95 < 600 * sum(order.order_line.mapped("product_uom_qty"))
        self._confirmed(self._sell(1, line={"price_unit": 632}))
        self._approved(self._asked(self._sell(1, line={"price_unit": 631})), self.boss)
        order = self._sell(1, line={"price_unit": 600})
        self._asked(order)

        def set_cost(call):
            line = order.order_line
            call("sale.order.line", "write", line.ids, vals={"purchase_price": 1})

        def set_margin(call):
            vals = {"jxc_order_margin": 99, "jxc_line_margin": 99}
            call(SALE, "write", order.ids, vals=vals)

        more = [Attack("cost", set_cost), Attack("margin", set_margin)]
        refused = self._attacked(order, self._sell(1), {"price_unit": 600}, *more)
        self.assertLessEqual({"cost", "margin"}, refused)

    def test_overdue(self):
        """S3: a customer who is overdue for more than 30 days."""
        self._rule(SALE, "[('jxc_overdue_days', '>', 30)]", {"user_ids": self.boss.ids})
        late = self.env["res.partner"].create({"name": "欠款客户"})
        self._owes(late, 31)
        self._owes(self.customer, 30)
        self.needs = lambda order: order._name == SALE and order.partner_id == late
        self._approved(self._asked(self._sell(1, partner_id=late.id)), self.boss)
        order, plain = self._sell(1, partner_id=late.id), self._sell(1)
        self._asked(order)

        def poison(call):
            call(
                SALE, "write", order.ids, vals={"jxc_overdue_days": 0, "state": "sale"}
            )

        more = [Attack("poison", poison)]
        bad = (plain, {"partner_id": late.id})
        self.assertIn("poison", self._attacked(order, plain, bad, *more))

    def _owes(self, partner, days):
        day = fields.Date.today() - timedelta(days=days)
        self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": partner.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_payment_term_id": False,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "旧账", "price_unit": 100, "tax_ids": False}
                    )
                ],
            }
        ).action_post()

    def test_foreign_currency(self):
        """P4: 800 at 7 to 1 are 5,600, whatever number stands on the order."""
        foreign = self.env["res.currency"].create(
            {
                "name": "XJX",
                "symbol": "X",
                "rate_ids": [
                    Command.create({"name": "2000-01-01", "company_rate": 1 / 7})
                ],
            }
        )
        self._rule(
            PURCHASE, "[('amount_total_cc', '>=', 5000)]", {"user_ids": self.boss.ids}
        )
        self.needs = (
            lambda order: order._name == PURCHASE
            and self._worth(order) * (7 if order.currency_id == foreign else 1) >= 5000
        )
        money = {"currency_id": foreign.id}
        self._confirmed(self._buy(1, 714.0, **money))
        self._approved(self._asked(self._buy(1, 715.0, **money)), self.boss)
        order, plain = self._buy(1, 800.0, **money), self._buy(1, 800.0)
        self._asked(order)

        def set_rate(call):
            call(PURCHASE, "write", order.ids, vals={"currency_rate": 1})

        def set_total(call):
            call(PURCHASE, "write", order.ids, vals={"amount_total_cc": 1})

        more = [Attack("rate", set_rate), Attack("total", set_total)]
        bad = (plain, {"currency_id": foreign.id})
        refused = self._attacked(order, plain, bad, *more)
        self.assertLessEqual({"rate", "total"}, refused)


@tagged("post_install", "-at_install")
class TestRoutes(PeopleCase):
    """Who is asked, of orders of 5,000 and more."""

    def needs(self, order):
        return order._name == PURCHASE and self._worth(order) >= 5000

    def _large(self, *steps, **values):
        domain = "[('amount_total_cc', '>=', 5000)]"
        return self._rule(PURCHASE, domain, *steps, **values)

    def _tried(self, *more):
        order = self._buy(10)
        request = self._asked(order)
        self._attacked(
            order,
            self._buy(1),
            {"product_qty": 9},
            *(Attack(name, lambda c, r=run: r(c, request)) for name, run in more),
        )
        return request

    def test_two_signers_in_turn(self):
        """P4: 依次: the second one cannot come first, nor the first one twice."""
        signers = [
            Command.create({"user_id": user.id, "sequence": n})
            for n, user in enumerate((self.manager, self.boss))
        ]
        self._large({"mode": "turn", "signer_ids": signers})
        request = self._tried()
        self._refused(request.with_user(self.boss).action_jxc_approve)
        request.with_user(self.manager).action_jxc_approve()
        self._refused(request.with_user(self.manager).action_jxc_approve)
        self._hold(
            self.buyer,
            [Attack("one", lambda c: c(PURCHASE, "button_confirm", [request.res_id]))],
        )
        self._approved(request, self.boss)

    def test_any_of_three(self):
        """P4: 或签: whoever comes first decides, and only once."""
        three = self.leader | self.manager | self.boss
        self._large({"mode": "any", "user_ids": three.ids})
        request = self._tried()
        self.assertEqual(request.approver_ids, three)
        self._approved(request, self.leader)
        self._refused(request.with_user(self.boss).action_jxc_approve)

    def test_stand_in(self):
        """P4: 代理: named by who is away, by nobody else, and only for the time."""
        self._large({"user_ids": self.boss.ids})
        day = timedelta(days=1)
        away = {
            "user_id": self.boss.id,
            "stand_in_id": self.leader.id,
            "date_to": fields.Datetime.to_string(fields.Datetime.now() + day),
        }

        def name_himself(call, request):
            mine = {**away, "stand_in_id": self.buyer.id}
            call("jxc.approval.substitute", "create", vals_list=[mine])
            call(REQUEST, "action_jxc_approve", request.ids)

        request = self._tried(("stand-in", name_himself))
        self._refused(request.with_user(self.leader).action_jxc_approve)
        self.env["jxc.approval.substitute"].with_user(self.boss).create(away)
        self._approved(request, self.leader)
        decision = request.decision_ids
        self.assertEqual(
            (decision.user_id, decision.for_user_id), (self.leader, self.boss)
        )

    def test_time_out(self):
        """P4: 超时: after two hours the boss is asked as well, not before."""
        self._large(
            {
                "user_ids": self.leader.ids,
                "deadline_hours": 2,
                "late_user_ids": self.boss.ids,
            }
        )

        def hurry(call, request):
            vals = {"due_on": "2000-01-01 00:00:00"}
            call(REQUEST, "write", request.ids, vals=vals)

        def follow(call, request):
            call(REQUEST, "_cron_follow")

        request = self._tried(("hurry", hurry), ("follow", follow))
        self._run_cron(REQUEST, "_cron_follow")
        self._refused(request.with_user(self.boss).action_jxc_approve)
        later = fields.Datetime.now() + timedelta(hours=2, minutes=1)
        with patch.object(fields.Datetime, "now", staticmethod(lambda *_a: later)):
            self._run_cron(REQUEST, "_cron_follow")
        self.assertEqual(request.approver_ids, self.leader | self.boss)
        self._approved(request, self.boss)

    def test_own_document(self):
        """P4: the leader buys himself: another one is asked, unless by rule."""
        rule = self._large({"user_ids": (self.leader | self.boss).ids})
        order = self._buy(10, user=self.leader)
        request = self._asked(order)
        self.assertEqual(request.approver_ids, self.boss)
        plain = self._buy(1, user=self.leader)
        self._attacked(order, plain, {"product_qty": 9})
        self._approved(request, self.boss)
        rule.allow_self = True
        self._approved(self._asked(self._buy(10, user=self.leader)), self.leader)

    def test_lowered_quantity(self):
        """P4: down to 90 % of what was approved goes through; less, more or in steps
        does not."""
        self._large({"user_ids": self.boss.ids}, tolerance=10)
        self._tried()
        order = self._buy(20)
        self._approved(self._asked(order), self.boss)
        order.order_line.product_qty = 18
        self.fine.add(self._figures(order))
        self.assertEqual(order.jxc_approval_state, "approved")
        line = order.order_line

        def change(quantity):
            def run(call):
                call(line._name, "write", line.ids, vals={"product_qty": quantity})

            return Attack(f"to {quantity}", run)

        refused = self._hold(self.buyer, [change(17), change(16.2), change(21)])
        self.assertEqual([name for name, no in refused.items() if not no], [])

    def test_approved_again_with_the_changes_shown(self):
        """P4: 10 becomes 1000: nothing holds until it is approved as it is now, and
        the approver sees what changed."""
        self._large({"user_ids": self.boss.ids})
        self._tried()
        order = self._buy(10)
        self._approved(self._asked(order), self.boss)
        line = order.order_line
        self._refused(lambda: line.write({"product_qty": 1000}))
        order.button_cancel()
        order.button_draft()
        line.product_qty = 1000
        request = self._asked(order)
        self.assertIn("10 → 1000", request.changes)
        self._hold(
            self.buyer,
            [
                Attack("on", lambda c: c(PURCHASE, "button_approve", order.ids)),
                Attack("off", lambda c: c(PURCHASE, "button_confirm", order.ids)),
            ],
        )
        self._approved(request, self.boss)
