"""Running balances of a statement, and what changed since it was sent.

Amounts are Decimal; a key names the document an amount comes from.
"""

from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Change(NamedTuple):
    """A document whose amount is another one now; None: it is not there."""

    key: int
    before: Decimal | None
    now: Decimal | None


def running(opening, amounts):
    """The balance after each of the movements.

    >>> running(Decimal(100), [Decimal(30), Decimal(-50)])
    [Decimal('130'), Decimal('80')]
    """
    balances = []
    for amount in amounts:
        opening += amount
        balances.append(opening)
    return balances


def split(amount):
    """An amount in its column: what adds to the debt, what takes it off.

    >>> split(Decimal(-5))
    (Decimal('0'), Decimal('5'))
    """
    return max(amount, ZERO), max(-amount, ZERO)


def changes(before, now):
    """What differs between two ``{key: amount}``, in the order of the keys.

    >>> changes({1: Decimal(5), 2: Decimal(7)}, {2: Decimal(7), 3: Decimal(1)})
    [Change(key=1, before=Decimal('5'), now=None), \
Change(key=3, before=None, now=Decimal('1'))]
    """
    return [
        Change(key, before.get(key), now.get(key))
        for key in sorted(before.keys() | now.keys())
        if before.get(key) != now.get(key)
    ]
