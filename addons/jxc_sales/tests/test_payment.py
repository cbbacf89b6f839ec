from odoo.fields import Command
from odoo.tests import tagged

from .common import SalesCase


@tagged("post_install", "-at_install")
class TestPayment(SalesCase):
    """S2, S3: money that comes in confirms what may be confirmed, and nothing else."""

    def _paid(self, order):
        everything = self.env["payment.provider"].with_context(active_test=False)
        provider = everything.search([("company_id", "=", self.company.id)], limit=1)
        method = everything.env["payment.method"].search([], limit=1)
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": f"test {order.name}",
                "state": "done",
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        return transaction._check_amount_and_confirm_order()

    def test_a_paid_order_is_confirmed(self):
        order = self._order((self.bottle, 5))
        self.assertEqual(self._paid(order), order)
        self.assertEqual(order.state, "sale")

    def test_a_paid_order_without_goods_stays_a_quotation(self):
        """S2: the payment is kept, and the salesperson is told what is missing."""
        order = self._order((self.bottle, 51))
        self.assertFalse(self._paid(order))
        self.assertEqual(order.state, "draft")
        todo = order.sudo().activity_ids
        self.assertEqual(todo.user_id, self.salesperson)
        self.assertIn(self.bottle.name, todo.note)

    def test_a_paid_order_over_the_limit_waits_for_approval(self):
        """S3: paying does not get round the approval."""
        order = self._order((self.bottle, 5, {"discount": 50.0}))
        self.assertFalse(self._paid(order))
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))
        request = order.sudo().jxc_approval_request_ids
        self.assertEqual(request.requester_id, self.salesperson)
