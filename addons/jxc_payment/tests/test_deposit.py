from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PaymentCase


@tagged("post_install", "-at_install")
class TestDeposit(PaymentCase):
    """P9: a deposit is asked for, paid, and used by the order's bill."""

    def _paid(self, **values):
        order = self._purchase(**{"jxc_deposit": 300.0, **values})
        proposal = self._proposal()
        proposal.action_confirm()
        proposal.action_pay()
        return order

    def test_from_the_order_to_the_bill(self):
        """P9: 300 ahead on 1,000: the bill is open with 700."""
        order = self._purchase(jxc_deposit=300.0)
        proposal = self._proposal()
        self.assertEqual(self._shown(proposal), [("Noodle Works", "deposit", 300.0)])
        self.assertEqual(proposal.line_ids.document, order.name)
        proposal.action_confirm()
        self.assertFalse(self._proposal().line_ids)
        proposal.action_pay()
        self.assertEqual(order.jxc_deposit_paid, 300.0)
        self.assertEqual(order.jxc_deposit_unused, 300.0)
        self.assertFalse(self._proposal().line_ids)
        bill = self._bill_of(order)
        self.assertEqual(bill.amount_residual, 700.0)
        self.assertEqual(order.jxc_deposit_unused, 0.0)

    def test_other_orders_do_not_use_it(self):
        """P9: neither another order's bill nor another proposal takes it."""
        order = self._paid()
        other = self._bill_of(self._purchase(price=500.0))
        self.assertEqual(other.amount_residual, 500.0)
        self.assertEqual(
            self._shown(self._proposal(date_limit=self._day(60))),
            [("Noodle Works", "bill", 500.0)],
        )
        self.assertEqual(order.jxc_deposit_unused, 300.0)

    def test_a_bill_of_two_orders_uses_no_more_than_each_charges(self):
        """P9: 300 ahead on an order of 100 pays 100 of a common bill of 1,100."""
        small = self._purchase(price=300.0, jxc_deposit=300.0)
        proposal = self._proposal()
        proposal.action_confirm()
        proposal.action_pay()
        small.with_user(self.buyer).order_line.price_unit = 10.0
        bill = self._bill_of(small, self._purchase())
        self.assertEqual(bill.amount_total, 1100.0)
        self.assertEqual(bill.amount_residual, 1000.0)
        self.assertEqual(small.jxc_deposit_unused, 200.0)

    def test_what_is_left_over_is_a_credit_once_the_order_is_billed(self):
        """P9: the rest is not lost: the next proposal uses it."""
        small = self._purchase(price=300.0, jxc_deposit=300.0)
        proposal = self._proposal()
        proposal.action_confirm()
        proposal.action_pay()
        small.with_user(self.buyer).order_line.price_unit = 10.0
        self._bill_of(small)
        self._bill(150.0, 1)
        self.assertEqual(
            self._shown(self._proposal()),
            [("Noodle Works", "bill", 150.0), ("Noodle Works", "credit", -150.0)],
        )

    def test_by_hand(self):
        """P9, S8: a deposit that was paid outside a proposal counts as well."""
        order = self._purchase(jxc_deposit=300.0)
        self._pay(120.0, 0, "outbound", jxc_purchase_order_id=order.id)
        self.assertEqual(order.jxc_deposit_left, 180.0)
        self.assertEqual(self._proposal().amount, 180.0)
        self.assertEqual(self._bill_of(order).amount_residual, 880.0)

    def test_a_posted_deposit_stays_with_its_order(self):
        """P9: nobody points what was paid at another order, or at none."""
        order, other = (self._purchase(jxc_deposit=300.0) for _n in range(2))
        deposit = self._pay(120.0, 0, "outbound", jxc_purchase_order_id=order.id)
        plain = self._pay(50.0, 0, "outbound")
        for payment, target in ((deposit, other), (deposit, False), (plain, other)):
            for mine in (payment.with_user(self.accountant), payment.sudo()):
                with self.assertRaisesRegex(UserError, "posted"):
                    mine.jxc_purchase_order_id = target
        self.assertEqual(order.jxc_deposit_left, 180.0)
        deposit.action_draft()
        deposit.jxc_purchase_order_id = other
        deposit.action_post()
        self.assertEqual((order.jxc_deposit_left, other.jxc_deposit_left), (300, 180))

    def test_a_cancelled_order_gives_its_deposit_back(self):
        """P9: the vendor owes it: it stands against his other bills."""
        order = self._paid()
        order.with_user(self.buyer).button_cancel()
        self._bill(500.0, 1)
        self.assertIn(("Noodle Works", "credit", -300.0), self._shown(self._proposal()))

    def test_wrong_deposits(self):
        """P9: more than the order, less than nothing, another vendor's payment."""
        order = self._purchase()
        for amount in (-1.0, 1000.01):
            with self.assertRaises(ValidationError), self.cr.savepoint():
                order.with_user(self.buyer).jxc_deposit = amount
        with self.assertRaisesRegex(ValidationError, order.name), self.cr.savepoint():
            self._pay(
                10.0,
                0,
                "outbound",
                partner_id=self.other.id,
                jxc_purchase_order_id=order.id,
            )

    def test_not_before_its_day(self):
        """P9: the deposit's own due date counts."""
        self._purchase(jxc_deposit=300.0, jxc_deposit_date=self._day(8))
        self.assertFalse(self._proposal().line_ids)
        self.assertEqual(self._proposal(date_limit=self._day(8)).amount, 300.0)

    def test_a_bill_in_draft_again(self):
        """P9: a bill set back and posted again uses the deposit once; deleted, it
        gives it back (the host keeps what is matched while a bill is a draft)."""
        order = self._paid()
        bill = self._bill_of(order)
        bill.button_draft()
        bill.action_post()
        self.assertEqual(bill.amount_residual, 700.0)
        self.assertEqual(order.jxc_deposit_unused, 0.0)
        bill.button_draft()
        bill.unlink()
        self.assertEqual(order.jxc_deposit_unused, 300.0)
        self.assertEqual(self._bill_of(order).amount_residual, 700.0)

    def test_a_confirmed_proposal_is_not_changed(self):
        """P10: set back first."""
        self._purchase(jxc_deposit=300.0)
        proposal = self._proposal()
        proposal.action_confirm()
        with self.assertRaises(UserError):
            proposal.line_ids.amount = 1.0
        with self.assertRaises(UserError):
            proposal.line_ids.unlink()
        proposal.action_draft()
        proposal.line_ids.amount = 1.0
        self.assertEqual(proposal.amount, 1.0)
