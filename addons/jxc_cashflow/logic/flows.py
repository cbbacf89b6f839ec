"""What is expected to be paid when, and what is left in the bank each day."""

from collections import defaultdict
from datetime import timedelta
from typing import NamedTuple

#: How many payments are named as the cause of a shortage.
NAMED = 3


class Habit(NamedTuple):
    """By how many days a partner pays after the due date, and of how many payments."""

    days: int
    payments: int


def expected(due, today, late=0, delay=0):
    """The day of a payment: its due date and the habit, not before today.

    :param delay: further days, of a scenario: they count from the expected day on,
        so that what is overdue comes later too.
    """
    return max(due + timedelta(late), today) + timedelta(delay)


def net(items):
    """Advances and credit notes pay what falls due first, before any money does.

    :param items: ``(key, due, amount)`` of one partner and side; what is owed is
        positive, an advance negative. Amounts are whole, as Decimals are.
    :return: what is left of each item owed, by key, and of the advances (negative)

    >>> from datetime import date
    >>> net([("a", date(2026, 1, 2), 10), ("b", date(2026, 1, 1), 5), ("c", None, -8)])
    ({'b': 0, 'a': 7}, 0)
    """
    credit = -sum(amount for _key, _due, amount in items if amount < 0)
    left = {}
    owed = [item for item in items if item[2] > 0]
    for key, _due, amount in sorted(owed, key=lambda item: item[1]):
        used = min(credit, amount)
        left[key] = amount - used
        credit -= used
    return left, -credit


def balances(opening, flows):
    """The balance at the end of each day on which money moves.

    :param flows: ``(day, amount)``, money that comes is positive.
    """
    sums = defaultdict(int)
    for day, amount in flows:
        sums[day] += amount
    result, balance = {}, opening
    for day in sorted(sums):
        balance += sums[day]
        result[day] = balance
    return result


def first_below(by_day, floor):
    """The first day that ends with less than ``floor``, or None."""
    return next((day for day, balance in by_day.items() if balance < floor), None)


def causes(flows, day):
    """The keys of the largest payments of a day.

    :param flows: ``(key, day, amount)``
    """
    paid = sorted(
        (amount, key) for key, when, amount in flows if when == day and amount < 0
    )
    return [key for _amount, key in paid[:NAMED]]
