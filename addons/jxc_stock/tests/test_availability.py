from datetime import date

from odoo import Command
from odoo.tests import tagged

from ..models.jxc_stock_availability import NotEnoughStock
from .common import StockCase


@tagged("post_install", "-at_install")
class TestAvailability(StockCase):
    """S2, K2: one figure says what can still be promised."""

    def test_open_demand_is_taken_off_reserved_or_not(self):
        """S2: a delivery counts from its confirmation, whoever has reserved it."""
        self._put(10)
        picking = self._ship(4)
        figure = self._figures()
        self.assertEqual((figure.on_hand, figure.reserved, figure.atp), (10, 4, 6))
        picking.do_unreserve()
        figure = self._figures()
        self.assertEqual((figure.reserved, figure.outgoing, figure.atp), (0, 4, 6))
        picking.action_cancel()
        self.assertEqual(self._figures().atp, 10)

    def test_shipping_takes_from_both(self):
        """S6: on shipment on-hand falls, and what is available does not fall again."""
        self._put(10)
        self._finish(self._ship(4))
        figure = self._figures()
        self.assertEqual((figure.on_hand, figure.outgoing, figure.atp), (6, 0, 6))

    def test_inspection_and_quarantine_cannot_be_promised(self):
        """P7: goods that wait for the inspector are shown, not promised."""
        self._put(10)
        self._put(7, self.inspection)
        self._put(3, self.quarantine)
        self._put(2, self.warehouse.wh_input_stock_loc_id)
        figure = self._figures()
        self.assertEqual(
            (figure.on_hand, figure.inspection, figure.quarantine, figure.atp),
            (22, 7, 3, 10),
        )

    def test_expired_lots_cannot_be_promised(self):
        """S2: a lot that expired yesterday is on hand and not available."""
        milk = self._product("Milk", tracking="lot", use_expiration_date=True)
        self._put(5, product=milk, lot_id=self._lot("OLD", -1, milk))
        self._put(8, product=milk, lot_id=self._lot("NEW", 30, milk))
        figure = self._figures(milk)
        self.assertEqual((figure.on_hand, figure.atp), (13, 8))

    def test_goods_of_others_cannot_be_promised(self):
        owner = self.env["res.partner"].create({"name": "Consignor"})
        self._put(5, owner_id=owner)
        self.assertEqual(self._figures().atp, 0)

    def test_an_added_line_is_demand(self):
        """S2: what the keeper adds to an open delivery, without any demand, counts."""
        self._put(10)
        other = self._product("Vinegar")
        self._put(5, product=other)
        picking = self._ship(1, product=other)
        picking.move_ids = [
            Command.create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 0,
                    "quantity": 0.5,
                    "product_uom": self.env.ref("uom.product_uom_dozen").id,
                    "location_id": self.shelf.id,
                    "location_dest_id": self.customers.id,
                }
            )
        ]
        figure = self._figures()
        self.assertEqual((figure.outgoing, figure.atp), (6, 4))

    def test_a_line_of_more_than_its_demand_counts_in_full(self):
        """S2: two ordered, three taken."""
        self._put(10)
        self._ship(2).move_ids.quantity = 3
        self.assertEqual(self._figures().atp, 7)

    def test_a_consignor_takes_his_own_goods(self):
        """S2: neither his delivery nor his receipt changes what is ours."""
        owner = self.env["res.partner"].create({"name": "Consignor"})
        self._put(10)
        self._put(5, owner_id=owner)
        self._transfer(self.shelf, self.customers, 3, restrict_partner_id=owner.id)
        picking = self._ship(4)
        self.assertEqual(self._figures().atp, 6)
        picking.owner_id = owner
        picking.do_unreserve()
        picking.action_assign()
        self.assertEqual(picking.move_line_ids.owner_id, owner)
        self._transfer(self.suppliers, self.shelf, 7).owner_id = owner
        figure = self._figures()
        self.assertEqual((figure.atp, figure.incoming), (10, 0))

    def test_lines_from_a_consignor_take_nothing_from_us(self):
        """S2: a delivery of four, two of which the keeper takes from the consignor."""
        owner = self.env["res.partner"].create({"name": "Consignor"})
        self._put(10)
        self._put(5, owner_id=owner)
        move = self._ship(4).move_ids
        move.move_line_ids.quantity = 2
        move.move_line_ids.copy({"owner_id": owner.id, "quantity": 2})
        self.assertEqual(self._figures().atp, 8)

    def test_what_is_on_its_way_is_shown(self):
        """K2: a receipt that is not here yet is incoming, with its day."""
        picking = self._transfer(self.suppliers, self.shelf, 12)
        figure = self._figures()
        self.assertEqual((figure.incoming, figure.atp), (12, 0))
        self.assertTrue(figure.next_arrival)
        self._finish(picking)
        figure = self._figures()
        self.assertEqual((figure.incoming, figure.atp), (0, 12))
        self.assertFalse(figure.next_arrival)

    def test_the_next_arrival_is_all_that_comes_that_day(self):
        """S2: two receipts of one day together, where it is the same day; a later one
        and goods that are moved within the warehouse do not count."""
        self.env.user.tz = "Asia/Shanghai"
        for quantity, when in (
            (12, "2030-05-06 17:00:00"),
            (3, "2030-05-07 15:00:00"),
            (40, "2030-05-07 16:30:00"),
        ):
            self._transfer(self.suppliers, self.shelf, quantity).move_ids.date = when
        key = self.product.id, self.warehouse.id
        availability = self.env["jxc.stock.availability"]
        self.assertEqual(availability._arrivals({key}), {key: (date(2030, 5, 7), 15)})
        self.assertEqual(availability._arrivals(set()), {})

    def test_goods_in_transit_to_another_warehouse(self):
        """K2: goods sent from one warehouse to another are in transit."""
        south = self.env["stock.warehouse"].create({"name": "South", "code": "STH"})
        transit = self.company.internal_transit_location_id
        transit.active = True
        self._put(10)
        self._finish(self._transfer(self.shelf, transit, 6))
        self._transfer(transit, south.lot_stock_id, 6, kind=south.int_type_id)
        self.assertEqual(self._figures().atp, 4)
        figure = self._figures(warehouse=south)
        self.assertEqual((figure.in_transit, figure.incoming, figure.atp), (6, 6, 0))

    def test_two_steps_are_not_counted_twice(self):
        """S2: pick, then ship: at every moment the delivery counts once."""
        self.warehouse.delivery_steps = "pick_ship"
        self._put(10)
        output = self.warehouse.wh_output_stock_loc_id
        pick = self._transfer(
            self.shelf,
            output,
            4,
            kind=self.warehouse.pick_type_id,
            location_final_id=self.customers.id,
        )
        self.assertEqual(self._figures().atp, 6)
        self._finish(pick)
        self.assertEqual(self._figures().atp, 6)
        ship = pick.move_ids.move_dest_ids.picking_id
        self.assertTrue(ship, "the host pushes the next step")
        self._finish(ship)
        figure = self._figures()
        self.assertEqual((figure.on_hand, figure.atp), (6, 6))

    def test_chained_steps_are_not_counted_twice(self):
        """S2: likewise where both steps are there from the start."""
        self._put(10)
        output = self.warehouse.wh_output_stock_loc_id
        pick = self._transfer(self.shelf, output, 4)
        for final in (output, self.customers):
            pick.move_ids.location_final_id = final
            ship = self._transfer(
                output,
                self.customers,
                4,
                move_orig_ids=[Command.set(pick.move_ids.ids)],
            )
            self.assertEqual(self._figures().atp, 6)
            ship.action_cancel()

    def test_what_is_bought_for_an_order_takes_nothing_from_the_shelf(self):
        """S2: a delivery that waits for its own receipt leaves the rest available."""
        self._put(10)
        receipt = self._transfer(self.suppliers, self.shelf, 5)
        self._transfer(
            self.shelf,
            self.customers,
            5,
            move_orig_ids=[Command.set(receipt.move_ids.ids)],
        )
        self.assertEqual(self._figures().atp, 10)
        self._finish(receipt)
        figure = self._figures()
        self.assertEqual((figure.on_hand, figure.atp), (15, 10))

    def test_one_statement_for_any_number(self):
        """S2: the figures of a long order take no longer to ask for."""
        products = self.product
        for index in range(20):
            products |= self._product(f"Product {index}")
        for product in products:
            self._put(1, product=product)
        availability = self.env["jxc.stock.availability"]
        houses = self.env["stock.warehouse"].search([])
        availability._get(products, houses)
        with self.assertQueryCount(1):
            found = availability._get(products, houses)
        self.assertEqual(len(found), len(products) * len(houses))

    def test_a_promise_that_cannot_be_kept_is_refused(self):
        """S2: who is refused reads what is short, and when more arrives."""
        self._put(10)
        self._ship(4)
        self._transfer(self.suppliers, self.shelf, 50)
        key = self.product.id, self.warehouse.id
        promise = self.env["jxc.stock.availability"].with_user(self.salesperson)
        promise._promise({key: 6})
        with self.assertRaises(NotEnoughStock) as refusal:
            promise._promise({key: 9})
        message = str(refusal.exception)
        for part in (self.product.name, self.warehouse.name, "9", "6", "3", "arriv"):
            self.assertIn(part, message)

    def test_who_needs_nothing_is_not_refused(self):
        """S2: also where more is owed than there is: a line of nothing, or a return."""
        self._put(5)
        self._ship(8)
        key = self.product.id, self.warehouse.id
        self.assertEqual(self._figures().atp, -3)
        for need in (0, -2):
            self.env["jxc.stock.availability"]._promise({key: need})
        with self.assertRaises(NotEnoughStock):
            self.env["jxc.stock.availability"]._promise({key: 0.01})

    def test_a_promise_holds_the_row(self):
        """S2: a promise is decided under the lock of product and warehouse."""
        self._put(10)
        key = self.product.id, self.warehouse.id
        self.env["jxc.stock.availability"]._promise({key: 6})
        name = "promise:{}:{}".format(*key)
        self.assertTrue(self.env["jxc.lock"].search([("key", "=", name)]))
