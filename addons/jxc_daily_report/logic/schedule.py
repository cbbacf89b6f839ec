"""When the next report goes out, by the clocks of the company."""

from datetime import datetime, time, timedelta

import pytz


def minutes(hour):
    """8.5 is half past eight; a day has no 24th hour."""
    return min(max(round(hour * 60), 0), 24 * 60 - 1)


def moment(day, hour, zone):
    """The hour of a day in a zone, as UTC without a zone.

    An hour that the clocks leave out is the one after it.
    """
    total = minutes(hour)
    local = datetime.combine(day, time(total // 60, total % 60))
    known = pytz.timezone(zone)
    return (
        known.normalize(known.localize(local)).astimezone(pytz.utc).replace(tzinfo=None)
    )


def local_day(now, zone):
    """The date that a UTC moment has there."""
    return pytz.utc.localize(now).astimezone(pytz.timezone(zone)).date()


def following(now, hour, zone):
    """The first such hour after ``now``."""
    day = local_day(now, zone)
    for ahead in range(3):
        found = moment(day + timedelta(days=ahead), hour, zone)
        if found > now:
            return found
    raise ValueError(zone)


def span(first, last, zone):
    """From the start of the first day to the start of the day after the last."""
    return moment(first, 0, zone), moment(last + timedelta(days=1), 0, zone)
