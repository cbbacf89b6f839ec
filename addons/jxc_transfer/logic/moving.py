"""Who gives how much to a warehouse that is short."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Giver:
    """A warehouse with ``spare`` goods, and how far away it is."""

    key: int
    spare: Decimal
    days: int = 0
    cost: Decimal = ZERO


def spare(available, minimum, planned):
    """What a warehouse can give and still keep its minimum.

    >>> spare(Decimal(80), Decimal(50), Decimal(10))
    Decimal('20')
    >>> spare(Decimal(40), Decimal(50), Decimal(0))
    Decimal('0')
    """
    return max(available - minimum - planned, ZERO)


def allocate(need, givers, pack):
    """Cover ``need`` from the givers, the nearest first, then the cheapest.

    Only whole packs travel; the last one may hold a little more than is needed.

    :return: list of (key, quantity), nothing that is zero.

    >>> near, far = Giver(1, Decimal(25), 1), Giver(2, Decimal(90), 3)
    >>> allocate(Decimal(40), [far, near], Decimal(10))
    [(1, Decimal('20')), (2, Decimal('20'))]
    >>> allocate(Decimal(5), [Giver(1, Decimal(9))], Decimal(10))
    []
    """
    found = []
    for giver in sorted(givers, key=lambda g: (g.days, g.cost, g.key)):
        if need <= ZERO:
            break
        wanted = _packs(need, pack, ROUND_CEILING)
        taken = min(wanted, _packs(giver.spare, pack, ROUND_FLOOR))
        if taken > ZERO:
            found.append((giver.key, taken))
            need -= taken
    return found


def _packs(quantity, pack, rounding):
    return (quantity / pack).to_integral_value(rounding) * pack
