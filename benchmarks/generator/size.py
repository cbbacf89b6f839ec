"""How much there is of everything; all of it follows from the number of products."""

from dataclasses import dataclass

LINES_PER_ORDER = 10
LINES_PER_TRANSFER = 20
WAREHOUSES = 5
BINS = 20
#: Every product is bought and sold so often, evenly over the warehouses …
ROUNDS = 20
#: … and moved so often inside of them.
INTERNAL_ROUNDS = 60


@dataclass(frozen=True)
class Size:
    name: str
    products: int

    @property
    def lines(self) -> int:
        """Order lines of each side."""
        return self.products * ROUNDS

    @property
    def orders(self) -> int:
        return self.lines // LINES_PER_ORDER

    @property
    def internals(self) -> int:
        return self.products * INTERNAL_ROUNDS

    @property
    def moves(self) -> int:
        return 2 * self.lines + self.internals

    @property
    def open_from(self) -> int:
        """The number of the first order that waits to be received or shipped."""
        return self.orders - max(self.orders // 50, 1)

    @property
    def vendors(self) -> int:
        return max(self.products // 50, 2)

    @property
    def customers(self) -> int:
        return max(self.products // 20, 2)


SIZES = {
    "T": Size("T", 20),  # of the tests: as small as the arithmetic allows
    "S": Size("S", 1_000),
    "M": Size("M", 10_000),
}
