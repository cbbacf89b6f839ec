import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_payable.logic import match, period
from jxc_payable.logic.match import PRICE, QUANTITY, Figures, Tolerance, judge

cents = st.integers(-(10**7), 10**7).map(lambda n: Decimal(n) / 100)
positive = st.integers(0, 10**6).map(lambda n: Decimal(n) / 100)


def test_examples():
    for module in (match, period):
        assert doctest.testmod(module).failed == 0


@given(positive, positive, cents, positive, cents)
def test_without_tolerance_every_difference_holds(limit, before, this, worth, gap):
    """P9: a bill passes only if price and quantity agree to the cent."""
    held, passed = judge(Figures(limit, before, this, worth, gap), Tolerance())
    too_much = this > 0 and before + this > limit
    too_little = this < 0 and before + this < 0
    assert (PRICE in held) == bool(gap)
    assert (QUANTITY in held) == (too_much or too_little)
    assert not passed


@given(positive, cents, st.integers(0, 100), positive)
def test_a_wider_limit_never_holds_more(worth, gap, percent, amount):
    """P9: of two limits of one kind, what passes the narrow one passes the wide one."""
    narrow = match.within(gap, worth, Decimal(percent), amount)
    if narrow and percent:
        assert match.within(gap, worth, Decimal(percent + 1), amount)
    if narrow and amount:
        assert match.within(gap, worth, Decimal(percent), amount + 1)
