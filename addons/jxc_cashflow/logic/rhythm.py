"""On which days a fixed payment falls."""

from calendar import monthrange
from datetime import date, timedelta

WEEK = 7
#: Months from one payment to the next.
MONTHS = {"monthly": 1, "quarterly": 3, "yearly": 12}


def days(rhythm, start, end, first, last, month_end=False):
    """The days from ``first`` to ``last`` on which it is paid, in order.

    :param rhythm: ``weekly`` or a key of :data:`MONTHS`.
    :param start: the first payment; its day of the month is kept where there is one.
    :param end: no payment after it, or None.
    :param month_end: on the last day of the month, whatever day it began on.

    >>> days("monthly", date(2026, 1, 31), None, date(2026, 2, 1), date(2026, 3, 31))
    [datetime.date(2026, 2, 28), datetime.date(2026, 3, 31)]
    """
    last = min(last, end) if end else last
    first = max(first, start)
    if rhythm == "weekly":
        begin = first + timedelta(-(first - start).days % WEEK)
        return [
            begin + timedelta(number)
            for number in range(0, (last - begin).days + 1, WEEK)
        ]
    step, found = MONTHS[rhythm], []
    months = (first.year - start.year) * 12 + first.month - start.month
    number = max(months // step - 1, 0)
    while (day := _after(start, number * step, month_end)) <= last:
        if day >= first:
            found.append(day)
        number += 1
    return found


def _after(start, months, month_end):
    """The day of the month of ``start``, so many months later, or its last day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    longest = monthrange(year, month)[1]
    return date(year, month, longest if month_end else min(start.day, longest))
