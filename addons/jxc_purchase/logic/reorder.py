"""How much is missing, and until when it has to be ordered."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from .lead_time import EVERY_DAY

ZERO = Decimal(0)
#: Beyond it nobody plans, and a date would only pretend to know.
FAR = 3650


@dataclass(frozen=True, slots=True)
class Short:
    """A product that has less in a warehouse than it should, in its unit."""

    pair: tuple[int, int]
    atp: Decimal
    incoming: Decimal
    low: Decimal
    high: Decimal
    point_id: int

    @classmethod
    def of(cls, row):
        """From a row of the statement of what is below its minimum."""
        product, warehouse, _on_hand, *numbers, point_id = row
        figures = (Decimal(str(number or 0)) for number in numbers)
        return cls((product, warehouse), *figures, point_id)


def needed(available, on_order, minimum, maximum, lasting=False):
    """Quantity that lifts what is available and on its way up to the maximum.

    Nothing is needed as long as that is not below the minimum; a need that has been
    found and not met in full lasts until the maximum is on its way.

    >>> needed(Decimal(12), Decimal(0), Decimal(50), Decimal(100))
    Decimal('88')
    >>> needed(Decimal(12), Decimal(60), Decimal(50), Decimal(100))
    Decimal('0')
    >>> needed(Decimal(12), Decimal(60), Decimal(50), Decimal(100), lasting=True)
    Decimal('28')
    """
    coming = available + on_order
    if available >= minimum or (coming >= minimum and not lasting):
        return ZERO
    return max(max(maximum, minimum) - coming, ZERO)


def days_of_cover(coming, daily):
    """Whole days that ``coming`` lasts at ``daily`` a day; None if nothing is used.

    >>> days_of_cover(Decimal(25), Decimal(10))
    2
    >>> days_of_cover(Decimal(-3), Decimal(10))
    0
    """
    if daily <= 0:
        return None
    days = (max(coming, ZERO) / daily).to_integral_value(ROUND_FLOOR)
    return min(int(days), FAR)


def order_by(today: date, cover, lead_days, calendar=EVERY_DAY):
    """The last day to order so that goods arrive before there are none left.

    It is never in the past: what is late is ordered today.

    >>> order_by(date(2026, 5, 4), 10, 3)
    datetime.date(2026, 5, 11)
    >>> order_by(date(2026, 5, 4), 1, 3)
    datetime.date(2026, 5, 4)
    >>> order_by(date(2026, 5, 4), None, 3)
    datetime.date(2026, 5, 4)
    """
    out = today + timedelta(days=cover or 0)
    return max(calendar.latest(out, lead_days), today)
