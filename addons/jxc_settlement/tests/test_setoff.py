from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestSetOff(SettlementCase):
    """S9, P10: who buys from us and sells to us pays the difference only."""

    def _both(self):
        invoice = self._invoice(100, days_ago=9)
        bill = self._invoice(60, 5, "in_invoice", partner_id=self.customer.id)
        return invoice, bill, self._workbench(side="setoff")

    def _entry(self, bill):
        return self._item(bill).matched_debit_ids.debit_move_id.move_id

    def test_receivable_against_payable_in_one_step(self):
        """S9: an entry of the miscellaneous journal closes both, as far as it goes."""
        invoice, bill, workbench = self._both()
        self.assertEqual(workbench.debit_line_ids.move_id, invoice)
        self.assertEqual(workbench.credit_line_ids.move_id, bill)
        workbench.action_oldest_first()
        self.assertEqual(workbench.pair_total, 60)
        workbench.action_match()
        self.assertEqual(invoice.amount_residual, 40)
        self.assertEqual(bill.payment_state, "paid")
        entry = self._entry(bill)
        self.assertEqual(entry.journal_id.type, "general")
        self.assertEqual(
            {line.account_id: line.balance for line in entry.line_ids},
            {self._item(invoice).account_id: -60, self._item(bill).account_id: 60},
        )
        self.assertEqual(entry.line_ids.partner_id, self.customer)
        self.assertEqual(len(workbench.partial_ids), 2)

    def test_several_documents_and_parts(self):
        """S9: three invoices, two bills, an amount entered by hand."""
        invoices = [self._invoice(30, days_ago=day) for day in (9, 8, 7)]
        bills = [
            self._invoice(40, 5, "in_invoice", partner_id=self.customer.id)
            for _number in range(2)
        ]
        workbench = self._workbench(side="setoff")
        for move in (*invoices[:2], *bills):
            self._tick(workbench, move)
        self._tick(workbench, bills[1], 10)
        workbench.action_match()
        self.assertEqual([m.amount_residual for m in invoices], [0, 10, 30])
        self.assertEqual([m.amount_residual for m in bills], [0, 30])

    def test_undoing_opens_both_sides(self):
        """S9: one of the two matches is undone; the entry is reversed as a whole."""
        invoice, bill, workbench = self._both()
        workbench.action_oldest_first()
        workbench.action_match()
        entry = self._entry(bill)
        workbench.partial_ids[0].action_jxc_unmatch()
        self.assertEqual(invoice.amount_residual, 100)
        self.assertEqual(bill.amount_residual, 60)
        self.assertEqual(entry.reversal_move_ids.state, "posted")
        self.assertTrue(all(entry.line_ids.mapped("reconciled")))
        workbench.action_reload()
        self.assertFalse(workbench.partial_ids)

    def test_dollars_at_two_rates(self):
        """S9: both are closed in dollars; the rates' difference is the host's."""
        money = self._foreign()
        invoice = self._invoice(100, days_ago=20, currency_id=money.id)
        bill = self._invoice(
            100, 1, "in_invoice", partner_id=self.customer.id, currency_id=money.id
        )
        workbench = self._workbench(side="setoff", currency_id=money.id)
        workbench.action_oldest_first()
        workbench.action_match()
        for item in self._item(invoice) + self._item(bill):
            self.assertEqual(
                (item.amount_residual, item.amount_residual_currency), (0, 0)
            )

    def test_only_partners_with_both_are_offered(self):
        """S9: the list to choose from holds who owes and is owed."""
        domain = [("jxc_open_side", "=", "setoff")]
        partners = self.env["res.partner"]
        self._invoice(100)
        self.assertNotIn(self.customer, partners.search(domain))
        self._invoice(60, 5, "in_invoice", partner_id=self.customer.id)
        self.assertIn(self.customer, partners.search(domain))

    def test_payments_are_not_set_off(self):
        """S9: an advance of the customer is not what we owe him for goods."""
        self._pay(50)
        _invoice, bill, workbench = self._both()
        self.assertEqual(workbench.credit_line_ids.move_id, bill)

    def test_differences_have_no_place_in_it(self):
        """S9: a set-off closes equal amounts."""
        invoice, _bill, workbench = self._both()
        workbench.action_oldest_first()
        workbench.discount_amount = 1
        with self.assertRaisesRegex(UserError, "no differences"):
            workbench.action_match()
        self.assertEqual(invoice.amount_residual, 100)
