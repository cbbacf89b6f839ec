"""When a message may go out, and when it is tried again."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Minutes until the next attempt, by the number of attempts that failed.
WAITS = (1, 5, 15, 60, 240)


def send_on(now, timezone, quiet_from=0.0, quiet_to=0.0, digest_at=None):
    """The moment from which a message may go out.

    :param now: naive datetime in UTC; so is the answer.
    :param quiet_from: hour of the day in ``timezone``, 22.5 for half past ten; with
        ``quiet_to`` equal to it there are no quiet hours.
    :param digest_at: the hour at which a day's messages go out at once; None: now.
    """
    zone = ZoneInfo(timezone)
    local = now.replace(tzinfo=ZoneInfo("UTC")).astimezone(zone)
    if digest_at is not None:
        local = _next(local, digest_at, zone)
    if _is_quiet(local.hour + local.minute / 60, quiet_from, quiet_to):
        local = _next(local, quiet_to, zone)
    return local.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)


def retry_on(now, failed):
    """When to try again after ``failed`` attempts; None: give up."""
    if failed > len(WAITS):
        return None
    return now + timedelta(minutes=WAITS[failed - 1])


def _is_quiet(hour, begin, end):
    if begin <= end:
        return begin <= hour < end
    return hour >= begin or hour < end


def _next(local, hour, zone):
    minutes = round(hour * 60) % (24 * 60)
    at = time(*divmod(minutes, 60))
    found = datetime.combine(local.date(), at, tzinfo=zone)
    if found <= local:
        found = datetime.combine(local.date() + timedelta(days=1), at, tzinfo=zone)
    return found
