from datetime import timedelta

from odoo.tests import tagged

from .common import CashflowCase


@tagged("post_install", "-at_install")
class TestHabit(CashflowCase):
    def _paid(self, *late, move_type="out_invoice"):
        """Invoices due on a day each, paid so many days later."""
        for number, days in enumerate(late):
            due = 200 - 10 * number
            move = self._invoice(50.0, days_ago=due, move_type=move_type)
            inbound = move_type == "out_invoice"
            payment = self._pay(50.0, due - days, "inbound" if inbound else "outbound")
            both = self._item(move) + self._item(payment.move_id)
            both.reconcile()

    def _expected(self, **values):
        invoice = self._invoice(100.0, days_ago=-10, **values)
        return self._lines(self._forecast(), invoice)

    def test_median_of_three(self):
        """V1: the median, not the mean, and it says of how many payments."""
        self._paid(3, 90, 12)
        line = self._expected()
        self.assertEqual(line.date, self.today + timedelta(10 + 12))
        self.assertIn("12", line.reason)
        self.assertIn("3 payments", line.reason)

    def test_two_payments_are_no_habit(self):
        self._paid(30, 30)
        line = self._expected()
        self.assertEqual(line.date, line.date_due)

    def test_sides_have_habits_of_their_own(self):
        """How we pay the vendor; early payers count too."""
        self._paid(-4, -4, -4, move_type="in_invoice")
        line = self._expected(move_type="in_invoice")
        self.assertEqual(line.date, self.today + timedelta(6))
        self.assertEqual(self._expected().date, self.today + timedelta(10))

    def test_old_payments_are_forgotten(self):
        """Only the last twelve months."""
        for number in range(3):
            move = self._invoice(50.0, days_ago=500 + number)
            payment = self._pay(50.0, 470)
            (self._item(move) + self._item(payment.move_id)).reconcile()
        self.assertEqual(self._expected().date, self.today + timedelta(10))

    def test_credit_notes_are_no_payments(self):
        """A credit note says nothing of how somebody pays."""
        for number in range(3):
            move = self._invoice(50.0, days_ago=100 + number)
            note = self._invoice(50.0, days_ago=10, move_type="out_refund")
            (self._item(move) + self._item(note)).reconcile()
        self.assertEqual(self._expected().date, self.today + timedelta(10))
