"""What the costing engine reads and what it writes: movements and ledger rows.

Quantities are in the product's own unit, amounts in the company's currency, times
in the company's time zone; all numbers are Decimal.
"""

from bisect import bisect
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

ZERO = Decimal(0)

#: Goods with a cost of their own; without one they come at the stock's cost (a gain).
IN = "in"
OUT = "out"
#: Back into stock, or out of it again, at the cost of the movement ``origin``.
RETURN_IN = "return_in"
RETURN_OUT = "return_out"
#: From ``pool`` to ``target`` at the cost of ``pool``.
TRANSFER = "transfer"
#: The receipt ``origin`` turned out to cost ``cost`` more, and its time is closed.
DIFFERENCE = "difference"
#: The stock of the pool is worth ``cost`` more, from now on.
CORRECTION = "correction"
#: A unit of the pool is worth ``cost`` from now on; the new standard cost as well.
REPRICE = "reprice"
#: Another method from now on, in all pools: ``method``.
METHOD = "method"

#: A pool that begins so stands for all pools there are that end with the rest: of new
#: costs and corrections.
EVERY = "*"

#: What happens first of what happens in one moment. Goods come before they go, and go
#: at the price that was set for them; a customer's return comes after the delivery that
#: it takes back. Where it is known what was entered before a price, see ``in_order``.
RANK = {
    METHOD: 0,
    IN: 1,
    REPRICE: 2,
    RETURN_OUT: 3,
    OUT: 4,
    TRANSFER: 4,
    RETURN_IN: 5,
    DIFFERENCE: 6,
    CORRECTION: 7,
}


class Movement(NamedTuple):
    """One thing that happened to the stock of a product."""

    key: object
    at: datetime
    kind: str
    pool: object = None
    quantity: Decimal = ZERO
    #: An amount; for REPRICE the cost of a unit. None: nobody knows.
    cost: Decimal | None = None
    origin: object = None
    target: object = None
    method: str | None = None
    #: When it was entered, as a number that rises; 0: nobody knows.
    place: int = 0


class Link(NamedTuple):
    """What an issue took of a receipt. A correction gives: its amount is negative."""

    receipt: object
    quantity: Decimal
    amount: Decimal


@dataclass(eq=False)
class Row:
    """A row of the ledger: what a movement did to one pool.

    ``amount`` is what the stock became worth more. What the document says and the
    stock does not take is ``variance``: it is cost of sales, not stock.
    """

    key: object
    at: datetime
    kind: str
    pool: object
    quantity: Decimal = ZERO
    amount: Decimal = ZERO
    variance: Decimal = ZERO
    running_quantity: Decimal = ZERO
    running_amount: Decimal = ZERO
    #: The pool's last known cost of a unit, after this row.
    unit: Decimal = ZERO
    #: What this row gives back: a return that found its origin.
    origin: object = None
    #: No receipt has come for all of it yet.
    uncovered: bool = False
    #: Its month is not closed, and the month's cost is not known before.
    month_open: bool = False
    #: The method of the pool, after this row.
    method: str = ""
    links: list = field(default_factory=list)

    @property
    def value(self):
        """What the document says."""
        return self.amount + self.variance

    @property
    def provisional(self):
        """Whether its cost will be another yet."""
        return self.uncovered or self.month_open

    def figures(self):
        """All that two equal rows have in common."""
        return (
            self.key,
            self.pool,
            self.quantity,
            self.amount,
            self.variance,
            self.running_quantity,
            self.running_amount,
            self.provisional,
            tuple(self.links),
        )


def in_order(movements):
    """The movements as they happened, whenever they were entered.

    A price says what goods cost from then on, a method how they are valued, and no
    paper says which goods of its moment that are: those that were entered after it. So
    both part their moment. It matters on which side of one a movement was entered;
    nothing else of when does. A change that was decided for a day has no place: it
    comes before all goods of its moment.

    Of movements of one kind in one moment those without a cost of their own come first,
    then those of the smaller quantity and cost: the order depends on what is on paper,
    not on who typed first.

    >>> noon = datetime(2026, 3, 1, 12)
    >>> one = Movement(7, noon, OUT, quantity=Decimal(1))
    >>> two = Movement(8, noon, IN, quantity=Decimal(5), cost=Decimal(9))
    >>> [m.key for m in in_order([one, two])]
    [8, 7]
    >>> price = Movement(9, noon, REPRICE, cost=Decimal(3), place=2)
    >>> [m.key for m in in_order([two._replace(place=3), price, one._replace(place=1)])]
    [7, 9, 8]
    """
    parting = defaultdict(list)
    for movement in movements:
        if _parts(movement):
            parting[movement.at].append(movement.place)
    for places in parting.values():
        places.sort()
    return sorted(movements, key=lambda movement: _rank(movement, parting))


def _parts(movement):
    """Whether its moment has a before and an after."""
    return movement.kind in (REPRICE, METHOD) and bool(movement.place)


def _rank(movement, parting):
    return (
        movement.at,
        bisect(parting.get(movement.at, ()), movement.place),
        # What a price or a method parts begins with it.
        not _parts(movement),
        RANK[movement.kind],
        # A gain costs what was known before.
        movement.cost is not None,
        movement.quantity,
        ZERO if movement.cost is None else movement.cost,
        str(movement.pool),
        str(movement.target),
        # Of two equal ones it is all the same which comes first, but not how often
        # one looks.
        movement.key,
    )


class Money:
    """Rounds amounts to the currency's digits, half up.

    >>> Money(2).round(Decimal("0.0129") * 1000)
    Decimal('12.90')
    >>> Money(2).share(Decimal(10), Decimal(3), Decimal(1))
    Decimal('3.33')
    """

    def __init__(self, digits=2):
        self.unit = Decimal(1).scaleb(-digits)

    def round(self, amount):
        """The amount as it can be booked."""
        return amount.quantize(self.unit, ROUND_HALF_UP)

    def floor(self, amount):
        """The whole cents of an amount."""
        return amount.quantize(self.unit, ROUND_FLOOR)

    def share(self, amount, whole, part):
        """What ``part`` of ``whole`` is worth; the last part gets the tail."""
        if part == whole:
            return amount
        return self.round(amount * part / whole)
