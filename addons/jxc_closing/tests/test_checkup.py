from io import BytesIO

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .closing_case import ClosingCase


@tagged("post_install", "-at_install")
class TestCheckup(ClosingCase):
    """体检: what does not add up is found, proved, and mended (T5)."""

    def _checkup(self):
        checkups = self.env["jxc.closing.checkup"].with_user(self.accountant)
        action = checkups.action_start()
        return checkups.browse(action["res_id"])

    def _wrong(self, checkup):
        return checkup.line_ids.filtered(lambda line: line.product_id == self.goods)

    def test_all_is_well(self):
        """T5: in − out = stock, ledger = shelves, ledger = account after closing."""
        self._in(10, 100, 3)
        self._out(4, 10)
        closing = self._close()
        checkup = self._checkup()
        self.assertEqual([checkup.product_count, checkup.wrong_count], [1, 0])
        last = checkup.account_ids.filtered(lambda one: one.day == closing.date_to)
        self.assertEqual([last.amount, last.booked, last.apart], [60, 60, 0])

    def test_a_ledger_that_somebody_broke(self):
        """T5: a lost row is found and mended from the documents."""
        self._in(10, 100, 3)
        self._out(4, 10)
        self._rows()[-1].sudo().unlink()
        checkup = self._checkup()
        line = self._wrong(checkup)
        self.assertEqual([line.came, line.went, line.there], [10, 4, 6])
        self.assertEqual([line.quantity, line.amount], [10, 100])
        self.assertIn("in − out", line.wrong)
        checkup.action_mend()
        self.assertEqual(checkup.wrong_count, 0)
        self.assertFalse(checkup.line_ids)
        self._prove()

    def test_mending_leaves_closed_months(self):
        """T5: a closed row that somebody changed is named, and stays to be seen."""
        self._in(10, 100, 3)
        self._close()
        self._in(5, 60, self._day(3, 1))
        self._rows()[0].sudo().amount = 90
        self._rows()[-1].sudo().unlink()
        checkup = self._checkup()
        self.assertIn("closed month", self._wrong(checkup).wrong)
        checkup.since = self._day(1, 1)
        checkup.action_mend()
        line = self._wrong(checkup)
        self.assertEqual(line.quantity, 15)
        self.assertIn("closed month", line.wrong)
        self.assertNotIn("in − out", line.wrong)

    def test_shelves(self):
        """T5, K1: what was written without a movement is named."""
        self._in(10, 100, 3)
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.goods.id), ("location_id", "=", self.stock.id)]
        )
        quant.sudo().quantity = 12
        self.assertIn("shelves", self._wrong(self._checkup()).wrong)

    def test_an_account_that_was_not_closed_so(self):
        """T5: what is on the account now and not in the ledger is said."""
        self._in(10, 100, 3)
        checkup = self._checkup()
        account = checkup.account_ids.filtered(
            lambda one: one.account_id == self.stock_account
        )
        self.assertEqual([account.amount, account.booked, account.apart], [100, 0, 100])

    def test_the_workbook(self):
        """T5: all products, those that add up as well."""
        self._in(10, 100, 3)
        self._out(4, 10)
        name, content = self._checkup()._workbook()
        book = load_workbook(BytesIO(content))
        self.assertEqual(len(book.sheetnames), 2)
        values = [
            [cell.value for cell in row] for row in book.worksheets[0].iter_rows()
        ]
        row = next(row for row in values if row[0] == self.goods.display_name)
        self.assertEqual(row[1:7], [10, 4, 6, 6, 6, 60])
        self.assertTrue(name)

    def test_who(self):
        """F2: a keeper does not look, and nobody looks at another company."""
        checkups = self.env["jxc.closing.checkup"]
        with self.assertRaises(AccessError):
            checkups.with_user(self.keeper).action_start()
        other = self._trader("Other")
        with self.assertRaises(AccessError):
            checkups.with_user(self.accountant).create(
                {"company_id": other.id}
            ).action_look()
        own = self._checkup()
        with self.assertRaises(AccessError):
            own.with_user(self.manager).read(["wrong_count"])
