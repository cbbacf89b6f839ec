from base64 import b64encode

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import BankCase


@tagged("post_install", "-at_install")
class TestImport(BankCase):
    """S9, P10: the bank's file becomes bank lines, whole, and no line twice."""

    def test_a_file_is_shown_and_taken_in(self):
        """S9: money in and out, who, text and number; the books follow."""
        wizard = self._read(
            self._row(1000.5, 2, "Corner Shop", "6222 0000", "货款", "A1"),
            self._row(-200, 1, "Noodle Works", "3100", "付款", "A2"),
        )
        self.assertEqual(wizard.line_ids.mapped("amount"), [1000.5, -200])
        self.assertEqual((wizard.new_count, wizard.error_count), (2, 0))
        wizard.action_import()
        first, second = self.env["account.bank.statement.line"].search(
            [("journal_id", "=", self.bank.id)], order="id"
        )
        self.assertEqual((first.amount, second.amount), (1000.5, -200))
        self.assertEqual(first.partner_name, "Corner Shop")
        self.assertEqual(first.account_number, "62220000")
        self.assertEqual((first.payment_ref, first.jxc_serial), ("货款", "A1"))
        self.assertEqual(first.move_id.state, "posted")
        self.assertFalse(first.is_reconciled)
        bank = self.bank.default_account_id
        self.assertEqual(sum((first + second).line_ids.filtered(
            lambda i: i.account_id == bank).mapped("balance")), 800.5)  # fmt: skip

    def test_no_line_twice(self):
        """S9: the same rows again, in a file with more; only the new one is taken."""
        rows = [self._row(10, 3, "A", serial="1"), self._row(10, 3, "A")]
        self.assertEqual(len(self._take(*rows)), 2)
        again = self._read(*rows, self._row(10, 3, "A"), self._row(5))
        self.assertEqual(
            again.line_ids.mapped("state"), ["known", "known", "new", "new"]
        )
        again.action_import()
        self.assertFalse(self._take(*rows))

    def test_one_error_and_nothing_is_taken(self):
        """S9: each wrong row with its number and reason; nothing half done."""
        wizard = self._read(self._row(10), "2026-02-30,,5,,,,,", self._row(3))
        self.assertEqual(wizard.line_ids.mapped("state"), ["new", "error", "new"])
        self.assertIn("date", wizard.line_ids[1].error)
        with self.assertRaisesRegex(UserError, "3: The date"):
            wizard.action_import()
        self.assertFalse(
            self.env["account.bank.statement.line"].search(
                [("journal_id", "=", self.bank.id)]
            )
        )

    def test_assigned_columns_are_kept_for_the_journal(self):
        """S9: an unknown bank once, and from then on it is known."""
        head = "何时,进,出,何人"
        file = self._file(f"{self.today},5,,甲", head=head)
        wizard = self._read(file=file)
        self.assertIn("which columns", wizard.notice)
        with self.assertRaisesRegex(UserError, "No rows"):
            wizard.action_import()
        roles = ("date", "credit", "debit", "partner")
        for column, role in zip(wizard.column_ids, roles, strict=True):
            column.role = role
        wizard.action_read()
        self.assertEqual(wizard.line_ids.partner_name, "甲")
        wizard.action_import()
        self.assertEqual(self._read(file=file).line_ids.state, "known")
        other = self.bank.sudo().copy({"name": "Other Bank"})
        self.assertFalse(self._read(file=file, journal_id=other.id).line_ids)

    def test_a_payment_that_is_booked_is_not_booked_again(self):
        """S9: registered and imported, the money is in the bank account once."""
        payment = self._pay(300, days_ago=3)
        self.customer.sudo().name = "Corner Shop Co., Ltd."
        row = self._row(300, 1, "Corner Shop", serial="9")
        wizard = self._read(row)
        self.assertEqual(wizard.line_ids.state, "booked")
        self.assertEqual(wizard.line_ids.payment_id, payment)
        self.assertFalse(self._take(row), "no line for it")
        self.assertTrue(payment.jxc_bank_key)
        self.assertEqual(self._read(row).line_ids.state, "known")
        second = self._row(300, 1, "Corner Shop", serial="10")
        self.assertEqual(len(self._take(second)), 1, "one payment is one row")

    def test_a_payment_that_is_taken_back_frees_its_row(self):
        """S9: the payment was wrong; the bank's row can be imported after all."""
        payment = self._pay(300)
        row = self._row(300, 1, "Corner Shop", serial="9")
        self._take(row)
        payment.action_draft()
        payment.action_cancel()
        self.assertEqual(len(self._take(row)), 1)

    def test_somebody_else_s_money_is_not_that_payment(self):
        """S9: same amount and day, another name, or too long ago: it is new."""
        self._pay(300)
        self._pay(400, days_ago=20)
        rows = [self._row(300, 0, "Somebody Else"), self._row(400, 0, "Corner Shop")]
        self.assertEqual(self._read(*rows).line_ids.mapped("state"), ["new", "new"])

    def test_it_may_be_another_one(self):
        """S9: the same amount again; the accountant says that it is not the payment."""
        payment = self._pay(300)
        wizard = self._read(self._row(300, 1, "Corner Shop"))
        wizard.line_ids.as_new = True
        self.assertEqual((wizard.new_count, wizard.booked_count), (1, 0))
        wizard.action_import()
        self.assertFalse(payment.jxc_bank_key)
        self.assertTrue(
            self.env["account.bank.statement.line"].search(
                [("journal_id", "=", self.bank.id), ("amount", "=", 300)]
            )
        )

    def test_the_file_of_another_account_is_refused(self):
        """S9: the journal has an account number, and the file names another one."""
        number = self.env["res.partner.bank"].sudo().create(
            {"acc_number": "6222 0000 1111", "partner_id": self.company.partner_id.id}
        )  # fmt: skip
        self.bank.sudo().bank_account_id = number
        lines = ["本方账号,7333000011112222", "交易日期,借方发生额,贷方发生额,余额"]
        text = "\n".join([*lines, f"{self.today},,5,5"])
        wizard = self._read(file=b64encode(text.encode()))
        self.assertIn("7333000011112222", wizard.notice)
        with self.assertRaisesRegex(UserError, "the journal's is"):
            wizard.action_import()
        text = text.replace("7333000011112222", "622200001111")
        self.assertFalse(self._read(file=b64encode(text.encode())).notice)

    def test_a_gap_in_the_balance_is_told(self):
        """S9: a day is missing in the file; the accountant sees it before."""
        head = "交易日期,借方发生额,贷方发生额,余额"
        rows = [f"{self.today},,5,{balance}" for balance in (5, 10, 20)]
        wizard = self._read(file=self._file(*rows, head=head))
        self.assertIn("row before at: 4", wizard.notice)

    def test_dollars(self):
        """S9: a dollar account takes dollars, and refuses rows in yuan."""
        dollar = self._foreign()
        self.bank.sudo().currency_id = dollar
        head = "交易日期,借方发生额,贷方发生额,币种"
        wizard = self._read(file=self._file(f"{self.today},,5,人民币", head=head))
        self.assertEqual(wizard.error_count, 1)
        name = dollar.name
        lines = self._take(file=self._file(f"{self.today},,15,{name}", head=head))
        self.assertEqual((lines.amount, lines.currency_id), (15, dollar))
        item = lines.line_ids.filtered(lambda i: i.balance > 0)
        self.assertEqual((item.amount_currency, item.balance), (15, 100))

    def test_what_is_no_table_says_so(self):
        """S9: a picture, a locked workbook; the way out is told."""
        for content in (b"GIF\0\0", b"PK\x03\x04"):
            with self.assertRaisesRegex(UserError, "Save it as"):
                self._read(file=b64encode(content))

    def test_other_roles_cannot_import(self):
        """F2: the bank is for accountants."""
        for user in (self.salesperson, self.keeper, self.buyer, self.inspector):
            with self.assertRaises(AccessError):
                self.env["jxc.bank.import"].with_user(user).create(
                    {"journal_id": self.bank.id, "file": b"x"}
                )

    def test_a_thousand_rows_in_few_queries(self):
        """S9: reading asks the database as often for 400 rows as for 4."""
        counts = []
        for many in (4, 400):
            rows = [self._row(n + 1, 1, "A", serial=f"{many}-{n}") for n in range(many)]
            wizard = self._read(*rows)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            table = wizard._parsed()
            movements = wizard._movements(*table)
            wizard._known(movements), wizard._booked(movements)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
