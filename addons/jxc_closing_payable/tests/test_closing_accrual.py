from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_closing.tests.closing_case import ClosingCase


@tagged("post_install", "-at_install")
class TestClosingAccrual(ClosingCase):
    """A month is accrued, then closed, then billed (T5, P9)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jxc_match = False
        cls.goods.purchase_method = "receive"
        cls.vendor = cls.env["res.partner"].create({"name": "Vendor"})
        line = {
            "product_id": cls.goods.id,
            "product_qty": 10,
            "price_unit": 10,
            "tax_ids": [Command.clear()],
        }
        cls.order = cls.env["purchase.order"].create(
            {"partner_id": cls.vendor.id, "order_line": [Command.create(line)]}
        )
        cls.order.button_confirm()
        if cls.order.state != "purchase":
            cls.order.with_context(mail_notrack=True).sudo().button_approve()
        receipt = cls.order.picking_ids
        receipt.move_ids.quantity = 10
        receipt.move_ids.picked = True
        receipt.with_context(skip_backorder=True, skip_sms=True).button_validate()
        cls.receipt = receipt.move_ids
        cls.receipt.date = fields.Datetime.to_datetime(cls.month)
        cls.order.invoice_ids.unlink()

    def _accrue(self):
        accrual = self.env["jxc.payable.accrual"].create({"month": self.month})
        accrual.action_post()
        return accrual

    def _billed(self, price, day):
        self.order.action_create_invoice()
        bill = self.order.invoice_ids
        bill.write({"invoice_date": day, "date": day})
        bill.invoice_line_ids.price_unit = price
        bill.action_post()
        return bill

    def test_accrued_closed_and_billed(self):
        """T5, P9: the accrual is not booked again, and falls back with its reversal."""
        closing = self._closing()
        closing.action_check()
        self.assertEqual(self._found(closing), {"unbilled": "warning"})
        accrual = self._accrue()
        closing.action_check()
        self.assertEqual(self._found(closing), {})
        closing.action_close()
        self.assertFalse(closing.voucher_ids.move_id)
        end = closing.date_to
        self.assertEqual(self._balance(self.stock_account, end), 100)
        with self.assertRaises(UserError):
            accrual.action_cancel("too late")
        self._billed(10, self._day(5, 1))
        second = self._close(1)
        self.assertFalse(second.voucher_ids.move_id)
        self.assertEqual(self._balance(self.stock_account, second.date_to), 100)

    def test_closed_without_an_accrual(self):
        """T5, P9: the closing uses the account of accruals."""
        closing = self._close()
        account = self.company.jxc_accrual_account_id
        self.assertTrue(account)
        self.assertEqual(self._balance(account, closing.date_to), -100)

    def test_no_accrual_into_a_closed_month(self):
        """T5, P9: after closing the month takes no accrual."""
        self._close()
        with self.assertRaises(UserError):
            self._accrue()

    def test_billed_at_another_price_after_closing(self):
        """T5, host 2: the bill says 12 and not 10, six of ten are there: 12 are stock,
        8 are cost of sales of the open month."""
        self._at(self._ship(self.goods, 4), 20)
        self._accrue()
        self._close()
        before = self._figures()
        bill = self._billed(12, self._day(5, 1))
        self.assertEqual(self._figures(), before)
        row = self._rows()[-1]
        self.assertEqual([row.kind, row.amount, row.variance], ["difference", 12, 8])
        self.assertEqual(self.goods.total_value, 72)
        bill.button_draft()
        self.assertEqual(self.goods.total_value, 60)
        self.assertEqual(self._figures(), before)
        self._prove()
