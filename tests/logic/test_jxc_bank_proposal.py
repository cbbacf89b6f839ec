"""Who paid for what (S9): certain only where it is, and never more than there is."""

import doctest
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_bank.logic import booked, names, proposal
from jxc_bank.logic.booked import Booked, find_booked
from jxc_bank.logic.names import same_name
from jxc_bank.logic.proposal import Open, propose

DAY = date(2026, 1, 1)
CENTS = st.integers(1, 10**6).map(lambda cents: Decimal(cents) / 100)
ITEMS = st.lists(st.tuples(CENTS, st.integers(0, 300)), max_size=8).map(
    lambda rows: [
        Open(key, DAY + timedelta(days), amount, (f"INV/2026/{key:05}",))
        for key, (amount, days) in enumerate(rows)
    ]
)


@given(CENTS, ITEMS)
def test_never_more_than_there_is(amount, items):
    """What is certain uses the money up, and every item at most as a whole."""
    found = propose(amount, "", items)
    of_item = {item.key: item.amount for item in items}
    assert all(0 < share <= of_item[key] for key, share in found.shares)
    assert len(dict(found.shares)) == len(found.shares)
    total = sum(share for _key, share in found.shares)
    assert total <= amount
    if found.certain:
        assert total == amount
        assert all(share == of_item[key] for key, share in found.shares)


@given(ITEMS.filter(bool), st.data())
def test_a_named_invoice_goes_first(items, data):
    one = data.draw(st.sampled_from(items))
    found = propose(one.amount, f"付{one.names[0]}货款", items)
    assert found == ([(one.key, one.amount)], "number", True)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("上海街角小店有限公司", "上海街角小店有限责任公司", True),
        ("Ｎｏｏｄｌｅ　Works Co., Ltd.", "noodle works", True),
        ("江苏（苏州）面条厂", "江苏(苏州)面条厂", True),
        ("上海街角小店第一分公司餐饮管理", "上海街角小店第一分公司餐饮", True),
        ("甲店", "乙店", False),
        ("有限公司", "公司", False),
        ("", "甲店", False),
    ],
)
def test_names(one, other, same):
    assert same_name(one, other) is same_name(other, one) is same


ROWS = st.lists(st.tuples(st.integers(1, 3), st.integers(0, 20)), max_size=6)


@given(ROWS, ROWS)
def test_a_payment_is_one_row(rows, payments):
    """Same amount, at most seven days apart, each row and payment once."""
    movements = [
        Booked(number, DAY + timedelta(days), Decimal(amount))
        for number, (amount, days) in enumerate(rows)
    ]
    there = [
        Booked(100 + number, DAY + timedelta(days), Decimal(amount))
        for number, (amount, days) in enumerate(payments)
    ]
    found = find_booked([_Row(*row) for row in movements], there, same_name)
    assert len(set(found.values())) == len(found)
    of_row, of_payment = ({one.key: one for one in many} for many in (movements, there))
    for number, key in found.items():
        row, payment = of_row[number], of_payment[key]
        assert row.amount == payment.amount
        assert abs((row.day - payment.day).days) <= booked.DAYS


class _Row(Booked):
    @property
    def number(self):
        return self.key


@pytest.mark.parametrize("module", [booked, names, proposal])
def test_examples(module):
    assert not doctest.testmod(module).failed
