from odoo import Command
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import StockCase


@tagged("post_install", "-at_install")
class TestReservations(StockCase):
    """S2: what is reserved for one order does not leave with another."""

    def setUp(self):
        super().setUp()
        self._put(5)
        self.first = self._ship(4)
        self.first.origin = "S-FIRST"

    def _board(self, name, parent=None):
        return self.env["stock.location"].create(
            {"name": name, "location_id": (parent or self.shelf).id}
        )

    def _assert_reserved(self, quantity=4):
        self.env.invalidate_all()
        self.assertEqual(self.first.move_ids.quantity, quantity)
        self.assertEqual(self.first.move_line_ids.mapped("quantity"), [quantity])

    def _scrap(self, quantity):
        scrap = self.env["stock.scrap"].with_user(self.keeper)
        return scrap.create(
            {
                "product_id": self.product.id,
                "scrap_qty": quantity,
                "location_id": self.shelf.id,
            }
        )

    def _count(self, quantity):
        quants = self.env["stock.quant"].with_user(self.keeper)
        quants = quants.with_context(inventory_mode=True)
        quant = quants.search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.shelf.id)]
        )
        quant.inventory_quantity = quantity
        quant.action_apply_inventory()

    def test_the_reservation_of_another_order_cannot_be_taken(self):
        """S2: five there, four reserved: who types in four reads whose they are."""
        second = self._ship(4)
        self.assertEqual(second.move_ids.quantity, 1)
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            self._finish(second, 4)
        message = str(refusal.exception)
        for part in (
            self.product.name,
            self.shelf.display_name,
            self.first.name,
            "S-FIRST",
            "unreserve",
            "Only 1 ",
        ):
            self.assertIn(part, message)
        self._assert_reserved()

    def test_no_call_of_a_client_takes_it(self):
        """S2: nor by writing or adding lines, whatever the context says."""
        second = self._ship(4)
        line, move = second.move_line_ids, second.move_ids
        board = self._board("B2")
        self._put(3, board)
        away = self._transfer(board, self.customers, 3).move_line_ids
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id", "=", self.shelf.id)]
        )
        new = {
            "product_id": self.product.id,
            "picking_id": second.id,
            "quantity": 2,
            "location_id": self.shelf.id,
            "location_dest_id": self.customers.id,
        }
        attacks = (
            (line, "write", [line.ids, {"quantity": 4}]),
            (move, "write", [move.ids, {"quantity": 4}]),
            (away, "write", [away.ids, {"location_id": self.shelf.id}]),
            (away, "write", [away.ids, {"quant_id": quant.id}]),
            (line, "create", [[new]]),
            (line, "create", [[{**new, "move_id": move.id}]]),
            (line, "create", [[
                {**new, "picking_id": False, "company_id": self.company.id}
            ]]),
            (second, "write", [
                second.ids,
                {"move_line_ids": [Command.update(line.id, {"quantity": 4})]},
            ]),
        )  # fmt: skip
        context = {"jxc_reserving": True, "inventory_mode": True}
        for records, method, args in attacks:
            model = records.with_user(self.keeper).browse()
            with self.subTest(method=method, args=args):
                with self.assertRaises(UserError), self.env.cr.savepoint():
                    call_kw(model, method, args, {"context": context})
                self._assert_reserved()

    def test_a_line_that_was_forced_is_stopped_at_the_door(self):
        """S2: also where the amount got in past the check, in an older release say."""
        second = self._ship(4)
        line = second.move_line_ids
        self.env["stock.quant"]._update_reserved_quantity(self.product, self.shelf, 3)
        self.env.cr.execute(
            "UPDATE stock_move_line SET quantity = 4, quantity_product_uom = 4"
            " WHERE id = %s",
            [line.id],
        )
        self.env.invalidate_all()
        second.move_ids.picked = True
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            second.with_context(skip_backorder=True).button_validate()
        self.assertIn(self.first.name, str(refusal.exception))
        self._assert_reserved()

    def test_what_is_packed_already_cannot_be_taken_either(self):
        """S2: the host takes nothing from picked lines, and ships all the same."""
        self.first.move_ids.picked = True
        second = self._ship(4)
        with self.assertRaises(UserError):
            self._finish(second, 4)

    def test_free_goods_can_be_taken(self):
        """S5: the fifth one is free, and the keeper may take it."""
        second = self._ship(1)
        second.do_unreserve()
        self._finish(second, 1)
        self._assert_reserved()
        self._put(3)
        self._finish(self._ship(1), 3)
        self._assert_reserved()
        self.assertEqual(self._figures().on_hand, 4)

    def test_unreserved_there_it_can_be_taken(self):
        """S5: the way out that the message names."""
        self.first.with_user(self.keeper).do_unreserve()
        self._finish(self._ship(4), 4)
        self.assertEqual(self._figures().on_hand, 1)

    def test_the_other_order_still_ships(self):
        """S5: what was refused leaves nothing behind that holds up the first."""
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._finish(self._ship(4), 4)
        self._finish(self.first)
        self.assertEqual(self._figures().on_hand, 1)

    def test_a_delivery_shares_among_its_own_lines(self):
        """S5: what one line gives up another line of the delivery takes."""
        one = self.first.move_line_ids
        two = one.copy({"quantity": 3})
        one.quantity = 2
        self._finish(self.first, 5)
        self.assertEqual((one + two).mapped("quantity"), [2, 3])
        self.assertEqual(self._figures().on_hand, 0)

    def test_goods_move_from_shelf_to_shelf(self):
        """T2: the keeper clears a shelf; the delivery finds its goods on the next."""
        board = self._board("B2")
        self._finish(self._transfer(self.shelf, board, 5))
        self._assert_reserved()
        self.assertEqual(self.first.move_line_ids.location_id, board)
        self._finish(self.first)
        self.assertEqual(self._figures().on_hand, 1)

    def test_a_planned_move_between_shelves_holds_nothing(self):
        """T2: the delivery goes first; it does not wait for who tidies up."""
        self.first.do_unreserve()
        tidy = self._transfer(self.shelf, self._board("B2"), 5)
        self.assertEqual(tidy.move_ids.quantity, 5)
        self._finish(self._ship(4), 4)
        self.assertEqual(tidy.move_ids.quantity, 1)

    def test_goods_do_not_move_out_of_reach(self):
        """S2: the transfer to quarantine would leave the delivery without its goods."""
        with self.assertRaises(UserError) as refusal:
            self._finish(self._transfer(self.shelf, self.quarantine, 5), 5)
        self.assertIn(self.first.name, str(refusal.exception))

    def test_another_lot_is_another_thing(self):
        """T3: reserved is a lot, and the other lot is free."""
        milk = self._product("Milk", tracking="lot", use_expiration_date=True)
        lots = [self._lot(name, 30, milk) for name in ("L1", "L2")]
        for lot in lots:
            self._put(5, product=milk, lot_id=lot)
        first = self._ship(5, product=milk)
        self.assertEqual(first.move_line_ids.lot_id, lots[0])
        second = self._ship(5, product=milk)
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            second.move_line_ids.lot_id = lots[0]
        self.assertIn("L1", str(refusal.exception))
        self._finish(second)
        self.assertEqual(first.move_line_ids.quantity, 5)

    def test_a_count_is_a_fact(self):
        """K6: three are gone, whoever had reserved them; the keepers are told."""
        self.warehouse.jxc_keeper_ids = self.keeper
        self._count(2)
        self._assert_reserved(2)
        self.assertEqual(self._figures().on_hand, 2)
        todo = self.first.activity_ids
        self.assertEqual(todo.user_id, self.keeper)
        self.assertIn(self.product.name, todo.note)

    def test_a_count_that_leaves_enough_tells_nobody(self):
        """K6: only the free one is gone."""
        self._count(4)
        self._assert_reserved()
        self.assertFalse(self.first.activity_ids)

    def test_broken_goods_are_a_fact(self):
        """K8: likewise what the keeper scraps."""
        self._scrap(3).action_validate()
        self._assert_reserved(2)
        self.assertTrue(self.first.activity_ids)

    def test_a_correction_takes_nothing_from_others(self):
        """S2: a manager raises what was shipped, as far as it is free."""
        second = self._finish(self._ship(1))
        self._put(1)
        line = second.move_line_ids.with_user(self.manager)
        line.picking_id.action_toggle_is_locked()
        line.quantity = 2
        self._assert_reserved()
        with self.assertRaises(UserError) as refusal, self.env.cr.savepoint():
            line.quantity = 3
        self.assertIn(self.first.name, str(refusal.exception))
        self._assert_reserved()
