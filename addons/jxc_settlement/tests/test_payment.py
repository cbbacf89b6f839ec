from odoo.tests import Form, tagged

from .common import SettlementCase


@tagged("post_install", "-at_install")
class TestPayment(SettlementCase):
    def test_a_part_payment_leaves_the_rest_open(self):
        """S8: a payment registered on an invoice, in part, reduces what is owed."""
        invoice = self._invoice(1000)
        action = invoice.action_register_payment()
        with Form(
            self.env["account.payment.register"].with_context(**action["context"])
        ) as form:
            form.amount = 400
        form.record.action_create_payments()
        self.assertEqual(invoice.amount_residual, 600)
        self.assertEqual(invoice.payment_state, "partial")

    def test_an_advance_waits_as_an_open_item(self):
        """S8: money that came before its invoice can be matched when that is there."""
        payment = self._pay(300)
        item = self._item(payment.move_id)
        self.assertEqual(item.amount_residual, -300)
        invoice = self._invoice(300)
        workbench = self._workbench()
        workbench.action_oldest_first()
        workbench.action_match()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(payment.state, "paid")

    def test_payments_of_a_new_journal_book_to_its_account(self):
        """S8: a bank account opened later works without any setting."""
        journal = (
            self.env["account.journal"]
            .sudo()
            .create({"name": "Second Bank", "type": "bank", "code": "BK9"})
        )
        lines = (
            journal.inbound_payment_method_line_ids
            + journal.outbound_payment_method_line_ids
        )
        self.assertTrue(lines)
        self.assertEqual(lines.payment_account_id, journal.default_account_id)
        payment = self._pay(50, journal_id=journal.id)
        self.assertEqual(self._item(payment.move_id).amount_residual, -50)
