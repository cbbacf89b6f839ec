"""S2: fair shares of what is short."""

import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_sales.logic import allocation

STEPS = [Decimal(1), Decimal("0.01"), Decimal(12)]
EITHER = st.booleans()


@st.composite
def cases(draw, several=False):
    """What there is, and wishes of whole steps: of one size, or of several."""
    step = draw(st.sampled_from(STEPS))
    rows = draw(
        st.lists(st.tuples(st.integers(0, 2), st.integers(0, 500)), max_size=12)
    )
    wishes = {}
    for rank, (group, count) in enumerate(rows):
        own = draw(st.sampled_from(STEPS)) if several else step
        wishes[f"w{rank}"] = allocation.Wish(group, rank, count * own, own)
    return draw(st.integers(-5, 3000)) * step, wishes


def test_examples():
    assert doctest.testmod(allocation).failed == 0


@given(cases(several=True), EITHER)
def test_nothing_beyond_what_there_is_and_what_was_asked(case, proportional):
    supply, wishes = case
    shares = allocation.shares(supply, wishes, proportional)
    assert shares.keys() == wishes.keys()
    left = max(supply, 0) - sum(shares.values())
    assert left >= 0
    for key, wish in wishes.items():
        assert 0 <= shares[key] <= wish.quantity
        assert shares[key] % wish.step == 0
        # Nothing lies about that somebody could have had.
        assert shares[key] == wish.quantity or left < wish.step


@given(cases(), EITHER)
def test_of_equal_steps_all_is_given(case, proportional):
    supply, wishes = case
    shares = allocation.shares(supply, wishes, proportional)
    asked = sum(wish.quantity for wish in wishes.values())
    assert sum(shares.values()) == min(max(supply, 0), asked)


@given(cases(), EITHER)
def test_a_higher_group_goes_first(case, proportional):
    supply, wishes = case
    shares = allocation.shares(supply, wishes, proportional)
    short = [wish.group for key, wish in wishes.items() if shares[key] < wish.quantity]
    for key, wish in wishes.items():
        if shares[key] and short:
            assert wish.group >= max(short)


@given(cases())
def test_by_rank_only_one_gets_a_part(case):
    supply, wishes = case
    shares = allocation.shares(supply, wishes)
    parts = [key for key, wish in wishes.items() if 0 < shares[key] < wish.quantity]
    assert len(parts) <= 1
    for group in {wish.group for wish in wishes.values()}:
        rows = [(w.rank, k, w) for k, w in wishes.items() if w.group == group]
        short = False
        for _rank, key, wish in sorted(rows):
            assert not (short and shares[key])
            short = short or shares[key] < wish.quantity


@given(cases())
def test_in_proportion_nobody_is_off_by_a_step(case):
    supply, wishes = case
    shares = allocation.shares(supply, wishes, True)
    left = max(supply, Decimal(0))
    for group in sorted({wish.group for wish in wishes.values()}, reverse=True):
        own = {key: wish for key, wish in wishes.items() if wish.group == group}
        total = sum(wish.quantity for wish in own.values())
        for key, wish in own.items():
            exact = wish.quantity * min(left, total) / total if total else 0
            assert abs(shares[key] - exact) < wish.step
        left -= min(left, total)
