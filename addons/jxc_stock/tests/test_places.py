from unittest.mock import patch

from odoo.exceptions import UserError
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
        with patch.object(StockMove, "_jxc_needing_inspection", lambda moves: moves):
            picking = self._transfer(self.suppliers, self.shelf, 9)
        self.assertEqual(picking.move_ids.location_dest_id, self.inspection)
        self.assertEqual(picking.move_ids.location_final_id, self.shelf)
        self._finish(picking)
        figure = self._figures()
        self.assertEqual((figure.inspection, figure.atp), (9, 0))
        # Other goods that lie there are nobody's to inspect.
        self._put(4, self.inspection)
        self._finish(self._transfer(self.inspection, self.shelf, 4))
        figure = self._figures()
        self.assertEqual((figure.inspection, figure.atp), (9, 4))

    def test_other_receipts_do_not(self):
        self._receive(9)
        self.assertEqual(self._figures().atp, 9)

    def test_push_rules_are_sought_where_they_begin(self):
        """P7: a place from which nothing is taken on asks for no rule of a product;
        a rule of the place around it, or one made since, is found."""
        rules = self.env["stock.rule"]
        board = self.env["stock.location"].create(
            {"name": "A1-2", "location_id": self.shelf.id}
        )
        values = {"warehouse_id": self.warehouse}
        route = self.env["stock.route"].create(
            {"name": "On", "product_selectable": True}
        )
        self.product.route_ids += route
        seeking = rules.with_context(jxc_pushing=rules._jxc_pushing())
        self.env.flush_all()
        self.assertTrue(board.parent_path)
        with self.assertQueryCount(0):
            self.assertFalse(seeking._get_push_rule(self.product, board, values))
        rule = rules.create(
            {
                "name": "On",
                "action": "push",
                "route_id": route.id,
                "location_src_id": self.shelf.id,
                "location_dest_id": self.quarantine.id,
                "picking_type_id": self.warehouse.int_type_id.id,
            }
        )
        seeking = rules.with_context(jxc_pushing=rules._jxc_pushing())
        self.assertEqual(seeking._get_push_rule(self.product, board, values), rule)
        self._finish(self._transfer(self.suppliers, self.shelf, 3))
        pushed = self.env["stock.move"].search([("rule_id", "=", rule.id)])
        self.assertEqual(pushed.location_dest_id, self.quarantine)

    def test_what_nobody_accepted_is_not_shipped(self):
        """P7: goods in inspection or quarantine go to no customer, neither by a
        delivery of their own nor by a line that is turned to them; they may go
        back to the vendor."""
        for place, text in (
            (self.inspection, "waits for inspection"),
            (self.quarantine, "was rejected"),
        ):
            self._put(9, place)
            within = place.create({"name": "Rack", "location_id": place.id})
            self._put(2, within)
            with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                self._finish(self._transfer(place, self.customers, 5))
            self._put(5)
            line = self._ship(5).move_line_ids
            for there in (place, within):
                with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
                    line.location_id = there
                self.env.invalidate_all()
            line.picking_id.do_unreserve()
            self._finish(self._transfer(place, self.suppliers, 4))
