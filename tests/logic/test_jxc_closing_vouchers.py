"""T5: what a closing books, without a database."""

import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_closing.logic import vouchers
from jxc_closing.logic.vouchers import KINDS, Flow, lines, missing

amounts = st.decimals(-(10**6), 10**6, places=2)
flows = st.builds(
    Flow, st.sampled_from(KINDS), st.sampled_from([1, 2]), st.sampled_from([2, 3, 4])
)
books = st.dictionaries(flows, amounts, max_size=8)


def test_examples():
    assert doctest.testmod(vouchers).failed == 0


@given(books, books)
def test_entries_balance_and_complete_the_books(ledger, booked):
    found = missing(ledger, booked)
    for entry in lines(found).values():
        assert sum(entry.values()) == 0
    after = {
        flow: booked.get(flow, Decimal(0)) + found.get(flow, Decimal(0))
        for flow in ledger.keys() | booked.keys()
    }
    assert all(after[flow] == ledger.get(flow, Decimal(0)) for flow in after)
    assert not missing(ledger, after)
