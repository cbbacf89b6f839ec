from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_transfer.tests.common import TransferCase


@tagged("post_install", "-at_install")
class TestMissing(TransferCase):
    """T1, K7: a transfer is received by the scan page, with its differences."""

    def _arriving(self, quantity=10, **values):
        transfer = self._confirmed(quantity, **values)
        self._post(self._part(transfer, "ship"))
        return transfer, self._part(transfer, "receive")

    def _pda(self):
        return self.env["jxc.pda"].with_user(self.keeper)

    def _scan(self, picking, *parts):
        move = picking.move_ids
        scanned = [
            {"location_id": move.location_id.id, "lot_name": lot, "quantity": quantity}
            for quantity, lot in parts
        ]
        self._pda().put(picking.id, {str(move.id): scanned})

    def _report(self, picking, quantity):
        report = {
            "client_id": f"{self._testMethodName}-{quantity}",
            "quantity": quantity,
            "reason": "Wet",
            "lot_name": "",
            "photos": [],
        }
        self._pda().damage(picking.id, picking.move_ids.id, report)

    def _finish(self, picking, backorder=None, reason=""):
        reasons = {str(picking.move_ids.id): reason}
        return self._pda().finish(picking.id, backorder, reasons)

    def _differences(self, transfer):
        domain = [("transfer_id", "=", transfer.id)]
        return self.env["jxc.transfer.difference"].search(domain)

    def _lines(self, transfer):
        lines = self._differences(transfer).line_ids
        return [(line.kind, line.quantity, line.reason) for line in lines]

    def test_short_and_damaged(self):
        """T1, K7: 10 were sent, 7 are good, 2 are wet, 1 is not there: one document
        says so, and when it is posted nothing is left on the way."""
        transfer, picking = self._arriving()
        self._report(picking, 2)
        self._scan(picking, (7, ""))
        asked = self._finish(picking)
        self.assertEqual(asked["ask"], "backorder")
        self.assertTrue(asked["missing"])
        self.assertEqual(
            [(line["taken"], line["asked"]) for line in asked["short"]], [(7, 8)]
        )
        with self.assertRaisesRegex(UserError, "why"), self.cr.savepoint():
            self._finish(picking, False)
        done = self._finish(picking, False, "Not in the delivery")
        difference = self._differences(transfer)
        self.assertEqual(done["difference"], difference.name)
        self.assertEqual(
            self._lines(transfer),
            [("damaged", 2, "Wet"), ("missing", 1, "Not in the delivery")],
        )
        self.assertEqual(self._on_hand(self.branch.lot_stock_id), 7)
        difference.with_user(self.keeper).action_jxc_post()
        line = transfer.line_ids
        self.assertEqual((line.in_transit, line.lost, line.damaged), (0, 1, 2))
        self.assertEqual(transfer.state, "received")
        self.assertEqual(self._on_hand(self.branch.jxc_quarantine_location_id), 2)

    def test_all_accounted_for(self):
        """T1: what is reported damaged is not asked for again, and nobody waits for
        it."""
        transfer, picking = self._arriving()
        self._report(picking, 2)
        self._scan(picking, (8, ""))
        self.assertTrue(self._finish(picking)["done"])
        self.assertFalse(picking.backorder_ids.filtered(lambda p: p.state != "cancel"))
        self.assertEqual(self._lines(transfer), [("damaged", 2, "Wet")])
        self._differences(transfer).with_user(self.keeper).action_jxc_post()
        self.assertEqual(transfer.state, "received")

    def test_by_lot(self):
        """T1, T3: of two lots the one that did not come is the one missing."""
        cheese = self._product("Cheese", tracking="lot")
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": cheese.id} for name in ("L1", "L2")]
        )
        for lot in lots:
            self.env["stock.quant"]._update_available_quantity(
                cheese, self.warehouse.lot_stock_id, 5, lot_id=lot
            )
        transfer, picking = self._arriving(10, product=cheese)
        self._scan(picking, (5, "L1"), (2, "L2"))
        self._finish(picking, False, "Lost on the way")
        line = self._differences(transfer).line_ids
        self.assertEqual((line.lot_id, line.quantity), (lots[1], 3))
        self.assertEqual(line.reason, "Lost on the way")

    def test_the_rest_comes_later(self):
        """T1: what is still on the way is no difference."""
        transfer, picking = self._arriving()
        self._scan(picking, (7, ""))
        self.assertTrue(self._finish(picking, True)["done"])
        self.assertFalse(self._differences(transfer))
        rest = self._part(transfer, "receive")
        self.assertEqual(rest.move_ids.product_uom_qty, 3)

    def test_the_answer_got_lost(self):
        """K6: finished twice it is received once, with one difference."""
        transfer, picking = self._arriving()
        self._scan(picking, (7, ""))
        first = self._finish(picking, False, "Not in the delivery")
        again = self._finish(picking, False, "Not in the delivery")
        self.assertEqual(first["difference"], again["difference"])
        self.assertEqual(self._lines(transfer), [("missing", 3, "Not in the delivery")])

    def test_the_senders_goods(self):
        """T1: less than asked for at the sender's is no difference on the way."""
        transfer = self._confirmed(10)
        picking = self._part(transfer, "ship")
        self._scan(picking, (7, ""))
        asked = self._finish(picking)
        self.assertNotIn("missing", asked)
        self.assertTrue(self._finish(picking, False)["done"])
        self.assertFalse(self._differences(transfer))
