from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestInspectionAndBill(PurchaseCase):
    def test_receipt_drafts_the_bill_once(self):
        """P8, P9: on hand rises; the bill is there, dated, due, and only once."""
        order = self._order(qty=10, price=10)
        self._receive(order)
        self.assertEqual(self._atp(self.product).atp, 10)
        bill = self._bills(order)
        self.assertEqual(len(bill), 1)
        self.assertEqual((bill.move_type, bill.state), ("in_invoice", "draft"))
        self.assertEqual(bill.amount_untaxed, 100)
        self.assertEqual(bill.invoice_date, fields.Date.context_today(order))
        self.assertTrue(bill.invoice_date_due)
        order.sudo()._jxc_bill_accepted()
        self.assertEqual(self._bills(order), bill)

    def test_day_of_the_company(self):
        """P9: the bill is of the company's day, wherever the keeper sits."""
        today = self._far_away()
        order = self._order(qty=10, price=10)
        self._receive(order)
        self.assertEqual(self._bills(order).invoice_date, today)

    def test_partial_receipts_bill_their_part(self):
        """P6, P9: 4 of 10 now, 6 later."""
        order = self._order(qty=10, price=10)
        self._receive(order, 4)
        self.assertEqual(self._bills(order).mapped("amount_untaxed"), [40])
        self._receive(order)
        self.assertEqual(sorted(self._bills(order).mapped("amount_untaxed")), [40, 60])

    def test_inspected_goods_are_not_available_before_the_verdict(self):
        """P7: received, on hand, but neither promised nor billed."""
        order, product, inspection = self._inspected()
        figure = self._atp(product)
        self.assertEqual((figure.atp, figure.inspection), (0, 10))
        self.assertFalse(self._bills(order))
        self.assertEqual(inspection.activity_ids.user_id, self.inspector)

    def test_only_the_verdict_takes_goods_to_the_shelf(self):
        """P7: a keeper's transfer of what waits is refused, by whatever way round, and
        changes nothing; of more than waits, the rest is his."""
        _order, product, inspection = self._inspected(accepted=10)
        place, shelf = self.warehouse.jxc_inspection_location_id, self._shelf()
        corner = place.create({"name": "Corner", "location_id": place.id})
        with self.assertRaisesRegex(UserError, inspection.name):
            with self.env.cr.savepoint():
                self._moved(product, 1, place, shelf)
        self._moved(product, 1, place, corner)
        with self.assertRaisesRegex(UserError, inspection.name):
            with self.env.cr.savepoint():
                self._moved(product, 1, corner, shelf)
        self._moved(product, 1, corner, place)
        self.assertEqual(self._atp(product).atp, 0)
        self.env["stock.quant"]._update_available_quantity(product, place, 2)
        self._moved(product, 2, place, shelf)
        inspection.action_jxc_done()
        self.assertEqual(self._atp(product).atp, 12)

    def _shelf(self):
        return self.warehouse.lot_stock_id

    def _moved(self, product, quantity, place, target):
        kind = self.warehouse.int_type_id
        places = {"location_id": place.id, "location_dest_id": target.id}
        line = {"product_id": product.id, "product_uom_qty": quantity, **places}
        transfer = self.env["stock.picking"].with_user(self.keeper)
        transfer = transfer.create(
            {"picking_type_id": kind.id, "move_ids": [Command.create(line)], **places}
        )
        transfer.action_confirm()
        transfer.move_ids.write({"quantity": quantity, "picked": True})
        transfer.button_validate()
        self.assertEqual(transfer.state, "done")

    def test_the_rest_of_a_receipt_is_inspected_too(self):
        """P7: goods that come later, or are to be put elsewhere, pass nobody by."""
        product = self._product("罐头", jxc_inspect=True)
        order = self._order(qty=10, product=product)
        first = order.sudo().picking_ids.with_user(self.keeper)
        first.move_ids.write({"quantity": 4, "picked": True})
        action = first.button_validate()
        wizard = self.env[action["res_model"]].with_user(self.keeper)
        wizard.with_context(**action["context"]).create({}).process()
        rest = order.sudo().picking_ids - first.sudo()
        place = self.warehouse.jxc_inspection_location_id
        self.assertEqual(rest.move_ids.location_dest_id, place)
        shelf = self.warehouse.lot_stock_id.create(
            {"name": "A-01", "location_id": self.warehouse.lot_stock_id.id}
        )
        rest.with_user(self.keeper).location_dest_id = shelf
        self.assertEqual(rest.move_ids.location_dest_id, place)
        self._receive(order)
        inspected = (first.sudo() | rest).jxc_inspection_ids
        self.assertEqual(sorted(inspected.line_ids.mapped("received")), [4, 6])
        self.assertEqual(self._atp(product).atp, 0)
        self.assertFalse(self._bills(order))

    def test_seven_accepted_three_rejected(self):
        """P7–P9: 7 available, 3 in quarantine, 7 billed."""
        order, product, inspection = self._inspected(accepted=7)
        inspection.action_jxc_done()
        figure = self._atp(product)
        self.assertEqual((figure.atp, figure.inspection, figure.quarantine), (7, 0, 3))
        bill = self._bills(order)
        self.assertEqual(len(bill), 1)
        self.assertEqual(bill.invoice_line_ids.quantity, 7)
        self.assertEqual(inspection.state, "done")
        self.assertFalse(inspection.activity_ids)

    def test_a_verdict_is_given_once(self):
        """P7: neither the button nor a write changes what is finished."""
        order, _product, inspection = self._inspected(accepted=10)
        inspection.action_jxc_done()
        with self.assertRaises(UserError):
            inspection.action_jxc_done()
        with self.assertRaises(UserError):
            inspection.write({"state": "draft"})
        self.assertEqual(len(self._bills(order)), 1)

    def test_a_rejection_needs_a_reason(self):
        """P7: bad input is refused, and nothing has moved."""
        _order, product, inspection = self._inspected(accepted=10)
        inspection.line_ids.accepted = 8
        with self.assertRaises(UserError):
            inspection.action_jxc_done()
        self.assertEqual(self._atp(product).inspection, 10)

    def test_only_inspectors_judge(self):
        """F2: a buyer reads the inspection and cannot change it."""
        _order, _product, inspection = self._inspected()
        with self.assertRaises(AccessError):
            inspection.with_user(self.buyer).action_jxc_done()
        with self.assertRaises(AccessError):
            inspection.line_ids.with_user(self.buyer).accepted = 1

    def test_a_return_drafts_the_refund(self):
        """P9: 4 of 10 go back, 4 are refunded, once."""
        order = self._order(qty=10, price=10)
        picking = self._receive(order)
        self._return(picking, 4)
        refund = self._bills(order).filtered(lambda b: b.move_type == "in_refund")
        self.assertEqual(refund.mapped("amount_untaxed"), [40])
        order.sudo()._jxc_bill_accepted()
        self.assertEqual(len(self._bills(order)), 2)

    def test_accepted_goods_of_an_inspection_can_be_returned(self):
        """P7, P9: the keeper's return takes them from the shelf; they are refunded."""
        order, product, inspection = self._inspected(accepted=7)
        inspection.action_jxc_done()
        bill = self._bills(order)
        self._return(inspection.picking_id, 5)
        figure = self._atp(product)
        self.assertEqual((figure.atp, figure.quarantine), (2, 3))
        refund = self._bills(order) - bill
        self.assertEqual((refund.move_type, refund.amount_untaxed), ("in_refund", 50))
        # The rejected go back too: nobody has owed them.
        inspection.with_user(self.keeper).action_jxc_return_to_vendor()
        back = inspection.sudo().return_ids.filtered(lambda p: p.state != "done")
        back.move_ids.picked = True
        back.with_context(skip_backorder=True).button_validate()
        bills = self._bills(order)
        self.assertEqual(sum(bills.mapped("amount_untaxed_signed")), -20)

    def test_a_return_leaves_what_waits_for_the_inspector(self):
        """P7: the shelf gives it, although a later receipt lies where this one was."""
        product = self._product("罐头", jxc_inspect=True)
        order = self._order(qty=13, product=product)
        place = self.warehouse.jxc_inspection_location_id
        first = self._receive(order, qty=12)
        first.sudo().jxc_inspection_ids.with_user(self.inspector).action_jxc_done()
        self._receive(order)
        back = self._return(first, 6)
        self.assertEqual(back.move_line_ids.location_id, self.warehouse.lot_stock_id)
        here = product.with_context(location=place.id)
        self.assertEqual(here.qty_available, 1)

    def test_there_is_no_bill_of_nothing(self):
        """P9: the accountant's button makes no bill of 0.00, and none past what was
        accepted; of several orders, those with something to bill get theirs."""
        order, _product, inspection = self._inspected(accepted=10)
        with self.assertRaisesRegex(UserError, order.name):
            order.with_user(self.accountant).action_create_invoice()
        inspection.action_jxc_done()
        bill = self._bills(order)
        with self.assertRaisesRegex(UserError, order.name):
            order.with_user(self.accountant).action_create_invoice()
        other = self._order(qty=4)
        self._receive(other)
        self._bills(other).unlink()
        both = (order | other).with_user(self.accountant)
        both.action_create_invoice()
        self.assertEqual(self._bills(order), bill)
        self.assertEqual(self._bills(other).amount_untaxed, 40)
