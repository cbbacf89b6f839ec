from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import BankCase


@tagged("post_install", "-at_install")
class TestRest(BankCase):
    """S9, P10: what a line lacks, or has too much, written off when it is matched."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        company = cls.company.sudo()
        company.jxc_small_difference_limit, company.jxc_difference_limit = 1, 50
        kinds = ("small", "fee", "exchange", "discount")
        accounts = cls.env["account.account"].sudo()
        names = {
            ("small", True): "default_cash_difference_expense_account_id",
            ("small", False): "default_cash_difference_income_account_id",
            ("exchange", True): "expense_currency_exchange_account_id",
            ("exchange", False): "income_currency_exchange_account_id",
            ("fee", True): "jxc_bank_fee_account_id",
        }
        for number, (key, name) in enumerate(names.items()):
            company[name] = accounts.create(
                {
                    "name": f"{kinds[number % 4]} {key}",
                    "code": f"JXC8{number}",
                    "account_type": "expense" if key[1] else "income_other",
                }
            )

    def _one(self, amount, kind=None, partner="Corner Shop"):
        line = self._take(self._row(amount, 0, partner)).ensure_one()
        line.jxc_rest_kind = kind
        return line

    def _account(self, kind, loss):
        return self.company._jxc_difference_account(kind, loss)

    def _booked(self, line):
        """What the line booked as a difference: (kind, account, amount)."""
        return [
            (item.jxc_difference_kind, item.account_id, item.balance)
            for item in line.line_ids.filtered("jxc_difference_kind")
        ]

    def test_a_fee_that_the_bank_kept(self):
        """S9: the customer paid all of it; the fee is ours."""
        invoice = self._invoice(100)
        line = self._one(98)
        self.assertEqual(line.jxc_rest, 2)
        line.jxc_rest_kind = "fee"
        line.action_jxc_accept()
        self.assertTrue(line.is_reconciled)
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self._booked(line), [("fee", self._account("fee", True), 2)])
        self.assertIn("Bank Fee of", "".join(invoice.message_ids.mapped("body")))
        self.assertEqual(sum(line.line_ids.mapped("balance")), 0)

    def test_nothing_chosen_nothing_written_off(self):
        """S9: too little leaves the rest open, too much is an advance."""
        invoice = self._invoice(100)
        line = self._one(98)
        line.action_jxc_accept()
        self.assertEqual((invoice.amount_residual, self._booked(line)), (2, []))
        more = self._one(5)
        self.assertEqual(more.jxc_rest, -3)
        more.action_jxc_accept()
        self.assertEqual(invoice.payment_state, "paid")
        self.assertEqual(self._booked(more), [])

    def test_too_much_is_a_gain(self):
        """S9: half a yuan too much is no advance that nobody comes back for."""
        invoice = self._invoice(100)
        line = self._one(100.5, "small")
        line.action_jxc_accept()
        self.assertEqual(
            self._booked(line), [("small", self._account("small", False), -0.5)]
        )
        receivable = self._item(invoice).account_id
        items = line.line_ids.filtered(lambda one: one.account_id == receivable)
        self.assertEqual((items.balance, items.reconciled), (-100, True))

    def test_vendors_the_other_way_round(self):
        """P10: paid too little is a gain, too much a loss."""
        for paid, loss, amount in ((99.5, False, -0.5), (100.5, True, 0.5)):
            bill = self._invoice(100, move_type="in_invoice")
            line = self._one(-paid, "small", "Noodle Works")
            line.action_jxc_accept()
            self.assertEqual(bill.payment_state, "paid")
            self.assertEqual(
                self._booked(line), [("small", self._account("small", loss), amount)]
            )

    def test_exchange_difference_of_a_yuan_line(self):
        """S9: to the accounts of exchange gains and losses."""
        self._invoice(100)
        line = self._one(90, "exchange")
        line.action_jxc_accept()
        self.assertEqual(
            self._booked(line), [("exchange", self._account("exchange", True), 10)]
        )

    def test_several_items_in_dollars(self):
        """S9: the rest in the line's currency, at the rate of its day."""
        money = self._foreign()
        self.bank.sudo().currency_id = money
        invoices = self._invoice(60, 9, currency_id=money.id)
        invoices += self._invoice(40, 3, currency_id=money.id)
        line = self._one(97, "fee")
        self.assertEqual(len(line.jxc_item_ids), 2)
        line.action_jxc_accept()
        self.assertEqual(set(invoices.mapped("payment_state")), {"paid"})
        fee = line.line_ids.filtered("jxc_difference_kind")
        self.assertEqual((fee.amount_currency, fee.balance), (3, 20))
        self.assertEqual(sum(line.line_ids.mapped("balance")), 0)

    def test_above_the_limit_is_for_a_manager(self):
        """F2: what was written off of the same items before counts."""
        invoice = self._invoice(100)
        line = self._one(98, "small")
        with self.assertRaisesRegex(UserError, "Have a manager"), self.cr.savepoint():
            line.action_jxc_accept()
        self.assertFalse(line.is_reconciled)
        line.with_user(self.manager).action_jxc_accept()
        self.assertEqual(invoice.payment_state, "paid")

    def test_in_slices_it_is_the_same_limit(self):
        """F2: half on the workbench, half on the bank line."""
        invoice = self._invoice(100)
        self._pay(50)
        bench = self._workbench()
        item, payment = bench.debit_line_ids, bench.credit_line_ids
        item.write({"selected": True, "amount": 50.7})
        payment.write({"selected": True, "amount": 50})
        bench.small_amount = 0.7
        bench.action_match()
        self.assertEqual(invoice.amount_residual, 49.3)
        line = self._one(48.8, "small")
        with self.assertRaisesRegex(UserError, "Have a manager"):
            line.action_jxc_accept()

    def test_undone_with_a_trace(self):
        """S9: line and invoice are open, nothing is left on the account."""
        invoice = self._invoice(100)
        line = self._one(98, "fee")
        line.action_jxc_accept()
        line.action_jxc_undo()
        self.assertEqual((invoice.amount_residual, line.is_reconciled), (100, False))
        self.assertEqual((self._booked(line), line.jxc_rest_kind), ([], False))
        self.assertIn("taken back", "".join(invoice.message_ids.mapped("body")))

    def test_unmatched_on_the_workbench(self):
        """S9: what was written off does not stay without its match."""
        invoice = self._invoice(100)
        line = self._one(98, "fee")
        line.action_jxc_accept()
        partials = self._item(invoice).matched_credit_ids
        partials.action_jxc_unmatch()
        self.assertEqual((invoice.amount_residual, line.is_reconciled), (100, False))
        self.assertEqual(self._booked(line), [])

    def test_chosen_on_the_form(self):
        """S9: shown while there is a rest; another partner, another choice."""
        self._invoice(100)
        form = Form(self._one(98), "jxc_bank.account_bank_statement_line_view_form")
        form.jxc_rest_kind = "fee"
        self.assertEqual(form.jxc_rest, 2)
        form.jxc_partner_id = self.vendor
        self.assertFalse(form.jxc_rest_kind)

    def test_of_nothing_there_is_no_rest(self):
        """S9: an advance as a whole is not written off."""
        line = self._one(98, "exchange")
        self.assertFalse(line.jxc_item_ids)
        line.jxc_partner_id = self.customer
        with self.assertRaisesRegex(UserError, "without items"):
            line.action_jxc_accept()
