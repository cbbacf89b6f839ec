from collections import defaultdict
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from .common import StockCase

START = datetime(2026, 6, 1, 12)
PLACES = ("shelf", "bin", "quarantine", "east")
ORDERS = ("receive", "ship", "back", "move", "count", "cancel")
LEVELS = {
    "product": lambda _place, _house: "all",
    "warehouse": lambda _place, house: house,
    "location": lambda place, _house: place,
}
DOCUMENT = st.tuples(
    st.sampled_from(ORDERS),
    st.sampled_from(PLACES),
    st.sampled_from(PLACES),
    st.integers(1, 9),
    st.integers(0, 29),
)


class Book:
    """What the ledger should say, from nothing but a list of entries."""

    def __init__(self, houses):
        self.houses, self.entries = houses, []

    def add(self, day, source, target, quantity):
        """None for a place outside."""
        self.entries.append((day, source, target, quantity))

    def on_hand(self, place):
        return sum(
            quantity * ((target == place) - (source == place))
            for _day, source, target, quantity in self.entries
        )

    def summary(self, level, first, last):
        """{key: [opening, in, out]} of whatever moved or is there at the end."""
        found, moved = defaultdict(lambda: [0, 0, 0]), set()
        for day, *ends, quantity in self.entries:
            keys = [
                place and LEVELS[level](place, self.houses[place]) for place in ends
            ]
            if day > last or keys[0] == keys[1]:
                continue
            for key, sign in zip(keys, (-1, 1), strict=True):
                if key and day < first:
                    found[key][0] += sign * quantity
                elif key:
                    found[key][1 if sign > 0 else 2] += quantity
                    moved.add(key)
        return {
            key: figures for key, figures in found.items() if key in moved or figures[0]
        }


@tagged("post_install", "-at_install")
class TestModel(StockCase):
    """K1: random documents, some of an earlier date, some cancelled; the ledger, the
    summary, the quants and a list in Python say the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        east = cls.env["stock.warehouse"].create({"name": "East", "code": "EAST"})
        bin_ = cls.env["stock.location"].create(
            {"name": "A-01", "location_id": cls.shelf.id}
        )
        places = (cls.shelf, bin_, cls.quarantine, east.lot_stock_id)
        cls.places = dict(zip(PLACES, places, strict=True))
        cls.houses = {name: place.warehouse_id for name, place in cls.places.items()}
        cls.names = {place: name for name, place in cls.places.items()}

    @settings(
        max_examples=8,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(DOCUMENT, min_size=3, max_size=7))
    def test_books_and_shelves_and_a_list_agree(self, documents):
        """K1: whatever is done, in whatever order it is dated."""
        savepoint = self.env.cr.savepoint()
        try:
            self.product = self._product("Rice")
            book = Book(self.houses)
            for kind, here, there, quantity, day in documents:
                self._do(book, kind, here, there, quantity, day)
            self._compare(book)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _do(self, book, kind, here, there, quantity, day):
        place, other = self.places[here], self.places[there]
        if kind in ("ship", "move"):
            quantity = min(quantity, book.on_hand(here))
        if not quantity or (kind == "move" and here == there):
            return
        if kind == "count":
            return self._count(book, here, quantity, day)
        ends = {
            "ship": (place, self.customers, here, None),
            "back": (self.customers, place, None, here),
            "move": (place, other, here, there),
        }
        source, target, *booked = ends.get(kind, (self.suppliers, place, None, here))
        picking = self._transfer(source, target, quantity)
        if kind == "cancel":
            picking.action_cancel()
            return None
        self._date(self._finish(picking).move_ids, day)
        book.add(day, *booked, quantity)
        return None

    def _count(self, book, here, quantity, day):
        quants = self.env["stock.quant"].with_user(self.keeper)
        quant = quants.with_context(inventory_mode=True).create(
            {
                "product_id": self.product.id,
                "location_id": self.places[here].id,
                "inventory_quantity": quantity,
            }
        )
        before = self.env["stock.move"].search([("product_id", "=", self.product.id)])
        quant.action_apply_inventory()
        after = self.env["stock.move"].search([("product_id", "=", self.product.id)])
        self._date(after - before, day)
        more = quantity - book.on_hand(here)
        if more:
            ends = (None, here) if more > 0 else (here, None)
            book.add(day, *ends, abs(more))

    def _date(self, moves, day):
        when = START + timedelta(days=day)
        moves.sudo().write({"date": when})
        moves.move_line_ids.sudo().write({"date": when})

    def _compare(self, book):
        self.env.flush_all()
        for first, last in ((0, 29), (10, 19), (20, 29)):
            period = {
                "jxc_from": (START + timedelta(days=first)).date().isoformat(),
                "jxc_to": (START + timedelta(days=last)).date().isoformat(),
            }
            for level in LEVELS:
                wanted = book.summary(level, first, last)
                context = {"jxc_level": level, **period}
                rows = self._of("jxc.stock.summary", **context)
                found = {
                    self._key(level, row): [row.opening, row.qty_in, row.qty_out]
                    for row in rows
                }
                self.assertEqual(found, wanted)
                rows = self._of("jxc.stock.ledger", **context)
                rows = rows.sorted(lambda row: (row.date, row.id))
                ends = {self._key(level, row): row.balance for row in rows}
                self.assertEqual(
                    ends, {key: o + i - u for key, (o, i, u) in wanted.items()}
                )
        quants = self.env["stock.quant"]._read_group(
            [
                ("product_id", "=", self.product.id),
                ("location_id.usage", "=", "internal"),
            ],
            ["location_id"],
            ["quantity:sum"],
        )
        self.assertEqual(
            {self.names[place]: quantity for place, quantity in quants if quantity},
            {name: book.on_hand(name) for name in PLACES if book.on_hand(name)},
        )

    def _of(self, model, **context):
        rows = self.env[model].with_user(self.keeper).with_context(**context)
        return rows.search([("product_id", "=", self.product.id)])

    def _key(self, level, row):
        if level == "product":
            return "all"
        return row.warehouse_id if level == "warehouse" else self.names[row.location_id]
