"""Which debit is matched with which credit, and by how much.

Amounts are Decimal and positive on both sides. Nothing is made or lost: every item
gives at most its amount, and each group (an account) is matched by itself.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

ZERO = Decimal(0)


class Item(NamedTuple):
    """An open item: what may be matched of it."""

    key: int
    due: date
    amount: Decimal
    group: int = 0


class Pair(NamedTuple):
    debit: int
    credit: int
    amount: Decimal


def oldest_first(debits, credits):
    """Match the items that were due first, on both sides.

    :param debits: iterable of :class:`Item`.
    :param credits: iterable of :class:`Item`.
    :return: list of :class:`Pair` in the order in which they are to be posted.

    >>> day = date(2026, 1, 31)
    >>> oldest_first([Item(1, day, Decimal(70))], [Item(2, day, Decimal(50))])
    [Pair(debit=1, credit=2, amount=Decimal('50'))]
    """
    pairs = []
    waiting = {}
    for item in _ordered(credits):
        waiting.setdefault(item.group, []).append(item)
    for debit in _ordered(debits):
        queue = waiting.get(debit.group, [])
        left = debit.amount
        while left > ZERO and queue:
            credit = queue[0]
            amount = min(left, credit.amount)
            pairs.append(Pair(debit.key, credit.key, amount))
            left -= amount
            if amount == credit.amount:
                queue.pop(0)
            else:
                queue[0] = credit._replace(amount=credit.amount - amount)
    return pairs


def _ordered(items):
    found = [item for item in items if item.amount > ZERO]
    return sorted(found, key=lambda item: (item.due, item.key))


def spread(total, leftovers):
    """Spread an amount over the accounts on which a difference is left.

    :param total: what is to be written off, positive.
    :param leftovers: {account: what is left on it}, positive ones count.
    :return: {account: amount}, the largest first; it may come to less than the total
        when not as much is left.

    >>> spread(Decimal(9), {1: Decimal(4), 2: Decimal(7), 3: Decimal(-5)})
    {2: Decimal('7'), 1: Decimal('2')}
    """
    shares = {}
    for account, left in sorted(leftovers.items(), key=lambda e: (-e[1], e[0])):
        amount = min(total, left)
        if amount > ZERO:
            shares[account] = amount
            total -= amount
    return shares


def totals(pairs):
    """What each item gives: ``({debit: amount}, {credit: amount})``."""
    of_debits, of_credits = {}, {}
    for pair in pairs:
        of_debits[pair.debit] = of_debits.get(pair.debit, ZERO) + pair.amount
        of_credits[pair.credit] = of_credits.get(pair.credit, ZERO) + pair.amount
    return of_debits, of_credits
