from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestPurchaseApproval(PurchaseCase):
    def test_a_small_order_needs_nobody(self):
        """P4: under the rule's amount the buyer confirms by himself."""
        order = self._order(qty=10, price=10)
        self.assertEqual(order.state, "purchase")
        self.assertTrue(order.picking_ids)

    def test_a_large_order_waits_for_the_manager(self):
        """P4: the button submits; the manager's approval confirms."""
        order = self._order(qty=600, price=10)
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.jxc_approval_state, "pending")
        self._approve(order)
        self.assertEqual(order.state, "purchase")
        self.assertEqual(order.jxc_mail_state, "to_send")

    def test_a_cancelled_order_asks_nobody(self):
        """P4: its request is not among the approver's to-dos any more."""
        order = self._order(qty=600, price=10)
        request = order.sudo().jxc_approval_request_ids
        order.button_cancel()
        self.assertEqual((order.state, request.state), ("cancel", "cancelled"))
        self.assertFalse(request.activity_ids)

    def test_no_path_past_the_approval(self):
        """P4: neither write, approve, create nor import confirms it."""
        order = self._order(qty=600, price=10, confirm=False)
        model = self.env["purchase.order"].with_user(self.buyer)
        with self.assertRaises(UserError):
            order.write({"state": "purchase"})
        with self.assertRaises(UserError):
            order.button_approve(force=True)
        with self.assertRaises(UserError):
            order.sudo().write({"state": "purchase"})
        values = {
            "partner_id": self.vendor.id,
            "state": "purchase",
            "order_line": [
                Command.create(
                    {
                        "product_id": self.product.id,
                        "product_qty": 600,
                        "price_unit": 10,
                    }
                )
            ],
        }
        with self.assertRaises(UserError):
            model.create(values)
        result = model.load(
            ["partner_id/.id", "state", "order_line/product_id/.id"]
            + ["order_line/product_qty", "order_line/price_unit"],
            [
                [
                    str(self.vendor.id),
                    "purchase",
                    str(self.product.id),
                    "600",
                    "10",
                ]
            ],
        )
        self.assertFalse(result["ids"])
        order.invalidate_recordset()
        self.assertEqual(order.state, "draft")
        self.assertFalse(order.picking_ids)

    def test_a_confirmed_order_cannot_grow_past_the_rule(self):
        """P4: ten becomes a thousand only with an approval."""
        order = self._order(qty=10, price=10)
        line = order.order_line
        with self.assertRaises(UserError):
            line.product_qty = 1000
        with self.assertRaises(UserError):
            line.price_unit = 1000
        with self.assertRaises(UserError):
            order.write(
                {
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_qty": 1000,
                                "price_unit": 10,
                            }
                        )
                    ]
                }
            )
        order.invalidate_recordset()
        self.assertEqual(order.amount_untaxed, 100)
