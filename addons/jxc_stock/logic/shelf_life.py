"""How the day a lot was made and the day it expires follow from one another."""

from typing import NamedTuple

from dateutil.relativedelta import relativedelta

MADE, END, BOTH = "made", "end", "both"


class ShelfLife(NamedTuple):
    """So many days, or calendar months: a month after January 31 is February 28."""

    number: int
    unit: str

    @property
    def span(self):
        return relativedelta(**{f"{self.unit}s": self.number})

    def end(self, made):
        return made + self.span

    def made(self, end):
        return end - self.span

    @property
    def in_days(self):
        """About; for whoever reckons in days."""
        return self.number if self.unit == "day" else self.number * 365 // 12


def follow(entered, source, life):
    """What follows from the days that somebody entered.

    What he has entered himself never moves; what was derived follows.

    :param entered: ``{"made": day, "end": day}``, as far as entered; a day or None.
    :param source: which of them had been entered before: made, end, both or None.
    :param life: the :class:`ShelfLife`
    :return: ``(days that follow, source)``
    """
    if len(entered) == 2:
        if all(entered.values()):
            return {}, BOTH
        # One of two that is empty was not entered, as an empty cell of a table.
        entered = {name: day for name, day in entered.items() if day} or {MADE: None}
        source = None
    name, day = next(iter(entered.items()))
    other = END if name == MADE else MADE
    if not day:
        return {}, other if source in (other, BOTH) else None
    if source in (other, BOTH):
        return {}, BOTH
    if life.number <= 0:
        return {}, name
    return {other: life.end(day) if name == MADE else life.made(day)}, name


def contradiction(made, end, best_before=None):
    """Which rule these days break: made_late, best_late, or None."""
    if made and end and end < made:
        return "made_late"
    if best_before and end and end < best_before:
        return "best_late"
    return None


def remaining(today, made, end, life):
    """Days left, and their share of the whole life; None where it is not known.

    A lot can be used on the day it expires.
    """
    if not end:
        return None, None
    left, whole = (end - today).days, whole_life(made, end, life)
    return left, max(left, 0) / whole if whole else None


def whole_life(made, end, life):
    """The days from its production to its expiry; None where it is not known."""
    start = made or (life.made(end) if life.number > 0 else None)
    return (end - start).days if start and start < end else None
