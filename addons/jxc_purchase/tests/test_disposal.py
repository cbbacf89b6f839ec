from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestDisposal(PurchaseCase):
    """P7: what becomes of the 3 of 10 that an inspector rejected."""

    def _rejected(self, **product):
        order, product, inspection = self._inspected(accepted=7, **product)
        inspection.action_jxc_done()
        return order, product, inspection

    def _hand_over(self, back):
        back = back.with_user(self.keeper)
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(back.state, "done")

    def _note(self, inspection):
        return inspection.sudo().message_ids[:1].body

    def test_the_keeper_returns_them_and_nothing_is_refunded(self):
        """P7, P9: 3 leave quarantine by the host's return; the order's quantity
        follows, and what was never billed is not refunded."""
        order, product, inspection = self._rejected()
        bill = self._bills(order)
        seen = inspection.with_user(self.keeper)
        self.assertTrue(seen.quarantined)
        action = seen.action_jxc_return_to_vendor()
        back = seen.return_ids
        self.assertEqual((action["res_model"], action["res_id"]), (back._name, back.id))
        self.assertEqual(back.return_id, inspection.picking_id)
        self.assertEqual(back.state, "assigned")
        quarantine = self.warehouse.jxc_quarantine_location_id
        self.assertEqual(back.move_line_ids.location_id, quarantine)
        self.assertEqual(back.move_line_ids.mapped("quantity"), [3])
        self.assertEqual(back.location_dest_id.usage, "supplier")
        self.assertIn(back.name, self._note(inspection))

        self._hand_over(back)
        self.assertEqual(self._atp(product).quarantine, 0)
        self.assertEqual(self._atp(product).atp, 7)
        line = order.order_line
        self.assertEqual((line.qty_received, line.jxc_qty_accepted), (7, 7))
        self.assertEqual(self._bills(order), bill)
        self.assertEqual(bill.invoice_line_ids.quantity, 7)

    def test_the_inspector_scraps_them(self):
        """P7: 3 leave the stock, and the inspection shows by which document."""
        order, product, inspection = self._rejected()
        inspection.action_jxc_scrap()
        scrap = inspection.line_ids.scrap_ids
        self.assertEqual((scrap.state, scrap.scrap_qty), ("done", 3))
        self.assertEqual(scrap.origin, inspection.name)
        self.assertEqual(inspection.scrap_count, 1)
        self.assertIn(scrap.name, self._note(inspection))
        self.assertEqual(self._atp(product).quarantine, 0)
        self.assertEqual(order.order_line.qty_received, 10)
        self.assertEqual(self._bills(order).invoice_line_ids.quantity, 7)

    def test_each_only_once(self):
        """P7: what is in a return or scrapped is not disposed of again."""
        _order, _product, inspection = self._rejected()
        inspection.action_jxc_return_to_vendor()
        self.assertFalse(inspection.quarantined)
        for again in (
            inspection.action_jxc_return_to_vendor,
            inspection.action_jxc_scrap,
        ):
            with self.assertRaisesRegex(UserError, inspection.name):
                again()
        back = inspection.return_ids
        back.do_unreserve()
        with self.assertRaises(UserError):
            inspection.action_jxc_scrap()
        back.action_cancel()
        inspection.action_jxc_scrap()
        with self.assertRaises(UserError):
            inspection.action_jxc_return_to_vendor()
        self.assertEqual(inspection.line_ids.scrap_ids.scrap_qty, 3)

    def test_only_what_is_still_there(self):
        """P7: 1 of the 3 went back by the host's own wizard, out of quarantine; 2 are
        left of these, though more of the product lies there."""
        _order, product, inspection = self._rejected()
        place = self.warehouse.jxc_quarantine_location_id
        self.env["stock.quant"]._update_available_quantity(product, place, 50)
        wizard = self.env["stock.return.picking"].with_user(self.keeper)
        wizard = wizard.create({"picking_id": inspection.picking_id.id})
        wizard.product_return_moves.quantity = 1
        back = inspection.picking_id.browse(wizard.action_create_returns()["res_id"])
        back = back.with_user(self.keeper)
        back.location_id = place
        back.move_ids.quantity = 1
        self._hand_over(back)
        inspection.invalidate_recordset()
        inspection.line_ids.invalidate_recordset()
        self.assertEqual(inspection.line_ids.quarantined, 2)
        inspection.action_jxc_scrap()
        self.assertEqual(inspection.line_ids.scrap_ids.scrap_qty, 2)
        self.assertEqual(self._atp(product).quarantine, 50)

    def test_what_was_moved_elsewhere_is_not_there(self):
        """P7: goods that a keeper took out of quarantine are his, not the buttons'."""
        _order, product, inspection = self._rejected()
        place = self.warehouse.jxc_quarantine_location_id
        self.env["stock.quant"]._update_available_quantity(product, place, -2)
        inspection.action_jxc_return_to_vendor()
        self.assertEqual(inspection.return_ids.move_ids.product_uom_qty, 1)

    def test_lots_leave_as_they_were_rejected(self):
        """P7, T3: of lots A and B only the rejected part of each, and no other lot."""
        product = self._product("鲜奶", jxc_inspect=True, tracking="lot")
        order = self._order(qty=10, product=product)
        receipt = order.sudo().picking_ids.with_user(self.keeper)
        move = receipt.move_ids
        move.move_line_ids.unlink()
        detail = {"product_id": product.id, "picking_id": receipt.id}
        move.move_line_ids = [
            Command.create({**detail, "lot_name": name, "quantity": 5})
            for name in ("A", "B")
        ]
        move.picked = True
        receipt.button_validate()
        inspection = self.env["jxc.inspection"].with_user(self.inspector)
        inspection = inspection.search([("picking_id", "=", receipt.id)])
        for name, accepted in (("A", 4), ("B", 3)):
            line = inspection.line_ids.filtered(lambda r, n=name: r.lot_id.name == n)
            line.write({"accepted": accepted, "reason": "过期"})
        inspection.action_jxc_done()
        inspection.with_user(self.keeper).action_jxc_return_to_vendor()
        back = inspection.return_ids
        taken = {r.lot_id.name: r.quantity for r in back.move_line_ids}
        self.assertEqual(taken, {"A": 1, "B": 2})
        self._hand_over(back)
        self.assertEqual(order.order_line.qty_received, 7)
        self.assertEqual(len(self._bills(order)), 1)

    def test_received_by_the_dozen(self):
        """P7: 3 pieces of a receipt in dozens go back as 3 pieces."""
        product = self._product("鸡蛋", jxc_inspect=True)
        order = self._order(qty=1, price=12, product=product, confirm=False)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        order.button_confirm()
        receipt = self._receive(order)
        inspection = self.env["jxc.inspection"].with_user(self.inspector)
        inspection = inspection.search([("picking_id", "=", receipt.id)])
        inspection.line_ids.write({"accepted": 9, "reason": "破损"})
        inspection.action_jxc_done()
        self.assertEqual(self._bills(order).invoice_line_ids.quantity, 0.75)
        inspection.action_jxc_return_to_vendor()
        self._hand_over(inspection.return_ids)
        self.assertEqual(self._atp(product).quarantine, 0)
        self.assertEqual(order.order_line.qty_received, 0.75)
        self.assertEqual(len(self._bills(order)), 1)

    def test_who_may(self):
        """F2: a buyer has no part in moving goods; nothing before the verdict; the
        keeper opens the inspection and cannot judge."""
        _order, _product, inspection = self._inspected(accepted=7)
        with self.assertRaises(UserError):
            inspection.action_jxc_scrap()
        inspection.action_jxc_done()
        for action in ("action_jxc_return_to_vendor", "action_jxc_scrap"):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                getattr(inspection.with_user(self.buyer), action)()
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                getattr(inspection.with_user(self.salesperson), action)()
        self.assertTrue(inspection.quarantined)
        seen = inspection.with_user(self.keeper)
        Form(seen)
        with self.assertRaises(AccessError):
            seen.line_ids.accepted = 10
        inspection.action_jxc_scrap()
        Form(inspection.with_user(self.buyer))
