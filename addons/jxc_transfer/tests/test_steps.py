from odoo.tests import tagged

from .common import TransferCase


@tagged("post_install", "-at_install")
class TestSteps(TransferCase):
    def test_warehouses_with_several_steps(self):
        """T1: between warehouses that pick, pack and inspect for customers and vendors
        a transfer goes from shelf to shelf, and nothing of it is left at a gate."""
        self.warehouse.delivery_steps = "pick_pack_ship"
        self.branch.write(
            {"reception_steps": "three_steps", "delivery_steps": "pick_ship"}
        )
        transfer = self._confirmed()
        ship = self._part(transfer, "ship")
        self.assertEqual(ship.location_id, self.shelf)
        self._post(ship)
        receipt = self._part(transfer, "receive")
        self.assertEqual(receipt.location_dest_id, self.branch.lot_stock_id)
        self._post(receipt)
        self.assertEqual(transfer.state, "received")
        self.assertEqual(len(transfer.picking_ids), 2)
        self.assertEqual(self._figures(warehouse=self.branch).atp, 10)
        self.assertEqual(self._figures().atp, 90)
