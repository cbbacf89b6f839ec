"""Tax numbers and amounts of tax invoices (S7)."""

import doctest
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_fapiao.logic import sheet, tax_code, tax_number

GOOD = [
    "91350100M000100Y43",
    "914403001922038216",
    "91110000600037341L",
    "91330100799655058B",
    "11010519491231002X",
]


@pytest.mark.parametrize("module", [sheet, tax_code, tax_number])
def test_examples(module):
    assert doctest.testmod(module).failed == 0
    assert doctest.testmod(module).attempted


@pytest.mark.parametrize("number", GOOD)
def test_numbers_in_use(number):
    assert tax_number.fault(number) is None
    assert tax_number.fault(f" {number[:8].lower()} {number[8:]}") is None


@given(st.sampled_from(GOOD[:4]), st.data())
def test_one_sign_mistyped_is_always_found(number, data):
    place = data.draw(st.integers(0, 17))
    others = [sign for sign in tax_number.SIGNS if sign != number[place]]
    wrong = number[:place] + data.draw(st.sampled_from(others)) + number[place + 1 :]
    assert tax_number.fault(wrong) == "check"


@given(st.sampled_from(GOOD[:4]), st.integers(0, 16))
def test_two_neighbours_exchanged_are_found(number, place):
    pair = number[place : place + 2]
    wrong = number[:place] + pair[::-1] + number[place + 2 :]
    assert pair[0] == pair[1] or tax_number.fault(wrong) == "check"


@given(
    st.lists(st.decimals("0.01", "9999.99", places=2), min_size=1, max_size=30),
    st.integers(-30, 30),
)
def test_lines_add_up(amounts, cents):
    total = sum(amounts) + Decimal(cents) / 100
    lines = sheet.spread(amounts, total)
    assert sum(lines) == total
    assert sum(1 for a, b in zip(amounts, lines, strict=True) if a != b) <= 1


@given(st.decimals("0.01", "999999.99", places=2), st.integers(1, 9999))
def test_price_times_quantity_is_the_amount(amount, quantity):
    price = sheet.unit_price(amount, Decimal(quantity))
    assert round(price * quantity, 2) == amount
