"""What the books lack of the month's stock ledger, by kind of movement.

>>> from decimal import Decimal as D
>>> sold = Flow("sale", 1405, 5401)
>>> found = missing({sold: D(-80)}, {sold: D(-50)})
>>> [(flow.kind, str(amount)) for flow, amount in found.items()]
[('sale', '-30')]
>>> lines(found)
{'sale': {1405: Decimal('-30'), 5401: Decimal('30')}}
"""

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

#: The kinds of vouchers, in the order in which they are booked.
OPENING = "opening"
PURCHASE = "purchase"
SALE = "sale"
ADJUSTMENT = "adjustment"
PRODUCTION = "production"
COMPANY = "company"
REVALUATION = "revaluation"
VARIANCE = "variance"
OTHER = "other"
KINDS = (
    OPENING,
    PURCHASE,
    SALE,
    ADJUSTMENT,
    PRODUCTION,
    COMPANY,
    REVALUATION,
    VARIANCE,
    OTHER,
)


class Flow(NamedTuple):
    """Money that goes into stock, or less than nothing out of it."""

    kind: str
    #: The account of the stock, and the one against which it is booked.
    stock: object
    counter: object


def missing(ledger, books):
    """What the ledger says and the books do not yet, by flow; what is nothing is left
    out.

    :param ledger: {flow: amount}, what should be on the accounts.
    :param books: {flow: amount}, what is.
    """
    found = {}
    for flow in sorted(ledger.keys() | books.keys(), key=_place):
        amount = ledger.get(flow, Decimal(0)) - books.get(flow, Decimal(0))
        if amount:
            found[flow] = amount
    return found


def lines(found):
    """The balances of the accounts of one entry for each kind: {kind: {account: sum}}.

    Each entry adds up to nothing.
    """
    entries = {}
    for flow, amount in found.items():
        entry = entries.setdefault(flow.kind, defaultdict(Decimal))
        entry[flow.stock] += amount
        entry[flow.counter] -= amount
    return {
        kind: {account: balance for account, balance in entry.items() if balance}
        for kind, entry in entries.items()
    }


def totals(flows):
    """The sum of each kind."""
    sums = defaultdict(Decimal)
    for flow, amount in flows.items():
        sums[flow.kind] += amount
    return dict(sums)


def _place(flow):
    return KINDS.index(flow.kind), str(flow.stock), str(flow.counter)
