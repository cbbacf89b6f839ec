from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_stock.tests.common import StockCase


@tagged("post_install", "-at_install")
class TestTransfer(StockCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bins = cls.env["stock.location"].create(
            [
                {"name": name, "location_id": cls.shelf.id, "barcode": f"BIN-{name}"}
                for name in ("A-01-1", "A-02-1", "B-01-1", "B-02-1")
            ]
        )
        cls.product.barcode = "6901234567892"
        cls.cheese = cls._product("Cheese", tracking="lot")

    def _pda(self, user=None):
        return self.env["jxc.pda"].with_user(user or self.keeper)

    def _put(self, picking, *parts, move=None):
        move = move or picking.move_ids
        return self._pda().put(picking.id, {move.id: list(parts)})

    def _picked(self, picking):
        lines = picking.move_line_ids.filtered("picked")
        return sum(lines.mapped("quantity"))

    def test_list(self):
        """S5: open transfers; those of a colleague come last and say whose they are."""
        self._put_stock()
        other, mine = self._ship(2), self._ship(2)
        other.user_id = self.manager
        rows = {row["id"]: row for row in self._pda().transfers()}
        turn = list(rows)
        self.assertLess(turn.index(mine.id), turn.index(other.id))
        self.assertEqual(rows[mine.id]["kind"], "outgoing")
        self.assertEqual(rows[mine.id]["colleague"], "")
        self.assertEqual(rows[other.id]["colleague"], self.manager.display_name)

    @classmethod
    def _put_stock(cls):
        for place in cls.bins:
            cls.env["stock.quant"]._update_available_quantity(cls.product, place, 10)

    def test_shortest_way(self):
        """S5: lines come in the order of a walk: up aisle A, down aisle B."""
        self._put_stock()
        picking = self._ship(40)
        found = self._pda().transfer(picking.id)
        names = [found["places"][ml["location_id"]]["name"] for ml in found["lines"]]
        self.assertEqual(
            [name.rpartition("/")[2] for name in names],
            ["A-01-1", "A-02-1", "B-02-1", "B-01-1"],
        )
        product = found["products"][self.product.id]
        self.assertEqual(product["barcodes"], {"6901234567892": 1.0})

    def test_sent_twice(self):
        """S5: what was scanned counts once, however often it arrives."""
        self._put_stock()
        picking = self._ship(10)
        place = picking.move_line_ids.location_id.id
        for _time in range(2):
            self._put(picking, {"location_id": place, "quantity": 3})
            self.assertEqual(self._picked(picking), 3)
            self.assertEqual(picking.move_ids.quantity, 10)
        self._put(picking, {"location_id": place, "quantity": 10})
        self.assertEqual(self._picked(picking), 10)
        self._put(picking, {"location_id": place, "quantity": 4})
        self.assertEqual((self._picked(picking), picking.move_ids.quantity), (4, 10))
        self._put(picking)
        self.assertEqual((self._picked(picking), picking.move_ids.quantity), (0, 10))

    def test_other_bin(self):
        """S5: goods taken from another bin than planned are booked from there."""
        self._put_stock()
        picking = self._ship(5)
        other = self.bins - picking.move_line_ids.location_id
        self._put(picking, {"location_id": other[0].id, "quantity": 5})
        self.assertEqual(picking.move_line_ids.location_id, other[0])
        self._pda().finish(picking.id)
        self.assertEqual(picking.state, "done")

    def test_too_much(self):
        """S5: more than asked for is refused, and nothing is written."""
        self._put_stock()
        picking = self._ship(5)
        place = picking.move_line_ids.location_id.id
        with self.assertRaisesRegex(UserError, "Soy Sauce"):
            self._put(picking, {"location_id": place, "quantity": 6})
        self.assertEqual(self._picked(picking), 0)

    def test_short_with_reason(self):
        """S5: less than asked for asks what to do; the reason stays on the transfer."""
        self._put_stock()
        picking = self._ship(5)
        place = picking.move_line_ids.location_id.id
        self._put(picking, {"location_id": place, "quantity": 2})
        asked = self._pda().finish(picking.id)
        self.assertEqual((asked["ask"], picking.state), ("backorder", "assigned"))
        self.assertEqual(
            (asked["short"][0]["taken"], asked["short"][0]["asked"]), (2, 5)
        )
        reasons = {str(picking.move_ids.id): "Broken bottles"}
        done = self._pda().finish(picking.id, True, reasons)
        self.assertEqual(picking.state, "done")
        self.assertEqual(done["left"], picking.backorder_ids.mapped("name"))
        self.assertEqual(picking.backorder_ids.move_ids.product_uom_qty, 3)
        self.assertIn(
            "Broken bottles", picking.message_ids[1:].mapped("body").__str__()
        )

    def test_short_without_backorder(self):
        """S5: or what is missing is given up."""
        self._put_stock()
        picking = self._ship(5)
        place = picking.move_line_ids.location_id.id
        self._put(picking, {"location_id": place, "quantity": 2})
        self._pda().finish(picking.id, False)
        self.assertEqual(picking.state, "done")
        self.assertFalse(picking.backorder_ids)

    def test_receive_lots(self):
        """S5: one line is received as two lots, with the date of the label."""
        picking = self._transfer(self.suppliers, self.shelf, 10, self.cheese)
        parts = [
            {"lot_name": "L1", "quantity": 6, "expires": "2031-05-31"},
            {"lot_name": "L2", "quantity": 4},
        ]
        self._put(picking, parts[0])
        self._put(picking, *parts)
        self._put(picking, *parts)
        self._pda().finish(picking.id)
        self.assertEqual(picking.state, "done")
        lots = {ml.lot_id.name: ml.quantity for ml in picking.move_line_ids}
        self.assertEqual(lots, {"L1": 6, "L2": 4})

    def test_two_receive_the_same_product(self):
        """S5: what a vendor sends is not kept from one receipt by another one that is
        being scanned as well."""
        first, second = (self._transfer(self.suppliers, self.shelf, 5) for _n in "ab")
        for picking in (first, second):
            self._put(picking, {"quantity": 5})
        for picking in (first, second):
            self._pda().finish(picking.id)
        self.assertEqual((first + second).mapped("state"), ["done", "done"])

    def test_put_away(self):
        """S5: a bin scanned after the goods is where they go."""
        picking = self._transfer(self.suppliers, self.shelf, 10)
        part = {"quantity": 10, "location_dest_id": self.bins[2].id}
        self._put(picking, part)
        self._pda().finish(picking.id)
        self.assertEqual(picking.move_line_ids.location_dest_id, self.bins[2])

    def test_put_away_elsewhere(self):
        """S5: a bin outside of where the transfer goes is refused."""
        picking = self._transfer(self.suppliers, self.shelf, 10)
        with self.assertRaisesRegex(UserError, "no part of"):
            self._put(picking, {"quantity": 10, "location_dest_id": self.quarantine.id})

    def test_pack(self):
        """S5: what was picked goes into one package; without anything it says so."""
        self._put_stock()
        self.keeper.group_ids += self.env.ref("stock.group_tracking_lot")
        picking = self._ship(5)
        with self.assertRaises(UserError):
            self._pda().pack(picking.id)
        place = picking.move_line_ids.location_id.id
        self._put(picking, {"location_id": place, "quantity": 5})
        name = self._pda().pack(picking.id)
        self.assertEqual(picking.move_line_ids.result_package_id.name, name)

    def test_nothing_scanned(self):
        """S5: an untouched transfer is not validated by mistake."""
        self._put_stock()
        picking = self._ship(5)
        with self.assertRaisesRegex(UserError, "nothing was scanned"):
            self._pda().finish(picking.id)

    def test_only_keepers(self):
        """F2: whoever may not write transfers cannot through the page either."""
        self._put_stock()
        picking = self._ship(5)
        place = picking.move_line_ids.location_id.id
        part = {"location_id": place, "quantity": 5}
        for user in (self.accountant, self.salesperson, self.buyer):
            with self.assertRaises(AccessError):
                self._pda(user).put(picking.id, {picking.move_ids.id: [part]})
            with self.assertRaises(AccessError):
                self._pda(user).transfer(picking.id)
            with self.assertRaises(AccessError):
                self._pda(user).finish(picking.id, True)
