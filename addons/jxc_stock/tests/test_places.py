from unittest.mock import patch

from odoo.tests import tagged

from ..models.stock_move import StockMove
from .common import StockCase


@tagged("post_install", "-at_install")
class TestPlaces(StockCase):
    """Where goods lie says whether they can be promised."""

    def test_every_warehouse_has_its_places(self):
        """P7: existing and new warehouses; asking twice makes no second one."""
        new = self.env["stock.warehouse"].create({"name": "South", "code": "STH"})
        for house in self.warehouse | new:
            places = house.jxc_inspection_location_id | house.jxc_quarantine_location_id
            self.assertEqual(len(places), 2)
            self.assertEqual(places.warehouse_id, house)
            self.assertEqual(places.location_id, house.view_location_id)
            self.assertEqual(places.mapped("jxc_area"), ["inspection", "quarantine"])
            self.assertNotIn(True, places.mapped("jxc_promisable"))
            house._create_missing_locations({})
            self.assertEqual(house.jxc_inspection_location_id, places[0])

    def test_what_a_place_contains_follows_it(self):
        """P7: a shelf put into quarantine is in quarantine."""
        shelf = self.env["stock.location"].create(
            {"name": "A1", "location_id": self.shelf.id}
        )
        board = self.env["stock.location"].create(
            {"name": "A1-1", "location_id": shelf.id}
        )
        self.assertTrue(board.jxc_promisable)
        shelf.location_id = self.quarantine
        self.assertFalse(board.jxc_promisable)
        self.assertEqual(board.jxc_area, "quarantine")

    def test_receipts_that_need_it_go_to_inspection(self):
        """P7: they are redirected before anything is reserved."""
        with patch.object(StockMove, "_jxc_needs_inspection", lambda move: True):
            picking = self._transfer(self.suppliers, self.shelf, 9)
        self.assertEqual(picking.move_ids.location_dest_id, self.inspection)
        self.assertEqual(picking.move_ids.location_final_id, self.shelf)
        self._finish(picking)
        figure = self._figures()
        self.assertEqual((figure.inspection, figure.atp), (9, 0))
        self._finish(self._transfer(self.inspection, self.shelf, 9))
        figure = self._figures()
        self.assertEqual((figure.inspection, figure.atp), (0, 9))

    def test_other_receipts_do_not(self):
        self._receive(9)
        self.assertEqual(self._figures().atp, 9)
