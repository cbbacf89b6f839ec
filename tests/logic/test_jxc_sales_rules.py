"""The arithmetic of jxc_sales: discounts, promises, advances."""

import doctest
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_sales.logic import discount, invoicing, pricing, profit, promise

money = st.decimals(0, 10_000, places=2)
percent = st.decimals(0, 100, places=2)


@pytest.mark.parametrize("module", [discount, invoicing, pricing, profit, promise])
def test_examples(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted


@given(money, money, percent)
def test_a_low_price_never_hides_a_discount(reference, price, rate):
    assert rate <= discount.effective(reference, price, rate) <= 100


@given(st.integers(1, 5_000), st.integers(1, 5_000), st.integers(1, 10**8))
def test_a_printed_price_gives_the_amount(ordered, shipped, cents):
    """S7: of a part of what was ordered, at a price that is a share of the total."""
    price = Decimal(cents) / 100 / ordered
    amount = (price * shipped).quantize(Decimal("0.01"), ROUND_HALF_UP)
    digits = pricing.price_digits(price, shipped, amount)
    shown = price.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    assert abs(shown * shipped - amount) <= Decimal("0.005")


@given(st.decimals(1, 10_000, places=2), percent)
def test_a_price_typed_low_counts_as_the_discount_it_is(reference, rate):
    """S3: 15 % off by price is judged as 15 % off by discount."""
    price = reference * (100 - rate) / 100
    by_price = discount.effective(reference, price, Decimal(0))
    assert abs(by_price - rate) <= Decimal("0.0001")


@given(
    st.dictionaries(st.integers(), st.tuples(st.integers(1, 3), st.integers(0, 50))),
    st.dictionaries(st.integers(1, 3), st.integers(-10, 100)),
)
def test_short_exactly_where_the_sum_exceeds(wishes, available):
    """S2: whoever is not short could be served together with all the others."""
    short = promise.short(wishes, available)
    for key in {key for key, _quantity in wishes.values()}:
        asked = {line: q for line, (k, q) in wishes.items() if k == key and q}
        enough = sum(asked.values()) <= available.get(key, 0)
        assert short.intersection(asked) == (set() if enough else set(asked))


@given(money, money, st.booleans())
def test_an_advance_is_never_paid_back_early(shipped, advance, complete):
    """S8: before the last shipment the customer never gets money instead of goods."""
    if invoicing.set_off(shipped, advance, complete) and not complete:
        assert shipped - advance >= 0


def test_no_revenue_no_rate():
    assert profit.rate(0.0, 5.0) == 0.0


quantity = st.decimals(0, 10_000, places=2).map(float)


@given(quantity, quantity)
def test_now_and_later_are_the_whole(wanted, there):
    """S2: nothing is lost, no more than there is goes now, whole boxes stay whole."""
    now, later = promise.now_and_later(wanted, there)
    assert 0 <= now <= min(wanted, there)
    assert Decimal(str(now)) + Decimal(str(later)) == Decimal(str(wanted))
    if wanted.is_integer():
        assert now.is_integer() and later.is_integer()
