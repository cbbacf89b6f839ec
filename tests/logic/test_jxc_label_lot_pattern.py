"""Lot numbers by pattern (T3)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_label.logic.lot_pattern import PatternError, parse

MADE, TODAY = date(2026, 11, 1), date(2026, 11, 26)


def _first(text, code="JL001", made=MADE, count=1):
    pattern = parse(text)
    return pattern.number(pattern.frame(code, made, TODAY), count)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{code}{made}-{seq:3}", "JL001261101-001"),
        ("{产品编码}{生产日期}-{流水号:3}", "JL001261101-001"),
        ("L{today:YYYYMMDD}{seq:4}", "L202611260001"),
        ("{today:YY.MM}/{seq:2}A", "26.11/01A"),
        ("{SEQ}", "001"),
        ("{流水号\N{FULLWIDTH COLON}2}", "01"),
    ],
)
def test_numbers(pattern, number):
    assert _first(pattern) == number


@pytest.mark.parametrize(
    ("pattern", "kind"),
    [
        ("{code}", "sequence"),
        ("{seq}{seq}", "sequence"),
        ("", "sequence"),
        ("{code-{seq}", "brace"),
        ("{maker}{seq}", "token"),
        ("{code:3}{seq}", "token"),
        ("{seq:0}", "width"),
        ("{seq:x}", "width"),
        ("{made:yyyy-%}{seq}", "date"),
        ("批{seq}", "sign"),
        ("A B{seq}", "sign"),
        ("(10){seq}", "sign"),
    ],
)
def test_refused(pattern, kind):
    with pytest.raises(PatternError) as caught:
        parse(pattern)
    assert caught.value.kind == kind


def test_spaces_in_a_code_are_left_out():
    assert _first("{code}-{seq:1}", code="JL 001") == "JL001-1"


def test_needs():
    assert parse("{code}{made}{seq}").needs == {"code", "made"}
    assert parse("{today}{seq}").needs == {"today"}


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_two_counts_never_give_one_number(one, other):
    assert (_first("L{seq:3}", count=one) == _first("L{seq:3}", count=other)) == (
        one == other
    )
