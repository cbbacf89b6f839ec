import random
from unittest.mock import patch

from odoo import Command, fields
from odoo.tests import tagged

from ..models.stock_quant_reserve import Bookings, Search
from .test_lot_stop import LotCase

PLACE = ("location_id", "lot_id", "package_id", "owner_id")


@tagged("post_install", "-at_install")
class TestReserveMany(LotCase):
    """T4: many lots reserved at once are those that the host reserves one by one."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bins = cls.env["stock.location"].create(
            [{"name": f"R-{n}", "location_id": cls.shelf.id} for n in range(3)]
        )
        cls.packages = cls.env["stock.package"].create([{"name": "P1"}, {"name": "P2"}])
        cls.owner = cls.env["res.partner"].create({"name": "Consignor"})
        cls.now = fields.Datetime.now()

    def _scatter(self, dice):
        """Stock as it gets over the years: without lots, with double quants, below
        nothing, held by others, of a consignor, expired, in packages."""
        lots = self.env["stock.lot"].browse()
        for number in range(12):
            lots += self._lot(f"S{number}", dice.choice((-5, 9, 30, 31, 60)), self.food)
        quants = []
        for _number in range(30):
            quantity = dice.choice((-1, 0, 2, 3, 5, 7.5))
            quants.append(
                {
                    "product_id": self.food.id,
                    "location_id": dice.choice(self.bins).id,
                    "lot_id": dice.choice([*lots.ids, False]),
                    "package_id": dice.choice(
                        [*self.packages.ids, False, False, False]
                    ),
                    "owner_id": dice.choice([self.owner.id, False, False, False]),
                    "quantity": quantity,
                    "reserved_quantity": dice.choice((0, 0, 0, 1, 4)),
                    "in_date": fields.Datetime.subtract(
                        self.now, days=dice.randint(1, 9)
                    ),
                }
            )
        self.env["stock.quant"].create(quants)

    def _wanted(self, dice):
        """A delivery that nobody has reserved for yet."""
        kind = self.warehouse.out_type_id
        kind.reservation_method = "manual"
        units = (self.food.uom_id, self.env.ref("uom.product_uom_dozen"))
        picking = self._transfer(
            self.shelf,
            self.customers,
            dice.choice((2, 5, 8.5)),
            self.food,
            product_uom=dice.choice(units).id,
        )
        self.assertFalse(picking.move_line_ids)
        return picking

    def _book(self):
        quants = self.env["stock.quant"].search([("product_id", "=", self.food.id)])
        names = (*PLACE, "quantity", "reserved_quantity", "in_date")
        return sorted(repr([quant[name] for name in names]) for quant in quants)

    def _left_behind(self, picking):
        """All that reserving, then taking more, then giving back leaves behind."""
        with self.env.cr.savepoint() as savepoint:
            picking.action_assign()
            move = picking.move_ids
            found = [self._lines(move), self._book(), move.state]
            move.product_uom_qty += 1
            picking.action_assign()
            found += [self._lines(move), self._book(), move.state]
            picking.do_unreserve()
            found += [self._lines(move), self._book(), move.state]
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all()
        return found

    def _lines(self, move):
        names = (*PLACE, "quantity", "product_uom_id", "quantity_product_uom")
        return [
            [line[name] for name in names] for line in move.move_line_ids.sorted("id")
        ]

    def test_same_as_one_by_one(self):
        """T4: the same lots, in the same order, with the same book afterwards."""
        taken = 0
        for seed in range(8):
            dice = random.Random(seed)
            with self.subTest(seed=seed), self.env.cr.savepoint() as savepoint:
                self._scatter(dice)
                picking = self._wanted(dice)
                ours = self._left_behind(picking)
                host = {"of": lambda env: None}
                with patch.multiple(Bookings, **host), patch.multiple(Search, **host):
                    theirs = self._left_behind(picking)
                for mine, other in zip(ours, theirs, strict=True):
                    self.assertEqual(mine, other)
                taken += len(ours[0])
                savepoint.rollback()
            self.env.invalidate_all()
        self.assertGreater(taken, 16)

    def test_statements_do_not_grow(self):
        """T4: thirty lots cost hardly more statements than three."""
        for number in range(40):
            self._stocked(f"N{number}", 30 + number, quantity=1)
        self.warehouse.out_type_id.reservation_method = "manual"
        counts = {}
        for lots in (3, 30):
            picking = self._ship(10 + lots, self.food)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            picking.action_assign()
            self.env.flush_all()
            counts[lots] = self.env.cr.sql_log_count - before
            self.assertEqual(len(picking.move_line_ids), 1 + lots)
            picking.do_unreserve()
        self.assertLess(counts[30] - counts[3], 10)

    def test_of_a_lot_that_is_promised_twice_elsewhere(self):
        """T4: a bin below nothing does not hide that other lots suffice."""
        first = self._stocked("FIRST", 5, quantity=5, place=self.bins[0])
        self.env["stock.quant"].create(
            {
                "product_id": self.food.id,
                "location_id": self.bins[1].id,
                "lot_id": first.id,
                "reserved_quantity": 4,
            }
        )
        picking = self._ship(4, self.food)
        self.assertEqual(self._taken(picking), [("FIRST", 4)])

    def test_released_is_booked_where_it_lies(self):
        """T4: what was released though it is to be removed; the host would write a
        second quant that holds nothing but the reservation."""
        picking = self._ship(30, self.food)
        self.assertNotIn("OLD", dict(self._taken(picking)))
        picking.sudo().jxc_released_lot_ids = [Command.link(self.old.id)]
        picking.action_assign()
        self.assertEqual(dict(self._taken(picking))["OLD"], 10)
        quant = self.old.quant_ids.filtered(lambda q: q.location_id == self.shelf)
        self.assertEqual((quant.quantity, quant.reserved_quantity), (10, 10))
