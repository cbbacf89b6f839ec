"""Months: what is collected, and accrued, together."""

from calendar import monthrange


def month_start(day):
    """
    >>> from datetime import date
    >>> month_start(date(2026, 2, 17))
    datetime.date(2026, 2, 1)
    """
    return day.replace(day=1)


def month_end(day):
    """
    >>> from datetime import date
    >>> month_end(date(2028, 2, 17))
    datetime.date(2028, 2, 29)
    """
    return day.replace(day=monthrange(day.year, day.month)[1])
