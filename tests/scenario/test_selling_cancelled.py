"""Called off, or taken back, at each stage of a sale: what is left of it, and where."""

from seller import SellerCase

from odoo.exceptions import UserError
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestSellingCancelled(SellerCase):
    """S1 to S9: by the salesperson, the keeper and the accountant; 10 of 30 at 95,
    which are 950.00 and 123.50 of tax: 1,073.50."""

    def _nothing_is_left(self, order):
        """Of the goods, of the documents, of the debts, of the expected money."""
        self.assertEqual(order.state, "cancel")
        self.assertEqual(self._promised(), (30, 30))
        waiting = self._deliveries(order, "confirmed", "waiting", "assigned")
        self.assertFalse(waiting)
        self.assertFalse(order.sudo().picking_ids.activity_ids)
        self.assertFalse(self._invoices(order, "draft"))
        self.assertEqual(self._open(), [])
        self.assertEqual(self._expected(), {})

    def _refused(self, order):
        with self.assertRaisesRegex(UserError, order.name):
            order.action_cancel()
        self.assertEqual(order.state, "sale")

    def _sold(self):
        order = self._quoted(10, 95)
        order.action_confirm()
        self.assertEqual((order.state, order.amount_total), ("sale", 1073.50))
        self.assertEqual(self._promised(), (30, 20))
        return order

    # --- the stages -----------------------------------------------------------------

    def _of_a_quotation(self):
        order = self._quoted(10, 95)
        order.action_cancel()
        self._nothing_is_left(order)

    def _while_it_waits_for_approval(self):
        order = self._quoted(10, 85)
        order.action_confirm()
        request = order.sudo().jxc_approval_request_ids
        self.assertEqual((order.state, request.state), ("draft", "pending"))
        order.action_cancel()
        self.assertEqual(request.state, "cancelled")
        self._nothing_is_left(order)
        order.action_draft()
        order.action_confirm()
        self.assertEqual(order.state, "draft", "it is asked for anew")
        self._approve(order)
        self.assertEqual(order.state, "sale")
        order.action_cancel()
        self._nothing_is_left(order)

    def _of_an_order_that_is_reserved(self):
        order = self._sold()
        delivery = self._deliveries(order, "assigned")
        self.assertEqual(delivery.move_ids.quantity, 10)
        order.action_cancel()
        self.assertEqual(delivery.state, "cancel")
        self._nothing_is_left(order)

    def _of_an_order_that_nothing_is_reserved_for(self):
        order = self._sold()
        self._deliveries(order, "assigned").do_unreserve()
        self.assertEqual(self._promised(), (30, 20), "promised all the same")
        order.action_cancel()
        self._nothing_is_left(order)

    def _partly_shipped(self):
        order = self._sold()
        delivery = self._ship(order, 4)
        self._refused(order)
        order.order_line.product_uom_qty = 4
        self._deliveries(order, "assigned", "confirmed").action_cancel()
        self.assertEqual(self._promised(), (26, 26))
        if self.mine.jxc_invoice_on == "proof":
            self.assertFalse(self._invoices(order))
            self._sign(delivery)
        # 4 at 95 are 380.00 and 49.40.
        self.assertEqual(self._invoices(order).mapped("amount_total"), [429.40])
        self._take_back(delivery, 4)
        order.action_cancel()
        self._nothing_is_left(order)

    def _shipped_and_not_posted(self):
        order = self._sold()
        delivery = self._ship(order, 10)
        self._refused(order)
        if self.mine.jxc_invoice_on == "shipment":
            self.assertEqual(self._invoices(order).state, "draft")
        else:
            self.assertFalse(self._invoices(order))
        self._take_back(delivery, 10)
        order.action_cancel()
        self.assertFalse(self._invoices(order, "posted"))
        self._nothing_is_left(order)

    def _invoiced(self):
        """A sale whose invoice is posted, and all of it back."""
        order = self._sold()
        delivery = self._ship(order, 10)
        if self.mine.jxc_invoice_on == "proof":
            self._sign(delivery)
        self._post(order)
        self.assertEqual(self._invoices(order, "posted").amount_total, 1073.50)
        self._refused(order)
        return order, delivery

    def _invoiced_and_taken_back(self):
        order, delivery = self._invoiced()
        self._take_back(delivery, 10)
        credit = self._invoices(order, "draft")
        self.assertEqual(
            (credit.move_type, credit.amount_total), ("out_refund", 1073.50)
        )
        self._refused(order)
        self._post(order)
        order.action_cancel()
        self._match()
        self._nothing_is_left(order)

    def _paid_and_taken_back(self):
        order, delivery = self._invoiced()
        self._paid(1073.50)
        self._match()
        self.assertEqual(self._open(), [])
        self._take_back(delivery, 10)
        self._post(order)
        order.action_cancel()
        self.assertEqual(order.state, "cancel")
        rate = 1 if self.money == self.mine.currency_id else 7.2
        self.assertEqual(
            [row[:2] for row in self._open()], [(-1073.50, round(-1073.5 * rate, 2))]
        )
        self._paid(1073.50, "outbound")
        self._match()
        self._nothing_is_left(order)

    def _walk(self, company, currency, on, per):
        self._case(company, currency, on, per)
        self._of_a_quotation()
        self._while_it_waits_for_approval()
        self._of_an_order_that_is_reserved()
        self._of_an_order_that_nothing_is_reserved_for()
        self._partly_shipped()
        self._shipped_and_not_posted()
        self._invoiced_and_taken_back()
        self._paid_and_taken_back()

    def test_yuan_on_shipment_per_delivery(self):
        self._walk(self.company, None, "shipment", "delivery")

    def test_dollars_on_proof_collected(self):
        self._walk(self.company, self.dollar, "proof", "month")

    def test_the_second_company_in_dollars_on_shipment_collected(self):
        self._walk(self.branch, self.dollar, "shipment", "month")

    def test_the_second_company_in_yuan_on_proof_per_delivery(self):
        self._walk(self.branch, None, "proof", "delivery")
