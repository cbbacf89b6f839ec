"""P6: when a vendor is reminded."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_purchase.logic.reminding import is_due

TODAY = date(2026, 3, 10)


def day(ahead):
    return None if ahead is None else TODAY + timedelta(days=ahead)


@pytest.mark.parametrize(
    "planned,reminded,before,every,due",
    [
        (-1, None, 0, 0, False),
        (-1, None, 0, 5, True),
        (-1, -1, 0, 5, True),  # on the day it was expected
        (-9, -4, 0, 5, False),
        (-9, -5, 0, 5, True),
        (-9, 0, 0, 1, False),  # today already
        (0, None, 0, 5, False),
        (0, None, 3, 0, True),
        (3, None, 3, 0, True),
        (4, None, 3, 0, False),
        (2, -1, 3, 0, False),
        (2, -2, 3, 0, True),  # that was for an earlier date
    ],
)
def test_table(planned, reminded, before, every, due):
    assert is_due(TODAY, day(planned), day(reminded), before, every) is due


@given(st.integers(-40, 40), st.integers(0, 9), st.integers(0, 9))
def test_never_twice_a_day_and_never_closer_than_asked(planned, before, every):
    """A run each day, twice: the reminders of one date, by their days."""
    reminded, days = None, []
    for ahead in range(60):
        today = TODAY + timedelta(days=ahead)
        for _run in range(2):
            if is_due(today, day(planned), reminded, before, every):
                days.append(today)
                reminded = today
    assert len(days) == len(set(days))
    late = [one for one in days if one > day(planned)]
    early = [one for one in days if one <= day(planned)]
    assert len(early) <= 1 and (before or not early)
    assert not late or every
    gaps = [(b - a).days for a, b in zip(late, late[1:], strict=False)]
    assert all(gap == every for gap in gaps)
