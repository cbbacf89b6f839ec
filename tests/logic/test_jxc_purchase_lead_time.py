"""P3: when goods arrive, and the last day to order them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_purchase.logic.lead_time import EVERY_DAY, Calendar, is_holiday, is_made_up
from jxc_purchase.logic.reorder import order_by

WEEK = frozenset(range(5))
FESTIVAL = [date(2026, 2, 15) + timedelta(days=n) for n in range(9)]
NATIONAL = [date(2026, 10, 1) + timedelta(days=n) for n in range(7)]
DAYS = st.dates(date(2025, 6, 1), date(2028, 1, 1))


@pytest.mark.parametrize("day", FESTIVAL + NATIONAL)
def test_holidays_of_2026(day):
    """P3: Spring Festival and National Day as the State Council published them."""
    assert is_holiday(day)
    assert not Calendar().counts(day)
    assert EVERY_DAY.counts(day)


@pytest.mark.parametrize(
    "day",
    [date(2026, 2, 14), date(2026, 2, 28), date(2026, 9, 20), date(2026, 10, 10)],
)
def test_made_up_days(day):
    """P3: weekends worked in exchange count, also for who works five days."""
    assert is_made_up(day)
    assert Calendar(WEEK).counts(day)
    assert not Calendar(WEEK, holidays=False).counts(day)
    assert not Calendar(WEEK, ((day, day),)).counts(day)


@pytest.mark.parametrize(
    "calendar, lead, expected",
    [
        (Calendar(), 3, date(2026, 2, 24)),
        (Calendar(holidays=False), 3, date(2026, 2, 15)),
        (Calendar(WEEK), 3, date(2026, 2, 24)),
        (Calendar(WEEK), 7, date(2026, 2, 28)),
        (Calendar(closures=((date(2026, 2, 8), date(2026, 3, 8)),)), 0, None),
    ],
)
def test_arrival(calendar, lead, expected):
    """P3: ordered on Thursday, 12 February 2026."""
    expected = expected or date(2026, 3, 9)
    assert calendar.arrival(date(2026, 2, 12), lead) == expected


def test_order_by():
    """P1: stock that lasts until 24 February is ordered before the holiday."""
    today = date(2026, 2, 2)
    assert order_by(today, 22, 3) == date(2026, 2, 21)
    assert order_by(today, 22, 3, Calendar()) == date(2026, 2, 12)


def test_always_closed():
    """P3: who never works is not waited for for ever."""
    assert Calendar(frozenset()).arrival(date(2026, 1, 1), 3).year < 2035


calendars = st.builds(
    Calendar,
    st.sampled_from([None, WEEK, frozenset({0, 3})]),
    st.lists(
        DAYS.flatmap(lambda d: st.tuples(st.just(d), st.just(d + timedelta(days=20)))),
        max_size=3,
    ).map(tuple),
    st.booleans(),
)


@given(calendars, DAYS, st.integers(0, 60))
def test_latest_is_the_last_day(calendar, day, lead):
    """P1: who orders on the last day gets it in time, a day later he does not."""
    last = calendar.latest(day, lead)
    assert calendar.arrival(last, lead) <= day
    assert calendar.arrival(last + timedelta(days=1), lead) > day


@given(calendars, DAYS, st.integers(0, 60))
def test_later_orders_arrive_no_sooner(calendar, day, lead):
    """P3: an arrival is a day that counts, and later orders do not overtake."""
    arrival = calendar.arrival(day, lead)
    assert calendar.counts(arrival)
    assert calendar.arrival(day + timedelta(days=1), lead) >= arrival
