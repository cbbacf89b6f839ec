from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestTolerance(PurchaseCase):
    """P6: how much may come in, by the keeper who receives it."""

    def _tolerate(self, owner, percent):
        owner.write({"jxc_over_receipt_own": True, "jxc_over_receipt_percent": percent})

    def _open(self, order):
        picking = order.sudo().picking_ids.filtered(lambda p: p.state == "assigned")
        return picking.with_user(self.keeper)

    def _refused(self, order, qty):
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            self._receive(order, qty)
        order.invalidate_recordset()
        self.env.invalidate_all()
        return refusal.exception.args[0]

    def test_more_than_ordered_is_refused(self):
        """P6: nothing is tolerated by default, and the message says the way out."""
        order = self._order(qty=10)
        message = self._refused(order, 11)
        for part in ("大米", order.name, "10", "11", "0 %"):
            self.assertIn(part, message)
        self.assertEqual(order.order_line.qty_received, 0)
        self.assertFalse(self._bills(order))
        self._receive(order, 10)
        self.assertEqual(order.order_line.qty_received, 10)

    def test_all_receipts_of_a_line_count(self):
        """P6: 6, then 5 of 10 at 5 %: the 10.5 that are tolerated are for both."""
        self._tolerate(self.vendor, 5)
        order = self._order(qty=10)
        self._receive(order, 6)
        message = self._refused(order, 5)
        for part in ("6", "10.5", "4.5", "5 %"):
            self.assertIn(part, message)
        self._receive(order, 4.5)
        self.assertEqual(order.order_line.qty_received, 10.5)
        self.assertEqual(sum(self._bills(order).mapped("amount_untaxed")), 105)

    def test_the_product_comes_before_the_vendor_and_the_company(self):
        """P6: also where the product tolerates less than they do."""
        self.company.jxc_over_receipt_percent = 10
        orders = self._order(qty=10), self._order(qty=10)
        self._receive(orders[0], 11)
        self._tolerate(self.vendor, 20)
        self._refused(orders[1], 13)
        self._receive(orders[1], 12)
        self._tolerate(self.product, 0)
        order = self._order(qty=10)
        self._refused(order, 10.01)
        self._receive(order, 10)

    def test_the_vendor_of_a_contact_is_its_company(self):
        """P6: an order to a person of the vendor has the vendor's tolerance."""
        self._tolerate(self.vendor, 20)
        person = self.env["res.partner"].create(
            {"name": "业务员", "parent_id": self.vendor.id}
        )
        order = self._order(qty=10, confirm=False)
        order.partner_id = person
        order.button_confirm()
        self._refused(order, 13)
        self._receive(order, 12)

    def test_the_unit_of_the_line_counts(self):
        """P6: 2 dozen ordered, received in pieces."""
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self._order(qty=2, price=120, confirm=False)
        order.order_line.product_uom_id = dozen
        order.button_confirm()
        self.assertIn("2 Dozen", self._refused(order, 25))
        self._receive(order, 24)
        self.assertEqual(order.order_line.qty_received, 2)

    def test_no_path_round_it(self):
        """P6: neither the moves by themselves, nor a second line of the receipt, nor
        a correction of what was posted, nor a written state."""
        order = self._order(qty=10)
        picking = self._open(order)
        move = picking.move_ids

        def directly():
            move.quantity = 11
            move.picked = True
            move._action_done()

        def by_state():
            move.quantity = 11
            move.write({"state": "done"})

        def by_extra_move():
            move.copy({"product_uom_qty": 5, "purchase_line_id": False})
            picking.action_confirm()
            for one in picking.move_ids:
                one.quantity = one.product_uom_qty
            picking.move_ids.picked = True
            picking.button_validate()

        for way_round in (directly, by_state, by_extra_move):
            with self.subTest(way=way_round.__name__), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    way_round()
            self.env.invalidate_all()
            self.assertEqual(order.order_line.qty_received, 0)

        self._receive(order, 10)
        picking.with_user(self.manager).action_toggle_is_locked()
        line = picking.move_line_ids
        for way_round in (
            lambda: line.write({"quantity": 11}),
            lambda: move.write({"quantity": 11}),
            lambda: line.copy({"quantity": 1, "move_id": move.id}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way_round()
            self.env.invalidate_all()
            self.assertEqual(order.order_line.qty_received, 10)
        line.quantity = 9
        self.assertEqual(order.order_line.qty_received, 9, "less is no excess")
        line.quantity = 10

    def test_what_was_returned_may_be_replaced(self):
        """P6, P7: 3 of 10 went back, so 3 may come again, but not 4."""
        order = self._order(qty=10)
        receipt = self._receive(order, 10)
        self._return(receipt, 3)
        self.assertEqual(order.order_line.qty_received, 7)
        again = receipt.copy({"move_ids": False})
        move = receipt.move_ids.filtered(lambda m: m.state == "done")
        move.copy({"picking_id": again.id, "product_uom_qty": 4})
        again.action_confirm()
        again.move_ids.write({"quantity": 4, "picked": True})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            again.button_validate()
        self.env.invalidate_all()
        again.move_ids.quantity = 3
        again.with_context(skip_backorder=True).button_validate()
        self.assertEqual(order.order_line.qty_received, 10)

    def test_a_short_delivery_leaves_a_backorder(self):
        """P6: what is missing can still come, within the same limit."""
        order = self._order(qty=10)
        first = self._receive(order, 4)
        rest = self._open(order)
        self.assertEqual(rest.backorder_id, first)
        self.assertEqual(rest.move_ids.product_uom_qty, 6)
        self._refused(order, 7)
        self._receive(order, 6)
        self.assertEqual(order.order_line.qty_received, 10)

    def test_who_may_set_a_tolerance(self):
        """P6, F2: not the keeper who receives; and it is never negative."""
        for owner in (self.product, self.vendor, self.company):
            with self.assertRaises(AccessError):
                owner.with_user(self.keeper).jxc_over_receipt_percent = 50
        form = Form(self.env["res.config.settings"])
        form.jxc_over_receipt_percent = 3
        form.save().execute()
        self.assertEqual(self.company.jxc_over_receipt_percent, 3)
