from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from jxc_alert.logic.sending import WAITS, retry_on, send_on

SHANGHAI = "Asia/Shanghai"
NOON = datetime(2026, 3, 2, 4, 0)  # 12:00 in Shanghai
NIGHT = datetime(2026, 3, 2, 15, 30)  # 23:30 in Shanghai


def test_at_once():
    assert send_on(NOON, SHANGHAI) == NOON
    assert send_on(NIGHT, SHANGHAI) == NIGHT


def test_quiet_hours_over_midnight():
    quiet = {"quiet_from": 22.0, "quiet_to": 7.5}
    assert send_on(NOON, SHANGHAI, **quiet) == NOON
    assert send_on(NIGHT, SHANGHAI, **quiet) == datetime(2026, 3, 2, 23, 30)
    early = datetime(2026, 3, 2, 22, 0)  # 06:00 on the 3rd
    assert send_on(early, SHANGHAI, **quiet) == datetime(2026, 3, 2, 23, 30)
    assert send_on(datetime(2026, 3, 2, 23, 30), SHANGHAI, **quiet) == datetime(
        2026, 3, 2, 23, 30
    )


def test_quiet_hours_within_a_day():
    assert send_on(NOON, SHANGHAI, 12, 13.5) == datetime(2026, 3, 2, 5, 30)


def test_once_a_day():
    assert send_on(NOON, SHANGHAI, digest_at=9) == datetime(2026, 3, 3, 1, 0)
    assert send_on(NOON, SHANGHAI, digest_at=18) == datetime(2026, 3, 2, 10, 0)
    assert send_on(NOON, SHANGHAI, 17, 20, digest_at=18) == datetime(2026, 3, 2, 12, 0)


def test_in_the_time_zone_of_who_is_told():
    assert send_on(NOON, "Europe/Berlin", 0, 6) == datetime(2026, 3, 2, 5, 0)


hours = st.integers(0, 47).map(lambda half: half / 2)


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)),
    hours,
    hours,
    st.none() | hours,
)
def test_never_early_never_more_than_two_days_late(now, begin, end, digest):
    found = send_on(now, SHANGHAI, begin, end, digest)
    assert now <= found <= now + timedelta(days=2)
    assert send_on(found, SHANGHAI, begin, end) == found, "then it is not quiet"


def test_retried_ever_later_then_given_up():
    waits = [retry_on(NOON, n) - NOON for n in range(1, len(WAITS) + 1)]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=1)
    assert retry_on(NOON, len(WAITS) + 1) is None
