from odoo.tests import tagged

from .common import PurchaseCase


@tagged("post_install", "-at_install")
class TestExchange(PurchaseCase):
    """P7, P9: goods that the vendor gets back without a refund, and replaces."""

    def _verdict(self, receipt, accepted, reason="漏罐"):
        inspection = receipt.sudo().jxc_inspection_ids.with_user(self.inspector)
        inspection.line_ids.write({"accepted": accepted, "reason": reason})
        inspection.action_jxc_done()
        return inspection

    def _exchanged(self, pieces=3):
        """10 accepted and billed, of which the vendor has replaced some."""
        order, product, inspection = self._inspected(accepted=10)
        inspection.action_jxc_done()
        self._bills(order).action_post()
        back = self._return(inspection.sudo().picking_id, pieces, to_refund=False)
        again = self._return(back, pieces, to_refund=False)
        return order, product, again

    def _figures(self, order):
        line = order.sudo().order_line
        line.invalidate_recordset()
        return line.jxc_qty_accepted, line.qty_to_invoice

    def _owed(self, order):
        return sum(self._bills(order).mapped("amount_untaxed_signed"))

    def test_until_the_verdict_nothing_changes(self):
        """P9: neither the exchange nor its replacement asks for a bill or a refund."""
        order, product, again = self._exchanged()
        self.assertEqual(self._figures(order), (10, 0))
        self.assertEqual(len(self._bills(order)), 1)
        figure = self._atp(product)
        self.assertEqual((figure.atp, figure.inspection), (7, 3))
        self._verdict(again, 3)
        self.assertEqual(self._figures(order), (10, 0))
        self.assertEqual(len(self._bills(order)), 1)
        self.assertEqual(self._atp(product).atp, 10)

    def test_a_rejected_replacement_was_not_accepted(self):
        """P7, P9: 10 received, 3 exchanged, the 3 replacements rejected: 7 are accepted
        and owed, before and after the rejected ones go back."""
        order, product, again = self._exchanged()
        inspection = self._verdict(again, 0)
        self.assertEqual(self._figures(order)[0], 7)
        self.assertEqual(self._owed(order), -70)
        inspection.with_user(self.keeper).action_jxc_return_to_vendor()
        back = inspection.sudo().return_ids.filtered(lambda p: p.state != "done")
        back.move_ids.picked = True
        back.with_context(skip_backorder=True).button_validate()
        self.assertEqual(self._figures(order)[0], 7)
        self.assertEqual(self._owed(order), -70)
        self.assertEqual(self._atp(product).atp, 7)

    def test_a_replacement_is_accepted_in_part(self):
        """P9: of 3 replacements 2 are good: 9 are owed."""
        order, _product, again = self._exchanged()
        self._verdict(again, 2)
        self.assertEqual(self._figures(order)[0], 9)
        self.assertEqual(self._owed(order), -90)

    def test_a_replacement_that_is_reworked(self):
        """P7: rejected, reworked: it counts again when it has passed, not before."""
        order, _product, again = self._exchanged()
        inspection = self._verdict(again, 0)
        inspection.action_jxc_rework()
        self.assertEqual(self._figures(order)[0], 7)
        inspection.rework_ids.action_jxc_done()
        self.assertEqual(self._figures(order)[0], 10)
        self.assertEqual(self._owed(order), -100)

    def test_the_rejected_are_exchanged(self):
        """P7: what was never accepted and is replaced counts once it passes; and so
        does the replacement of a rejected replacement."""
        order, product, inspection = self._inspected(accepted=7)
        inspection.action_jxc_done()
        for accepted, total in ((0, 7), (3, 10)):
            receipt = inspection.sudo().picking_id
            wizard = self.env["stock.return.picking"].with_user(self.keeper)
            wizard = wizard.create({"picking_id": receipt.id})
            wizard.product_return_moves.write({"quantity": 3, "to_refund": False})
            back = receipt.browse(wizard.action_create_returns()["res_id"])
            back.move_ids._do_unreserve()
            place = self.warehouse.jxc_quarantine_location_id
            back.location_id = back.move_ids.location_id = place
            back.move_ids.write({"quantity": 3, "picked": True})
            back.with_user(self.keeper).button_validate()
            self.assertEqual(back.state, "done")
            again = self._return(back, 3, to_refund=False)
            self.assertEqual(self._figures(order)[0], 7)
            inspection = self._verdict(again, accepted)
            self.assertEqual(self._figures(order)[0], total)
        self.assertEqual(self._owed(order), -100)
        self.assertEqual(self._atp(product).atp, 10)

    def test_a_refund_ends_the_exchange(self):
        """P9: what was exchanged and then goes back for good is refunded once."""
        order, _product, again = self._exchanged()
        self._verdict(again, 3)
        self._return(again, 3)
        self.assertEqual(self._figures(order)[0], 7)
        self.assertEqual(self._owed(order), -70)
