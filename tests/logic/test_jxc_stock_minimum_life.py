import doctest
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from jxc_stock.logic import minimum_life
from jxc_stock.logic.minimum_life import PARTS, Minimum, nearest
from jxc_stock.logic.shelf_life import ShelfLife, remaining, whole_life

DAY = date(2026, 3, 1)


def test_examples():
    assert doctest.testmod(minimum_life).failed == 0


@given(st.integers(1, 4000), st.integers(0, 100), st.sampled_from(sorted(PARTS)))
def test_a_share_is_never_rounded_in_the_vendors_favour(whole, number, unit):
    """T4: the fewest whole days that are not less than the share."""
    number = min(number, PARTS[unit])
    days = Minimum(1, number, unit).days(whole)
    share = Fraction(whole * number, PARTS[unit])
    assert share <= days < share + 1
    assert days <= whole


def test_the_whole_life():
    """T4: from both dates, or from one and the shelf life; else it is not known."""
    month, none = ShelfLife(6, "month"), ShelfLife(0, "day")
    end = DAY + timedelta(days=90)
    assert whole_life(DAY, end, none) == 90
    assert whole_life(None, date(2026, 9, 1), month) == 184
    assert whole_life(None, end, none) is None
    assert whole_life(end, end, none) is None
    assert remaining(DAY, None, end, none) == (90, None)
    assert remaining(end, DAY, end, none) == (0, 0.0)


def test_the_nearest_holds():
    """T4: partner before goods, near before far, this company before all."""
    product, food, all_goods = ("p", 1), ("c", 2), ("c", 3)
    goods, partners = (product, food, all_goods), (10, 11)
    order = [
        (1, 10, product),
        (None, 10, product),
        (1, 10, food),
        (1, 10, None),
        (1, 11, product),
        (None, 11, None),
        (1, None, product),
        (1, None, food),
        (1, None, all_goods),
        (1, None, None),
        (None, None, None),
    ]
    table = {case: Minimum(number, 1, "day") for number, case in enumerate(order)}
    table[2, 10, product] = table[1, 12, None] = table[1, 10, ("p", 9)] = None
    for number, case in enumerate(order):
        assert nearest(table, 1, partners, goods).rule == number
        del table[case]
    assert nearest(table, 1, partners, goods) is None
