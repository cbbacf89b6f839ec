import doctest
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_settlement.logic import ageing, matching
from jxc_settlement.logic.matching import Item, oldest_first, spread, totals

DAY = date(2026, 1, 1)


def _items(first_key):
    """Items with distinct keys, amounts in cents, a few days and two accounts."""
    row = st.tuples(st.integers(0, 10**9), st.integers(0, 400), st.sampled_from([1, 2]))
    return st.lists(row, max_size=12).map(
        lambda rows: [
            Item(first_key + n, DAY + timedelta(days), Decimal(cents) / 100, group)
            for n, (cents, days, group) in enumerate(rows)
        ]
    )


@given(_items(0), _items(1000))
def test_amounts_are_conserved(debits, credits):
    """Both sides give the same, and all that the smaller side of an account has."""
    pairs = oldest_first(debits, credits)
    of_debits, of_credits = totals(pairs)
    assert sum(of_debits.values()) == sum(of_credits.values())
    for group in (1, 2):
        left = sum(i.amount for i in debits if i.group == group)
        right = sum(i.amount for i in credits if i.group == group)
        keys = {i.key for i in debits if i.group == group}
        assert sum(a for k, a in of_debits.items() if k in keys) == min(left, right)


@given(_items(0), _items(1000))
def test_nothing_is_matched_twice(debits, credits):
    """No item gives more than it has; amounts stay whole cents; accounts stay apart."""
    pairs = oldest_first(debits, credits)
    of_debits, of_credits = totals(pairs)
    by_key = {item.key: item for item in debits + credits}
    for given_ in (of_debits, of_credits):
        for key, amount in given_.items():
            assert 0 < amount <= by_key[key].amount
    for pair in pairs:
        assert pair.amount > 0
        assert pair.amount == round(pair.amount, 2)
        assert by_key[pair.debit].group == by_key[pair.credit].group
    assert len({(p.debit, p.credit) for p in pairs}) == len(pairs)


@given(_items(0), _items(1000))
def test_a_younger_item_waits_for_the_older(debits, credits):
    """Where an item is left over, no younger one of its account was touched."""
    of_debits, of_credits = totals(oldest_first(debits, credits))
    for items, taken in ((debits, of_debits), (credits, of_credits)):
        for group in (1, 2):
            queue = sorted(
                (i for i in items if i.group == group and i.amount),
                key=lambda i: (i.due, i.key),
            )
            open_found = False
            for item in queue:
                assert not (open_found and item.key in taken)
                open_found = open_found or taken.get(item.key, 0) < item.amount


@given(st.sets(st.integers(0, 400), min_size=1), st.integers(-50, 500))
def test_every_day_stands_on_one_step(starts, days):
    """S9: the bounds shown and the step an item stands on agree, without gaps."""
    spans = ageing.bounds(starts)
    on = [
        number
        for number, (first, last) in enumerate(spans)
        if (first is None or days >= first) and (last is None or days <= last)
    ]
    assert on == [ageing.step(days, starts)]


@pytest.mark.parametrize("module", [ageing, matching])
def test_examples_in_the_documentation(module):
    assert doctest.testmod(module).failed == 0


CENTS = st.integers(-(10**7), 10**7).map(lambda cents: Decimal(cents) / 100)


@given(CENTS.map(abs), st.dictionaries(st.integers(1, 9), CENTS, max_size=4))
def test_a_difference_is_spread_over_what_is_left(total, leftovers):
    """S9: no account gives more than is left on it, and all is given that can be."""
    shares = spread(total, leftovers)
    assert all(Decimal(0) < shares[key] <= leftovers[key] for key in shares)
    there = sum(max(left, Decimal(0)) for left in leftovers.values())
    assert sum(shares.values()) == min(total, there)
