"""Three-way match: the order, what was accepted, the vendor's bill."""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
PRICE = "price"
QUANTITY = "quantity"


@dataclass(frozen=True)
class Tolerance:
    """Limits that are set; 0 is none. Amounts in the company's currency."""

    percent: Decimal = ZERO
    amount: Decimal = ZERO
    quantity_percent: Decimal = ZERO


@dataclass(frozen=True)
class Figures:
    """One bill line against its order line, in the bill's unit.

    ``gap`` is how much the bill is above or below the order's price, rounded, in the
    company's currency; ``worth`` is the quantity at the order's price.
    """

    limit: Decimal
    before: Decimal
    this: Decimal
    worth: Decimal
    gap: Decimal


def most_particular(*tolerances):
    """The first that is set, of those from the most particular to the least.

    A tolerance that is set and lets nothing pass is one as well.

    >>> most_particular(None, Tolerance(), Tolerance(Decimal(5))) == Tolerance()
    True
    """
    return next(one for one in tolerances if one is not None)


def within(difference, base, percent, amount):
    """Whether a difference keeps every limit that is set; with none, there may be none.

    >>> within(Decimal(5), Decimal(100), Decimal(5), ZERO)
    True
    >>> within(Decimal(5), Decimal(100), Decimal(5), Decimal(4))
    False
    >>> within(Decimal(5), Decimal(100), ZERO, ZERO)
    False
    """
    difference = abs(difference)
    if not percent and not amount:
        return not difference
    by_percent = not percent or difference * 100 <= abs(base) * percent
    return by_percent and (not amount or difference <= amount)


def judge(figures, tolerance):
    """:return: the kinds of difference that hold the bill, and those tolerated."""
    held, passed = [], []
    if figures.gap:
        fits = within(figures.gap, figures.worth, tolerance.percent, tolerance.amount)
        (passed if fits else held).append(PRICE)
    total = figures.before + figures.this
    # A refund, or what lowers the bill, cannot bill too much.
    if figures.this > 0 and total > figures.limit:
        fits = within(
            total - figures.limit, figures.limit, tolerance.quantity_percent, ZERO
        )
        (passed if fits else held).append(QUANTITY)
    if figures.this < 0 and total < 0:
        held.append(QUANTITY)
    return held, passed
