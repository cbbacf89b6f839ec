"""S9: the steps of dunning, over random histories."""

import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_dunning.logic import steps
from jxc_dunning.logic.steps import Item, Level, plan, uncovered

cents = st.integers(1, 10**8).map(lambda n: Decimal(n) / 100)
LADDER = st.lists(
    st.tuples(st.integers(1, 120), st.integers(0, 40)),
    max_size=5,
    unique_by=lambda one: one[0],
).map(lambda rows: [Level(100 + n, days, wait) for n, (days, wait) in enumerate(rows)])


def test_examples():
    assert doctest.testmod(steps).failed == 0


@given(
    LADDER,
    st.lists(st.tuples(st.integers(0, 60), cents), min_size=1, max_size=6),
    st.lists(st.integers(1, 30), max_size=20),
)
def test_each_step_once_in_order_and_in_its_time(levels, debts, pauses):
    """Runs on some days: an item gets each level at most once, rising by one."""
    told, today = {key: [] for key in range(len(debts))}, 0
    days_of = {level.key: level for level in levels}
    for pause in pauses:
        today += pause
        items = []
        for key, (overdue, amount) in enumerate(debts):
            last = told[key][-1] if told[key] else None
            items.append(
                Item(
                    key,
                    overdue + today,
                    amount,
                    last and days_of[last[0]].days,
                    today - last[1] if last else 0,
                )
            )
        for key, level, amount in plan(items, levels, Decimal(0)).lines:
            step = days_of[level]
            assert amount == debts[key][1]
            assert debts[key][0] + today >= step.days
            if told[key]:
                assert today - told[key][-1][1] >= step.wait
            told[key].append((level, today))
    ladder = [level.key for level in sorted(levels, key=lambda one: one.days)]
    for letters in told.values():
        assert [level for level, _day in letters] == ladder[: len(letters)]


@given(st.lists(st.tuples(st.integers(0, 90), cents, st.booleans())), cents)
def test_money_that_waits_pays_exactly_so_much(debts, credit):
    items = [
        Item(key, overdue, amount, held=held)
        for key, (overdue, amount, held) in enumerate(debts)
    ]
    left, total = uncovered(items, credit), sum((i.amount for i in items), Decimal(0))
    assert sum(left.values(), Decimal(0)) == max(total - credit, 0)
    assert all(0 < left[item.key] <= item.amount for item in items if item.key in left)
    found = plan(items, [Level(1, 1, 0)], credit)
    asked = sum((amount for _key, _level, amount in found.lines), Decimal(0))
    assert asked + found.rest == sum(left.values(), Decimal(0))
    assert not {key for key, _l, _a in found.lines} & {i.key for i in items if i.held}
    none = plan(items, [Level(1, 1, 0)], credit, asked + 1)
    assert none.lines == [] and none.small == bool(found.lines)
