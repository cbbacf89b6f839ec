"""V1: fixed payments, habits, advances and balances, against slower arithmetic."""

import doctest
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_cashflow.logic import flows, rhythm

DAY = date(2026, 1, 1)
near = st.dates(date(2023, 1, 1), date(2027, 12, 31))
cents = st.integers(-(10**9), 10**9).map(lambda n: Decimal(n) / 100)


def test_examples():
    for module in (flows, rhythm):
        assert doctest.testmod(module).failed == 0


@given(
    st.sampled_from(["weekly", *rhythm.MONTHS]),
    near,
    st.none() | near,
    near,
    st.integers(0, 500),
    st.booleans(),
)
def test_days_of_fixed_payments(kind, start, end, first, length, month_end):
    """Each day on its own: is it paid?"""
    month_end = month_end and kind != "weekly"
    last = first + timedelta(length)

    def paid(day):
        if day < start or (end and day > end):
            return False
        if kind == "weekly":
            return (day - start).days % 7 == 0
        months = (day.year - start.year) * 12 + day.month - start.month
        longest = monthrange(day.year, day.month)[1]
        wanted = longest if month_end else min(start.day, longest)
        return months % rhythm.MONTHS[kind] == 0 and day.day == wanted

    every = (first + timedelta(number) for number in range(length + 1))
    assert rhythm.days(kind, start, end, first, last, month_end) == [
        day for day in every if paid(day)
    ]


@given(st.lists(st.tuples(st.integers(0, 99), cents), max_size=30))
def test_advances_pay_the_first_due(rows):
    """Nothing is lost, nothing turns round, and the later waits for the earlier."""
    items = [
        (key, DAY + timedelta(days), money) for key, (days, money) in enumerate(rows)
    ]
    left, over = flows.net(items)
    assert sum(left.values()) + over == sum(money for _days, money in rows)
    assert over <= 0 and (not over or not any(left.values()))
    owed = sorted((due, key) for key, due, money in items if money > 0)
    amounts = dict(enumerate(money for _days, money in rows))
    begun = False
    for _due, key in owed:
        assert 0 <= left[key] <= amounts[key]
        assert not begun or left[key] == amounts[key]
        begun = begun or left[key] > 0


@given(cents, st.lists(st.tuples(st.integers(0, 50), cents), max_size=40), cents)
def test_balances(opening, rows, floor):
    """Of each day the sum of all that came before it; the first short one is named."""
    moves = [(DAY + timedelta(days), money) for days, money in rows]
    by_day = flows.balances(opening, moves)
    for day, balance in by_day.items():
        assert balance == opening + sum(money for when, money in moves if when <= day)
    short = [day for day in sorted(by_day) if by_day[day] < floor]
    assert flows.first_below(by_day, floor) == (short[0] if short else None)


@given(near, near, st.integers(-60, 60), st.integers(0, 90))
def test_expected(due, today, late, delay):
    """Never before today, and a delay delays what is overdue too."""
    plain = flows.expected(due, today, late)
    assert plain >= today and plain >= due + timedelta(late)
    assert flows.expected(due, today, late, delay) - plain == timedelta(delay)


def test_causes_are_the_largest_payments():
    moves = [(n, DAY, -money) for n, money in enumerate((5, 9, 0, 7, 1))]
    moves.append((99, DAY + timedelta(1), -100))
    assert flows.causes(moves, DAY) == [1, 3, 0]
