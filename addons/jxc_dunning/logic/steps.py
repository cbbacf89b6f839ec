"""Which overdue items are written about, and how sternly.

Amounts are Decimals. An item climbs one step at a time, and each step only once.
"""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Level(NamedTuple):
    """A step: from so many days overdue, and so long after the letter before it."""

    key: int
    days: int
    wait: int


class Item(NamedTuple):
    """An overdue item of one customer and currency.

    reached: days of the highest step that it was written about; None: of none.
    since: days since that letter.
    """

    key: int
    overdue: int
    amount: Decimal
    reached: int | None = None
    since: int = 0
    held: bool = False


def next_level(item, levels):
    """The step that the item is due for, or None.

    >>> steps = [Level(1, 7, 0), Level(2, 30, 14)]
    >>> next_level(Item(1, 40, Decimal(5)), steps).key
    1
    >>> next_level(Item(1, 40, Decimal(5), reached=7, since=3), steps) is None
    True
    >>> next_level(Item(1, 40, Decimal(5), reached=7, since=14), steps).key
    2
    """
    first = item.reached is None
    above = [level for level in levels if first or level.days > item.reached]
    if not above:
        return None
    step = min(above, key=lambda level: level.days)
    waited = first or item.since >= step.wait
    return step if item.overdue >= step.days and waited else None


def uncovered(items, credit):
    """What of each item money that is there and not matched yet does not pay.

    The oldest first, what is held back last; ``{key: amount}`` of those of which
    something is left.

    >>> uncovered([Item(1, 9, Decimal(5)), Item(2, 8, Decimal(7))], Decimal(6))
    {2: Decimal('6')}
    """
    left = {}
    for item in sorted(items, key=lambda item: (item.held, -item.overdue, item.key)):
        paid = min(credit, item.amount)
        credit -= paid
        if item.amount > paid:
            left[item.key] = item.amount - paid
    return left


class Plan(NamedTuple):
    """A letter: ``[(item key, level key, amount)]``, and what it is silent about.

    rest: what else is overdue and not paid.
    held, covered: how many items are in dispute, or paid by money that waits.
    small: there would be a letter, but for so little none is written.
    """

    lines: list
    rest: Decimal
    held: int = 0
    covered: int = 0
    small: bool = False


def plan(items, levels, credit, minimum=ZERO):
    """The letter to one customer in one currency; no lines: none is written.

    >>> steps = [Level(1, 7, 0), Level(2, 30, 14)]
    >>> ten = Decimal(10)
    >>> plan([Item(1, 40, ten, 7, 20), Item(2, 8, ten)], steps, Decimal(0)).lines
    [(1, 2, Decimal('10')), (2, 1, Decimal('10'))]
    """
    left = uncovered(items, credit)
    lines = []
    for item in sorted(items, key=lambda item: (-item.overdue, item.key)):
        level = None if item.held else next_level(item, levels)
        if level and item.key in left:
            lines.append((item.key, level.key, left[item.key]))
    total = sum((amount for _key, _level, amount in lines), ZERO)
    small = bool(lines) and total < minimum
    if small:
        lines, total = [], ZERO
    return Plan(
        lines,
        sum(left.values(), ZERO) - total,
        sum(item.held for item in items),
        sum(item.key not in left for item in items),
        small,
    )
