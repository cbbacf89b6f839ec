from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_stocktake.logic.counting import Count, counted, over_tolerance


@st.composite
def counts(draw):
    found = []
    for index in range(draw(st.integers(0, 8))):
        kind = draw(st.sampled_from(["add", "add", "set", "undo"]))
        target = draw(st.integers(0, 8))
        found.append(
            Count(
                f"c{index}",
                kind,
                Decimal(draw(st.integers(0, 50))),
                draw(st.integers(0, 5)),
                draw(st.integers(1, 3)),
                f"c{target}" if kind == "undo" else "",
            )
        )
    return found


@given(counts(), st.randoms())
def test_order_and_repetition_change_nothing(found, random):
    """K6: in whatever order and however often they arrive, they count the same."""
    shuffled = found + [count for count in found if random.random() < 0.5]
    random.shuffle(shuffled)
    assert counted(shuffled) == counted(found)


@given(counts())
def test_adds_after_the_last_set(found):
    """K6: the sum of what was added after the last set, without what was undone."""
    undone = {count.undo_of for count in found if count.kind == "undo"}
    valid = [c for c in found if c.kind != "undo" and c.client_id not in undone]
    result = counted(found)
    if not valid:
        assert result is None
        return
    sets = [(c.at, c.client_id) for c in valid if c.kind == "set"]
    start = max(sets, default=(-1, ""))
    assert result.quantity == sum(
        c.quantity for c in valid if (c.at, c.client_id) >= start
    )


def test_tolerance():
    """K7: by share and by value; nothing given is nothing asked."""
    assert over_tolerance(Decimal(-3), Decimal(100), Decimal(-30), 2, 0)
    assert not over_tolerance(Decimal(-2), Decimal(100), Decimal(-20), 2, 0)
    assert over_tolerance(Decimal(1), Decimal(0), Decimal(1), 2, 0)
    assert over_tolerance(Decimal(1), Decimal(100), Decimal(500), 2, 400)
    assert not over_tolerance(Decimal(50), Decimal(100), Decimal(500), 0, 0)
