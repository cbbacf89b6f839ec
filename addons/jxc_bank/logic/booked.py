"""Which row of a bank's file is a payment that stands in the books already."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

#: The bank may be this much earlier or later than whoever registered the payment.
DAYS = 7


class Booked(NamedTuple):
    """A payment as the bank account sees it: money in is positive."""

    key: int
    day: date
    amount: Decimal
    partner: str = ""


def find_booked(movements, payments, same_name):
    """The payment of each movement, the surest pairs first, each used once.

    :param movements: with ``number``, ``day``, ``amount`` and ``partner``.
    :param payments: list of :class:`Booked`.
    :param same_name: function that says whether two names are the same partner.
    :return: {movement number: payment key}
    """
    by_amount = {}
    for payment in payments:
        by_amount.setdefault(payment.amount, []).append(payment)
    pairs = []
    for row in movements:
        for payment in by_amount.get(row.amount, ()):
            days = abs((payment.day - row.day).days)
            if days > DAYS:
                continue
            known = bool(row.partner and payment.partner)
            same = known and same_name(row.partner, payment.partner)
            if known and not same:
                continue
            pairs.append((not same, days, row.number, payment.key))
    found, used = {}, set()
    for _unsure, _days, number, key in sorted(pairs):
        if number not in found and key not in used:
            found[number] = key
            used.add(key)
    return found
