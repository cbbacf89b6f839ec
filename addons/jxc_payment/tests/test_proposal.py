from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import PaymentCase


@tagged("post_install", "-at_install")
class TestProposal(PaymentCase):
    """P10: an accountant pays all that is due in one go."""

    def test_bills_due_less_credits_are_paid_and_matched(self):
        """P10: two vendors, a credit note, one bill not due yet."""
        old, new = self._bill(100.0, 40), self._bill(50.0, 5)
        later = self._bill(70.0, -10)
        tea = self._bill(30.0, 1, self.other)
        refund = self._invoice(20.0, 3, "in_refund")
        proposal = self._proposal()
        self.assertEqual(
            self._shown(proposal),
            [
                ("Noodle Works", "bill", 100.0),
                ("Noodle Works", "bill", 50.0),
                ("Tea Garden", "bill", 30.0),
                ("Noodle Works", "credit", -20.0),
            ],
        )
        self.assertEqual(proposal.amount, 160.0)
        proposal.action_confirm()
        proposal.action_pay()
        self.assertEqual(proposal.state, "paid")
        self.assertEqual(sorted(proposal.payment_ids.mapped("amount")), [30.0, 130.0])
        for document in old + new + tea + refund:
            self.assertEqual(document.amount_residual, 0.0, document.name)
        self.assertEqual(later.amount_residual, 70.0)

    def test_in_part_and_the_rest_is_proposed_again(self):
        """P10: an amount that was lowered is what is paid."""
        bill = self._bill(100.0, 10)
        proposal = self._proposal()
        proposal.line_ids.amount = 40.0
        proposal.action_confirm()
        proposal.action_pay()
        self.assertEqual(bill.amount_residual, 60.0)
        self.assertEqual(self._proposal().amount, 60.0)

    def test_credits_are_used_no_further_than_bills_go(self):
        """P10: what was paid ahead pays the bill; nothing goes out."""
        bill = self._bill(80.0, 2)
        self._pay(100.0, 5, "outbound")
        proposal = self._proposal()
        self.assertEqual(
            self._shown(proposal),
            [("Noodle Works", "bill", 80.0), ("Noodle Works", "credit", -80.0)],
        )
        proposal.action_confirm()
        proposal.action_pay()
        self.assertFalse(proposal.payment_ids)
        self.assertEqual(bill.amount_residual, 0.0)
        self.assertEqual(self.vendor.debit, -20.0)

    def test_a_bill_stands_in_one_confirmed_proposal(self):
        """P10: nothing is paid twice."""
        bill = self._bill(100.0, 10)
        first, second = self._proposal(), self._proposal()
        first.action_confirm()
        with self.assertRaisesRegex(UserError, first.name):
            second.action_confirm()
        self.assertFalse(self._proposal().line_ids)
        first.action_cancel()
        second.action_confirm()
        second.action_pay()
        self.assertEqual(bill.amount_residual, 0.0)

    def test_what_was_paid_meanwhile_is_refused(self):
        """P10: the whole proposal stays unpaid, and says which bill it is."""
        self._bill(30.0, 1, self.other)
        bill = self._bill(100.0, 10)
        proposal = self._proposal()
        proposal.action_confirm()
        payment = self._pay(60.0, 0, "outbound")
        (self._item(payment.move_id) + self._item(bill)).reconcile()
        with self.assertRaisesRegex(UserError, bill.name), self.cr.savepoint():
            proposal.action_pay()
        proposal.invalidate_recordset()
        self.assertEqual(proposal.state, "confirmed")
        self.assertFalse(proposal.payment_ids)

    def test_blocked_bills_are_left_out(self):
        """P10: the host's block on a bill holds here as well."""
        bill = self._bill(100.0, 10)
        proposal = self._proposal()
        bill.action_toggle_block_payment()
        self.assertFalse(self._proposal().line_ids)
        with self.assertRaisesRegex(UserError, bill.name):
            proposal.action_confirm()

    def test_bad_amounts(self):
        """P10: zero, negative and more than is open are refused by name."""
        bill = self._bill(100.0, 10)
        proposal = self._proposal()
        for amount in (0.0, -1.0, 100.01):
            proposal.line_ids.amount = amount
            with self.assertRaisesRegex(UserError, bill.name):
                proposal.action_confirm()
        self._invoice(20.0, 3, "in_refund")
        proposal = self._proposal()
        proposal.line_ids.filtered(lambda li: li.kind == "bill").amount = 10.0
        with self.assertRaisesRegex(UserError, "Noodle Works"):
            proposal.action_confirm()

    def test_empty(self):
        """P10: a proposal of nothing says what to do."""
        with self.assertRaisesRegex(UserError, "no lines"):
            self._proposal().action_confirm()

    def test_dollars_apart(self):
        """P10: bills in dollars are paid in dollars, to the cent of both."""
        dollar = self.env.ref("base.USD").sudo()
        dollar.active = True
        self.env["res.currency.rate"].sudo().create(
            [
                {"name": self._day(-20), "currency_id": dollar.id, "rate": 0.15},
                {"name": self._day(-1), "currency_id": dollar.id, "rate": 0.14},
            ]
        )
        bill = self._bill(33.33, 10, currency_id=dollar.id)
        self._bill(50.0, 10)
        proposal = self._proposal(currency_id=dollar.id)
        self.assertEqual(proposal.amount, 33.33)
        proposal.action_confirm()
        proposal.action_pay()
        self.assertEqual(proposal.payment_ids.mapped("amount"), [33.33])
        self.assertEqual(proposal.payment_ids.currency_id, dollar)
        item = self._item(bill)
        self.assertEqual((item.amount_residual, item.amount_residual_currency), (0, 0))

    def test_approval(self):
        """P4: a payment over the limit waits for the manager, then goes on."""
        rule = self.env.ref("jxc_payment.jxc_approval_rule_payment_proposal").sudo()
        rule.active = True
        self._bill(60000.0, 10)
        proposal = self._proposal()
        proposal.action_confirm()
        self.assertEqual(proposal.state, "draft")
        self.assertEqual(proposal.jxc_approval_state, "pending")
        with self.assertRaises(UserError):
            proposal.action_pay()
        request = proposal.sudo().jxc_approval_request_ids
        request.with_user(self.manager).action_jxc_approve()
        self.assertEqual(proposal.state, "confirmed")
        proposal.action_pay()
        self.assertEqual(proposal.payment_ids.amount, 60000.0)

    def test_journal_balance(self):
        """V1: what the bank holds, and what it will."""
        self._pay(500.0, 3)
        self._bill(120.0, 2)
        proposal = self._proposal()
        before = proposal.balance
        self.assertEqual(proposal.balance_after, before - 120.0)
        proposal.action_confirm()
        proposal.action_pay()
        proposal.invalidate_recordset()
        self.assertEqual(proposal.balance, before - 120.0)

    def test_form(self):
        """P10: made in the form, a line taken off."""
        self._bill(10.0, 10)
        self._bill(20.0, 9)
        with Form(self.env["jxc.payment.proposal"]) as form:
            form.journal_id = self.bank
        proposal = form.save()
        proposal.action_read()
        with Form(proposal) as form:
            form.line_ids.remove(index=0)
        self.assertEqual(proposal.amount, 20.0)

    def test_queries(self):
        """Reading what is due takes as many queries for 40 bills as for one."""
        self._bill(10.0, 3)
        proposal = self.env["jxc.payment.proposal"].create({"journal_id": self.bank.id})
        for day in range(40):
            self._bill(10.0 + day, 3 + day, self.other)
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            proposal.action_read()
            self.env.flush_all()
        self.assertEqual(len(proposal.line_ids), 41)
