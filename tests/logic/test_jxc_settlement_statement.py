import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_settlement.logic import statement
from jxc_settlement.logic.statement import changes, running, split

CENTS = st.integers(-(10**11), 10**11).map(lambda cents: Decimal(cents) / 100)
BOOKS = st.dictionaries(st.integers(0, 9), CENTS)


def test_doctests():
    assert doctest.testmod(statement).failed == 0


@given(CENTS, st.lists(CENTS))
def test_opening_and_movements_make_the_closing_balance(opening, amounts):
    """P10, S9: opening + increase − decrease = closing, to the cent."""
    parts = [split(amount) for amount in amounts]
    plus, minus = sum(p for p, _m in parts), sum(m for _p, m in parts)
    balances = running(opening, amounts)
    assert (balances or [opening])[-1] == opening + plus - minus
    assert all(p >= 0 and m >= 0 and not (p and m) for p, m in parts)


@given(BOOKS, BOOKS)
def test_changes_explain_the_difference(before, now):
    """P10: what changed accounts for all of the difference, and nothing else does."""
    found = changes(before, now)
    moved = sum((c.now or 0) - (c.before or 0) for c in found)
    assert moved == sum(now.values()) - sum(before.values())
    assert changes(now, now) == []
