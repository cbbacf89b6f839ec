from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestDifference(SettlementCase):
    """S9, P10: what is short is written off to its account, together with the match."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        names = ("Discount Given", "Discount Got", "Short", "Over", "Fees")
        accounts = cls.env["account.account"].sudo().create(
            [
                {
                    "name": name,
                    "code": f"JXC9{number}",
                    "account_type": "income_other" if number in (1, 3) else "expense",
                }
                for number, name in enumerate(names)
            ]
        )  # fmt: skip
        cls.given, cls.got, cls.short, cls.over, cls.fees = accounts.sudo(False)
        cls.company.write(
            {
                "account_journal_early_pay_discount_loss_account_id": cls.given.id,
                "account_journal_early_pay_discount_gain_account_id": cls.got.id,
                "default_cash_difference_expense_account_id": cls.short.id,
                "default_cash_difference_income_account_id": cls.over.id,
                "jxc_bank_fee_account_id": cls.fees.id,
                "jxc_small_difference_limit": 1,
                "jxc_difference_limit": 50,
            }
        )

    def _short(self, owed=1000, paid=980, **amounts):
        """A workbench with an invoice and a payment that is short, both ticked."""
        invoice, payment = self._invoice(owed, days_ago=9), self._pay(paid)
        workbench = self._workbench(**amounts)
        self._tick(workbench, invoice)
        self._tick(workbench, payment.move_id)
        return workbench, invoice, payment

    def _entry(self, invoice):
        item = self._item(invoice)
        partials = item.matched_credit_ids | item.matched_debit_ids
        moves = (partials.debit_move_id | partials.credit_move_id).move_id
        return moves.filtered(lambda m: m.jxc_settlement_kind == "difference")

    def _booked(self, entry):
        return {line.account_id: line.balance for line in entry.line_ids}

    def test_discount_and_fee_each_go_to_their_account(self):
        """S9: 15 of discount and 5 of bank fee close an invoice of 1000 paid 980."""
        workbench, invoice, payment = self._short()
        with Form(workbench) as form:
            self.assertEqual(form.difference, 20)
            form.discount_amount = 15
            self.assertEqual(form.rest, 5)
            form.fee_amount = 5
            self.assertEqual(form.rest, 0)
        workbench.action_match()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertTrue(self._item(payment.move_id).reconciled)
        entry = self._entry(invoice)
        self.assertEqual(
            self._booked(entry),
            {self.given: 15, self.fees: 5, self._item(invoice).account_id: -20},
        )
        self.assertEqual(entry.journal_id.type, "general")
        self.assertIn(entry.name, "".join(invoice.message_ids.mapped("body")))
        self.assertFalse(workbench.discount_amount, "not written off a second time")

    def test_what_is_not_written_off_stays_open(self):
        """S9: a part of the difference; the rest is still owed."""
        workbench, invoice, _payment = self._short(discount_amount=12)
        workbench.action_match()
        self.assertEqual(invoice.amount_residual, 8)

    def test_overpaid_by_cents_is_a_gain(self):
        """S9: the customer paid 0.40 too much; it goes to the account of gains."""
        workbench, invoice, payment = self._short(99.6, 100, small_amount=0.4)
        workbench.action_match()
        self.assertTrue(self._item(payment.move_id).reconciled)
        entry = self._entry(payment.move_id)
        self.assertEqual(self._booked(entry)[self.over], -0.4)
        self.assertEqual(invoice.payment_state, "paid")

    def test_a_vendor_s_discount_is_a_gain(self):
        """P10: 490 pays a bill of 500, with 10 of cash discount received."""
        bill = self._invoice(500, move_type="in_invoice")
        payment = self._pay(490, payment_type="outbound")
        workbench = self._workbench(
            partner_id=self.vendor.id, side="payable", discount_amount=10
        )
        self._tick(workbench, bill)
        self._tick(workbench, payment.move_id)
        workbench.action_match()
        self.assertEqual(bill.payment_state, "paid")
        self.assertEqual(self._booked(self._entry(bill))[self.got], -10)

    def test_a_remainder_needs_no_payment(self):
        """S9: 0.30 that were left of an invoice are written off by themselves."""
        invoice = self._invoice(0.3)
        workbench = self._workbench(small_amount=0.3)
        self._tick(workbench, invoice)
        workbench.action_match()
        self.assertEqual(invoice.payment_state, "paid")

    def test_undoing_the_match_undoes_the_difference(self):
        """S9: the payment's match goes, and the discount that was given for it too."""
        workbench, invoice, payment = self._short(discount_amount=20)
        workbench.action_match()
        entry = self._entry(invoice)
        of_payment = workbench.partial_ids.filtered(
            lambda p: p.credit_move_id.move_id == payment.move_id
        )
        of_payment.with_context(jxc_workbench_id=workbench.id).action_jxc_unmatch()
        self.assertEqual(invoice.amount_residual, 1000)
        self.assertEqual(self._item(payment.move_id).amount_residual, -980)
        self.assertEqual(entry.reversal_move_ids.state, "posted")
        self.assertEqual(entry.jxc_settlement_kind, "undone")
        self.assertEqual(workbench.debit_line_ids.move_id, invoice)
        self.assertEqual(workbench.credit_line_ids.move_id, payment.move_id)
        self.assertFalse(workbench.partial_ids, "the reversal is not offered to undo")
        trace = "".join(invoice.message_ids.mapped("body"))
        for document in (payment.move_id, entry):
            self.assertIn(f"with {document.display_name} was undone", trace)

    def test_undoing_the_difference_undoes_the_match_of_the_entry_only(self):
        """S9: the discount was wrong; the payment stays matched."""
        workbench, invoice, payment = self._short(discount_amount=20)
        workbench.action_match()
        workbench.partial_ids.filtered(
            lambda p: p.credit_move_id.move_id != payment.move_id
        ).action_jxc_unmatch()
        self.assertEqual(invoice.amount_residual, 20)

    def test_more_than_the_difference_is_refused(self):
        """S9: only what is short can be written off, and no negative amounts."""
        for amounts in ({"discount_amount": 20.01}, {"fee_amount": -1}):
            workbench, invoice, _payment = self._short(**amounts)
            with self.assertRaisesRegex(UserError, "Only the difference"):
                workbench.action_match()
            self.assertEqual(invoice.amount_residual, 1000)

    def test_above_the_limit_is_for_a_manager(self):
        """S9: the accountant is refused and told the way out; a manager posts it."""
        for amounts, paid in (
            ({"small_amount": 1.01}, 998.99),
            ({"discount_amount": 40, "fee_amount": 10.01}, 949.99),
        ):
            workbench, invoice, payment = self._short(paid=paid, **amounts)
            with self.assertRaisesRegex(UserError, "Have a manager"):
                workbench.action_match()
            self.assertEqual(invoice.amount_residual, 1000)
            # What he has open is his: she opens her own.
            hers = workbench.with_user(self.manager).create(
                {"partner_id": self.customer.id, "side": "receivable", **amounts}
            )
            self._tick(hers, invoice)
            self._tick(hers, payment.move_id)
            hers.action_match()
            self.assertEqual(invoice.payment_state, "paid")

    def test_in_small_slices_it_is_the_same_limit(self):
        """S9: what was written off of these items before counts."""
        workbench, invoice, _payment = self._short(small_amount=0.6)
        workbench.action_match()
        self.assertEqual(invoice.amount_residual, 19.4)
        again = self._workbench(small_amount=0.6)
        self._tick(again, invoice)
        with self.assertRaisesRegex(UserError, "Have a manager"):
            again.action_match()
        self.assertEqual(invoice.amount_residual, 19.4)

    def test_foreign_currency_is_converted_and_closed(self):
        """S9: a fee in dollars; both currencies are closed, the host books the rate."""
        money = self._foreign()
        invoice = self._invoice(100, days_ago=20, currency_id=money.id)
        payment = self._pay(97, currency_id=money.id)
        workbench = self._workbench(currency_id=money.id, fee_amount=3)
        self._tick(workbench, invoice)
        self._tick(workbench, payment.move_id)
        workbench.action_match()
        entry = self._entry(invoice)
        fee = entry.line_ids.filtered(lambda i: i.account_id == self.fees)
        self.assertEqual((fee.amount_currency, fee.balance), (3, 20))
        for item in self._item(invoice) + self._item(payment.move_id):
            self.assertEqual(
                (item.amount_residual, item.amount_residual_currency), (0, 0)
            )
        self.assertTrue(self._item(invoice).full_reconcile_id)

    def test_without_an_account_it_says_so(self):
        """S9: the company has no account for small differences; where to set it."""
        self.company.write({"default_cash_difference_expense_account_id": False})
        workbench, invoice, _payment = self._short(1000, 999.5, small_amount=0.5)
        with self.assertRaisesRegex(UserError, "Settlement"):
            workbench.action_match()
        self.assertEqual(invoice.amount_residual, 1000)

    def test_a_second_company_has_its_own_books(self):
        """S9: the entry is in the workbench's company, not in the user's first one."""
        branch = self.env["res.company"].sudo().create(
            {"name": "Branch", "currency_id": self.company.currency_id.id}
        )  # fmt: skip
        self.env["account.chart.template"].sudo().try_loading("cn", branch)
        self.accountant.sudo().company_ids += branch
        both = self.env(context={"allowed_company_ids": (self.company + branch).ids})
        branch = branch.with_env(both)
        invoice = self._invoice(9, days_ago=1)
        other = self.env["account.move"].with_env(both).create(
            {
                "move_type": "out_invoice",
                "company_id": branch.id,
                "partner_id": self.customer.id,
                "invoice_date": self.today,
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 0.5, "tax_ids": False})
                ],
            }
        )  # fmt: skip
        other.action_post()
        workbench = self.env["jxc.settlement.match"].with_env(both).create(
            {
                "company_id": branch.id,
                "side": "receivable",
                "partner_id": self.customer.id,
                "small_amount": 0.5,
            }
        )  # fmt: skip
        self.assertEqual(workbench.debit_line_ids.move_id, other)
        self._tick(workbench, other)
        workbench.action_match()
        entry = self._entry(other)
        self.assertEqual((entry.company_id, other.amount_residual), (branch, 0))
        self.assertEqual(entry.line_ids.account_id.company_ids, branch)
        self.assertEqual(invoice.amount_residual, 9)

    def test_items_that_the_screen_never_showed_are_refused(self):
        """F2: a client puts another partner's item into the list."""
        workbench, _invoice, _payment = self._short()
        other = self._invoice(70, move_type="in_invoice")
        foreign = self._item(other)
        workbench.write(
            {
                "credit_line_ids": [
                    Command.create(
                        {
                            "sign": "credit",
                            "move_line_id": foreign.id,
                            "residual_seen": 70,
                            "selected": True,
                            "amount": 20,
                        }
                    )
                ]
            }
        )
        with self.assertRaisesRegex(UserError, "is not open for"):
            workbench.action_match()
        self.assertEqual(other.amount_residual, 70)
