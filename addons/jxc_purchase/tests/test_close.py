from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestClose(PurchaseCase):
    def _part(self, received=6):
        order = self._order(qty=10)
        self._receive(order, received)
        return order

    def test_close_short(self):
        """P6: the rest of a line is given up; what was ordered stays to be seen."""
        order = self._part()
        line = order.order_line
        self.assertEqual(line.jxc_qty_open, 4)
        self.assertEqual(self._atp(self.product).incoming, 4)
        line.action_jxc_close("停产")
        self.assertEqual((line.product_qty, line.jxc_qty_closed), (10, 4))
        self.assertEqual((line.jxc_qty_open, line.qty_received), (0, 6))
        self.assertEqual(self._atp(self.product).incoming, 0)
        states = order.sudo().picking_ids.mapped("state")
        self.assertEqual(sorted(states), ["cancel", "done"])
        self.assertTrue(order.jxc_closed_short)
        self.assertIn("停产", order.message_ids[0].body)
        self.assertEqual(line.jxc_closed_uid, self.buyer)

    def test_nothing_received(self):
        """P6: an order of which nothing came can be closed as a whole."""
        order = self._order(qty=10)
        action = order.action_jxc_ask_close()
        wizard = (
            self.env["jxc.purchase.close"]
            .with_user(self.buyer)
            .with_context(**action["context"])
            .create({"reason": "供应商倒闭"})
        )
        self.assertEqual(wizard.line_ids, order.order_line)
        wizard.action_jxc_confirm()
        self.assertEqual(order.sudo().picking_ids.mapped("state"), ["cancel"])
        self.assertFalse(order.jxc_closable)
        with self.assertRaisesRegex(UserError, "nothing to"):
            order.action_jxc_ask_close()

    def test_bill(self):
        """P6, P9: only what came is billed, by either way of billing."""
        order = self._part()
        order.order_line.action_jxc_close("停产")
        self.assertEqual(sum(self._bills(order).invoice_line_ids.mapped("quantity")), 6)
        self.assertEqual(order.order_line.qty_to_invoice, 0)
        product = self._product("面粉", purchase_method="purchase")
        order = self._order(qty=10, product=product)
        picking = order.sudo().picking_ids
        picking.move_ids.write({"quantity": 6, "picked": True})
        picking.with_context(skip_backorder=True).button_validate()
        line = order.order_line
        billed = line.qty_invoiced
        line.action_jxc_close("停产")
        self.assertEqual(line.qty_to_invoice, 6 - billed)

    def test_reopen(self):
        """P6: a manager, and nobody else, expects the rest again; it leaves a trace."""
        order = self._part()
        order.order_line.action_jxc_close("停产")
        with self.assertRaises(AccessError):
            order.action_jxc_reopen()
        order.with_user(self.manager).action_jxc_reopen()
        line = order.order_line
        self.assertEqual((line.jxc_closed, line.jxc_qty_open), (False, 4))
        self.assertEqual(self._atp(self.product).incoming, 4)
        self.assertFalse(order.jxc_closed_short)
        self.assertEqual(order.message_ids[0].author_id, self.manager.partner_id)
        self._receive(order)
        self.assertEqual(line.qty_received, 10)

    def test_guards(self):
        """P6: a closed line takes nothing more, and only its buttons close it."""
        order = self._part()
        line = order.order_line
        with self.assertRaisesRegex(UserError, "why"):
            line.action_jxc_close("  ")
        for vals in ({"jxc_closed": True}, {"jxc_qty_closed": 4.0}):
            with self.assertRaisesRegex(UserError, "buttons"):
                line.write(vals)
        line.action_jxc_close("停产")
        with self.assertRaisesRegex(UserError, "closed short"):
            line.product_qty = 12
        line.write({"product_qty": 10.0})
        done = order.sudo().picking_ids.filtered(lambda p: p.state == "done")
        with self.assertRaisesRegex(UserError, "closed short"):
            again = done.copy({"move_ids": []})
            done.move_ids.copy(
                {"picking_id": again.id, "purchase_line_id": line.id}
            )._action_confirm()
            again.move_ids.write({"quantity": 1, "picked": True})
            again.with_context(skip_backorder=True).button_validate()

    def test_suggested_again(self):
        """P1, P6: what was given up is needed again, and suggested."""
        self.env["stock.warehouse.orderpoint"].create(
            {
                "product_id": self.product.id,
                "warehouse_id": self.warehouse.id,
                "product_min_qty": 10,
                "product_max_qty": 10,
                "trigger": "manual",
            }
        )
        order = self._part()
        suggestions = self.env["jxc.purchase.suggestion"]
        pair = [(self.product.id, self.warehouse.id)]
        self.assertFalse(suggestions._suggest(pair))
        order.order_line.action_jxc_close("停产")
        self.assertEqual(suggestions._suggest(pair).need, 4)

    def test_cancel_after_receipt(self):
        """P6: an order with goods is not cancelled, by button or by write; once they
        went back it may be."""
        order = self._part()
        for cancel in (order.button_cancel, lambda: order.write({"state": "cancel"})):
            with self.assertRaisesRegex(UserError, "close the order short"):
                cancel()
        self.assertEqual(self._atp(self.product).incoming, 4)
        done = order.sudo().picking_ids.filtered(lambda p: p.state == "done")
        self._return(done, 6)
        self._bills(order).button_cancel()
        order.button_cancel()
        self.assertEqual(order.state, "cancel")

    def test_payment_term(self):
        """P3: the vendor's payment term, also where no form sets it."""
        days30 = self.env.ref("account.account_payment_term_30days")
        order = self._order(confirm=False)
        self.assertEqual(order.payment_term_id, days30)
        other = self.env["res.partner"].create({"name": "另一家"})
        now = self.env.ref("account.account_payment_term_immediate")
        other.property_supplier_payment_term_id = now
        order.partner_id = other
        self.assertEqual(order.payment_term_id, now)
        named = order.create({"partner_id": other.id, "payment_term_id": days30.id})
        self.assertEqual(named.payment_term_id, days30)
        none = order.create({"partner_id": other.id, "payment_term_id": False})
        self.assertFalse(none.payment_term_id)

    def test_changed_and_approved_again(self):
        """P4: what was approved, then cancelled and made larger, is asked for again;
        unchanged it is not."""
        order = self._order(qty=600)
        self._approve(order)
        self.assertEqual(order.state, "purchase")
        order.button_cancel()
        order.button_draft()
        line = {"product_id": self.product.id, "product_qty": 1, "price_unit": 10.0}
        order.write({"order_line": [Command.create(line)]})
        order.button_confirm()
        self.assertEqual(order.state, "draft")
        self.assertEqual(order.jxc_approval_state, "pending")
        self.assertFalse(order.picking_ids.filtered(lambda p: p.state != "cancel"))
