"""Moments to the microsecond: the host's end at the second, and in a busy place goods
are counted and moved in one and the same."""

import re
from datetime import datetime, timedelta

SECOND = timedelta(microseconds=999_999)
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d*)?")


def now():
    """By the clock that the host dates movements with, with what it cuts off."""
    return datetime.now()


def within(second, moment):
    """``moment``, or what of that ``second`` is next to it."""
    return max(second, min(moment, second + SECOND))


def of_text(text):
    """A moment as a device sends it (UTC), or None.

    Without a fraction it is the end of its second: whatever moved in it came before.
    """
    match = MOMENT.match(str(text or ""))
    if not match:
        return None
    day, time, fraction = match.groups()
    try:
        at = datetime.fromisoformat(f"{day} {time}")
    except ValueError:
        return None
    if fraction is None:
        return at + SECOND
    return at.replace(microsecond=int(fraction.ljust(6, "0")))
