"""S2, P2: a salesperson takes back an order that something is bought for."""

from attack import AttackCase

from odoo import Command
from odoo.tests import tagged

ORDER = "sale.order"


@tagged("post_install", "-at_install")
class TestCancelBought(AttackCase):
    """He reads no purchase order, and need not to cancel his own order."""

    def _sold(self, quantity, **line):
        order = (
            self.env[ORDER]
            .with_user(self.salesperson)
            .create(
                {
                    "partner_id": self.customer.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.tea.id,
                                "product_uom_qty": quantity,
                                **line,
                            }
                        )
                    ],
                }
            )
        )
        self.env.flush_all()
        return order

    def _by_client(self, order, method):
        """What he does on the screen; nothing is left of it in a cache."""
        self._by_session(self.salesperson, ORDER, method, order.ids)
        self.env.invalidate_all()

    def test_bought_by_the_host(self):
        """S2: made to order: his buyer is told, and the delivery is off."""
        route = self.env.ref("stock.route_warehouse0_mto")
        route.active = True
        order = self._sold(4, route_ids=[Command.set(route.ids)])
        self._by_client(order, "action_confirm")
        bought = order.sudo().picking_ids.move_ids.created_purchase_line_ids
        self.assertEqual((order.state, len(bought)), ("sale", 1))
        self._by_client(order, "action_cancel")
        self.assertEqual(order.state, "cancel")
        self.assertEqual(set(order.sudo().picking_ids.mapped("state")), {"cancel"})
        notes = bought.order_id.activity_ids.mapped("note")
        self.assertTrue(any(order.name in note for note in notes), notes)

    def test_bought_by_a_suggestion(self):
        """P2: requested, ordered, received and confirmed; then the customer is off."""
        self.env["jxc.approval.rule"].search([]).active = False
        self.tea.jxc_inspect = False
        order = self._sold(40)
        self._by_client(order, "action_jxc_ask_purchase")
        suggestions = self.env["jxc.purchase.suggestion"].with_user(self.buyer)
        one = suggestions.search(
            [("product_id", "=", self.tea.id), ("state", "=", "open")]
        )
        one.action_jxc_order()
        one.purchase_id.sudo().button_confirm()
        self._validate(one.purchase_id.sudo().picking_ids)
        self.env.invalidate_all()
        self._by_client(order, "action_confirm")
        self.assertEqual(order.state, "sale")
        self._by_client(order, "action_cancel")
        self.assertEqual(order.state, "cancel")
