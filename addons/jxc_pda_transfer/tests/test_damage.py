from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_transfer.tests.common import TransferCase


@tagged("post_install", "-at_install")
class TestDamage(TransferCase):
    """K7, T1: what arrives broken is a difference of the transfer."""

    def _arriving(self):
        transfer = self._confirmed(10)
        self._post(self._part(transfer, "ship"))
        return transfer, self._part(transfer, "receive")

    def _report(self, picking, number=1, **values):
        report = {
            "client_id": f"{self._testMethodName}-{number}",
            "quantity": 2,
            "reason": "Wet",
            "lot_name": "",
            "location_id": False,
            "photos": [],
            **values,
        }
        pda = self.env["jxc.pda"].with_user(self.keeper)
        return pda.damage(picking.id, picking.move_ids.id, report)

    def test_a_difference_of_the_transfer(self):
        """K7: two reports are two lines of one draft; one sent again is none."""
        transfer, picking = self._arriving()
        self._report(picking)
        self._report(picking)
        self._report(picking, 2, quantity=1, reason="Broken")
        difference = self.env["jxc.transfer.difference"].search(
            [("transfer_id", "=", transfer.id)]
        )
        self.assertEqual(len(difference), 1)
        self.assertEqual(
            [(li.kind, li.quantity, li.reason) for li in difference.line_ids],
            [("damaged", 2, "Wet"), ("damaged", 1, "Broken")],
        )
        self.assertFalse(
            self.env["stock.scrap"].search([("picking_id", "=", picking.id)])
        )
        difference.with_user(self.keeper).action_jxc_post()
        self.assertEqual(difference.state, "done")
        quarantine = self.branch.jxc_quarantine_location_id
        self.assertEqual(self._on_hand(quarantine), 3)
        self._post(self._part(transfer, "receive"))
        self.assertEqual(self._on_hand(self.branch.lot_stock_id), 7)

    def test_no_more_than_is_in_transit(self):
        """K7: more than travels is refused, and leaves nothing behind."""
        transfer, picking = self._arriving()
        self._report(picking, quantity=9)
        with self.assertRaises(UserError), self.cr.savepoint():
            self._report(picking, 2, quantity=2)
        lines = self.env["jxc.transfer.difference.line"].search(
            [("difference_id.transfer_id", "=", transfer.id)]
        )
        self.assertEqual(lines.quantity, 9)

    def test_when_it_leaves_it_is_a_scrap(self):
        """K7: before it is shipped it is the sender's own."""
        transfer = self._confirmed(10)
        picking = self._part(transfer, "ship")
        self._report(picking)
        scrap = self.env["stock.scrap"].search([("picking_id", "=", picking.id)])
        self.assertEqual(scrap.scrap_qty, 2)
