"""When goods arrive, and when to order them: days on which nobody works do not count.

Chinese public holidays, and the weekend days worked in exchange for them, come from
``chinese_calendar``. The State Council tells them a year ahead at most; for what it has
not told there are the holidays that stand in the law with a date.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta  # noqa: F401 (date: for the doctests)
from functools import lru_cache

from chinese_calendar import get_holiday_detail
from chinese_calendar.constants import holidays, workdays

DAY = timedelta(days=1)
KNOWN = range(min(holidays).year, max(holidays).year + 1)
#: Month and day of what is a holiday each year; none of them follows the moon.
FIXED = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
#: Nobody waits longer; who is always closed would be waited for for ever.
MOST = 1500


def is_known(day):
    """Whether the holidays of that year have been published.

    >>> is_known(date(2026, 2, 17)), is_known(date(2199, 1, 1))
    (True, False)
    """
    return day.year in KNOWN


@lru_cache(maxsize=4096)
def is_holiday(day):
    """A public holiday, the days around it included; a plain weekend is none.

    >>> is_holiday(date(2026, 2, 17)), is_holiday(date(2026, 3, 1))
    (True, False)
    """
    if not is_known(day):
        return (day.month, day.day) in FIXED
    free, name = get_holiday_detail(day)
    return free and name is not None and day in holidays


def is_made_up(day):
    """A Saturday or Sunday that is worked for a holiday.

    >>> is_made_up(date(2026, 2, 14)), is_made_up(date(2026, 2, 21))
    (True, False)
    """
    return day in workdays and day.weekday() > 4


@dataclass(frozen=True)
class Calendar:
    """The days that count for a vendor."""

    #: Days of the week that he works, Monday is 0; None: all, as the host counts.
    weekdays: frozenset | None = None
    #: Pairs of first and last day on which he is closed.
    closures: tuple = field(default=())
    holidays: bool = True

    def counts(self, day):
        if any(first <= day <= last for first, last in self.closures):
            return False
        if self.holidays and is_holiday(day):
            return False
        if self.weekdays is None or day.weekday() in self.weekdays:
            return True
        return self.holidays and is_made_up(day)

    def arrival(self, ordered, lead):
        """The day on which goods arrive that need ``lead`` days.

        >>> Calendar().arrival(date(2026, 2, 13), 5)
        datetime.date(2026, 2, 26)
        >>> Calendar(holidays=False).arrival(date(2026, 2, 13), 5)
        datetime.date(2026, 2, 18)
        """
        day, left = ordered, lead
        last = ordered + timedelta(days=max(lead, 0) + MOST)
        while (left > 0 or not self.counts(day)) and day < last:
            day += DAY
            left -= self.counts(day)
        return day

    def latest(self, wanted, lead):
        """The last day to order what has to be there on the day ``wanted``.

        >>> Calendar().latest(date(2026, 2, 26), 5)
        datetime.date(2026, 2, 13)
        """
        day, left = wanted, lead
        first = wanted - timedelta(days=max(lead, 0) + MOST)
        while (left > 0 or (lead <= 0 and not self.counts(day))) and day > first:
            left -= self.counts(day)
            day -= DAY
        return day


EVERY_DAY = Calendar(holidays=False)
