import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_costing.logic import apportion as module
from jxc_costing.logic.apportion import apportion, lot_costs

cents = st.integers(-500000, 500000).map(lambda n: Decimal(n) / 100)
weights = st.lists(st.integers(0, 1000).map(Decimal), min_size=1, max_size=12)
CENT = Decimal("0.01")


def test_doctests():
    assert doctest.testmod(module).failed == 0


@given(cents, weights)
def test_the_parts_are_the_whole(amount, shares):
    """T5: 费用分摊 to the cent: no part is a cent away from its exact share."""
    parts = apportion(amount, shares)
    assert sum(parts) == amount
    whole = sum(shares) or len(shares)
    for part, share in zip(parts, shares, strict=True):
        exact = amount * (share if any(shares) else 1) / whole
        assert abs(part - exact) < CENT


@given(cents, weights)
def test_who_weighs_more_gets_no_less(amount, shares):
    """T5: the odd cents never turn the order round."""
    parts = apportion(abs(amount), shares)
    ordered = sorted(zip(shares, parts, strict=True))
    for (one, less), (two, more) in zip(ordered, ordered[1:], strict=False):
        assert one == two or less <= more


lots = st.lists(
    st.tuples(
        st.integers(1, 20).map(Decimal),
        st.one_of(st.none(), st.integers(0, 90000).map(lambda n: Decimal(n) / 100)),
    ),
    min_size=1,
    max_size=8,
)


@given(st.one_of(st.none(), cents.map(abs)), lots)
def test_lots_of_one_receipt(total, parts):
    """T5: the lots cost what the document says, or what each says itself."""
    costs = lot_costs(total, parts)
    if total is None:
        assert costs == [cost for _quantity, cost in parts]
        return
    assert sum(costs) == total
    assert all(cost >= 0 for cost in costs)
    known = sum(cost for _quantity, cost in parts if cost is not None)
    if any(cost is None for _quantity, cost in parts) and known <= total:
        for (_quantity, own), cost in zip(parts, costs, strict=True):
            assert own is None or own == cost
