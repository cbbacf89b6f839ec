from odoo import fields
from odoo.tests import tagged

from .common import PayableCase


@tagged("post_install", "-at_install")
class TestCollectedBills(PayableCase):
    """P9: one draft per vendor and month."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor.jxc_billing = "month"
        cls.oil = cls._product("食用油", price=20.0)

    def _bought(self, qty=10, product=None, price=10.0):
        order = self._order(qty=qty, product=product, price=price)
        self._receive(order)
        return order

    def test_receipts_of_a_month_share_one_draft(self):
        """P9: two orders, one draft, dated on the last day, both orders named."""
        first = self._bought(10)
        bill = self._bills(first)
        second = self._bought(4, self.oil, 20.0)
        self.assertEqual(self._bills(second), bill)
        self.assertEqual(
            self._lines(bill), [(self.product, 10, 100.0), (self.oil, 4, 80.0)]
        )
        self.assertEqual(bill.amount_untaxed, 180.0)
        today = fields.Date.context_today(bill)
        self.assertEqual(bill.invoice_date, fields.Date.end_of(today, "month"))
        self.assertIn(first.name, bill.invoice_origin)
        self.assertIn(second.name, bill.invoice_origin)
        self.assertEqual(bill.invoice_payment_term_id, first.payment_term_id)

    def test_month_of_the_company(self):
        """P9: wherever the keeper sits."""
        today = self._far_away()
        bill = self._bills(self._bought(10))
        month_end = fields.Date.end_of(today, "month")
        self.assertEqual(bill.invoice_date, month_end)
        self.assertEqual(bill.jxc_collected_month, month_end.replace(day=1))

    def test_partial_receipts_add_up_on_one_line(self):
        """P9: 6 and 4 of one order line are one line of 10; repeating adds nothing."""
        order = self._order(qty=10)
        self._receive(order, qty=6)
        order.sudo()._jxc_bill_accepted()
        self._receive(order, qty=4)
        order.sudo()._jxc_bill_accepted()
        self.assertEqual(self._lines(self._bills(order)), [(self.product, 10, 100.0)])

    def test_a_return_reduces_the_draft(self):
        """P9: what goes back before the bill is posted was never billed."""
        order = self._order(qty=10)
        receipt = self._receive(order)
        self._return(receipt, 3)
        self.assertEqual(self._lines(self._bills(order)), [(self.product, 7, 70.0)])

    def test_all_returned_leaves_no_draft(self):
        """P9: an empty draft is not kept."""
        order = self._order(qty=10)
        self._return(self._receive(order), 10)
        self.assertFalse(self._bills(order))

    def test_a_return_after_posting_makes_the_refund(self):
        """P9: the posted bill stays, a refund is drafted, goods go to a new draft."""
        order = self._order(qty=10)
        receipt = self._receive(order)
        bill = self._bills(order)
        bill.ref = "0001"
        bill.action_post()
        self._return(receipt, 3)
        refund = self._bills(order) - bill
        self.assertEqual(
            (refund.move_type, refund.amount_untaxed, refund.jxc_collected_month),
            ("in_refund", 30.0, False),
        )
        other = self._bought(2)
        self.assertEqual(self._lines(self._bills(other)), [(self.product, 2, 20.0)])

    def test_a_new_draft(self):
        """P9: after posting, with the vendor's number entered, in another term."""
        first = self._bought(1)
        self._bills(first).ref = "0002"
        second = self._bought(2)
        self.assertNotEqual(self._bills(second), self._bills(first))
        self._bills(second).action_post()
        third = self._bought(3)
        self.assertEqual(self._lines(self._bills(third)), [(self.product, 3, 30.0)])
        other = self._order(qty=4, confirm=False)
        other.payment_term_id = self.env.ref("account.account_payment_term_immediate")
        other.button_confirm()
        self._receive(other)
        self.assertEqual(self._lines(self._bills(other)), [(self.product, 4, 40.0)])
        fourth = self._bought(5)
        self.assertEqual(self._bills(fourth), self._bills(third))

    def test_another_price_is_another_line(self):
        """P9: a changed price does not touch what was accepted at the old one."""
        order = self._order(qty=10)
        self._receive(order, qty=10)
        order.order_line.write({"product_qty": 15, "price_unit": 12.0})
        self._receive(order, qty=5)
        self.assertEqual(
            self._lines(self._bills(order)),
            [(self.product, 10, 100.0), (self.product, 5, 60.0)],
        )

    def test_company_setting_and_vendor_setting(self):
        """P9: the vendor's setting comes before the company's."""
        self.company.jxc_billing = "month"
        self.vendor.jxc_billing = "receipt"
        first, second = self._bought(1), self._bought(2)
        self.assertNotEqual(self._bills(first), self._bills(second))
        self.vendor.jxc_billing = False
        third, fourth = self._bought(3), self._bought(4)
        self.assertEqual(self._bills(third), self._bills(fourth))

    def test_dated_by_the_last_receipt(self):
        """P9: the other rule for the date."""
        self.company.jxc_billing_date = "receipt"
        bill = self._bills(self._bought(1))
        self.assertEqual(bill.invoice_date, fields.Date.context_today(bill))
