from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestCancel(SalesCase):
    """S7: an order whose goods are with the customer is not cancelled away."""

    def test_what_was_shipped_stays_sold(self):
        """S7: the host would cancel the draft invoice of what the customer has."""
        order = self._confirmed((self.bottle, 5))
        self._ship(order, 2)
        for user in (self.salesperson, self.manager):
            with self.assertRaisesRegex(UserError, "have been shipped"):
                order.with_user(user).action_cancel()
        self.assertEqual(order.state, "sale")
        self.assertEqual(self._invoices(order).mapped("state"), ["draft"])

    def test_the_rest_is_given_up_by_its_quantity(self):
        """S1, S7: 2 of 5 are shipped, and no more are wanted."""
        order = self._confirmed((self.bottle, 5))
        self._ship(order, 2)
        order.order_line.product_uom_qty = 2
        order.sudo().picking_ids.filtered(lambda p: p.state != "done").action_cancel()
        self.assertEqual(self._atp(self.bottle), 48)
        self.assertEqual(self._invoices(order).mapped("amount_total"), [20.0])

    def test_what_came_back_is_cancelled_with_its_drafts(self):
        """S7: by a salesperson, who has no rights in accounting."""
        order = self._confirmed((self.bottle, 5))
        self._return(self._ship(order), 5)
        order.action_cancel()
        self.assertEqual(order.state, "cancel")
        self.assertEqual(set(self._invoices(order).mapped("state")), {"cancel"})
        self.assertEqual(self._atp(self.bottle), 50)

    def test_the_credit_note_of_a_posted_invoice_is_posted_first(self):
        """S7: the host would cancel it, and the customer would owe for nothing."""
        order = self._confirmed((self.bottle, 5))
        delivery = self._ship(order)
        invoice = self._invoices(order)
        invoice.action_post()
        self._return(delivery, 5)
        with self.assertRaisesRegex(UserError, "credit note is still a draft"):
            order.action_cancel()
        (self._invoices(order) - invoice).action_post()
        order.action_cancel()
        self.assertEqual(order.state, "cancel")
        self.assertEqual(set(self._invoices(order).mapped("state")), {"posted"})

    def test_the_state_is_not_written(self):
        """S7: not by hand, whatever it is to become; a quotation's is nobody's harm."""
        order = self._confirmed((self.bottle, 5))
        for state in ("cancel", "draft", "sent"):
            with self.assertRaisesRegex(UserError, "cannot be written"):
                order.write({"state": state})
        quotation = self._order((self.bottle, 5))
        quotation.action_quotation_sent()
        quotation.action_cancel()
        quotation.action_draft()
        self.assertEqual(quotation.state, "draft")

    def test_only_who_may_write_the_order(self):
        """S1: a colleague's order is his."""
        order = self._confirmed((self.bottle, 5))
        with self.assertRaises(AccessError):
            order.with_user(self.colleague).action_cancel()
        self.assertEqual(order.state, "sale")
