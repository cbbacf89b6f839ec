import doctest
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from jxc_transfer.logic import moving
from jxc_transfer.logic.moving import Giver, allocate

QUANTITY = st.integers(0, 10**6).map(lambda cents: Decimal(cents) / 100)
PACK = st.sampled_from([Decimal("0.01"), Decimal(1), Decimal(12), Decimal("2.5")])
GIVERS = st.lists(st.tuples(QUANTITY, st.integers(0, 5), QUANTITY), max_size=6).map(
    lambda rows: [Giver(key, *row) for key, row in enumerate(rows)]
)


def test_examples():
    assert doctest.testmod(moving).failed == 0


@given(QUANTITY, GIVERS, PACK)
def test_nobody_gives_more_than_he_can_spare(need, givers, pack):
    """T1: each stays at its minimum, gives whole packs, and never a debt."""
    found = allocate(need, givers, pack)
    spare = {giver.key: giver.spare for giver in givers}
    assert len({key for key, _taken in found}) == len(found)
    for key, taken in found:
        assert 0 < taken <= spare[key]
        assert taken % pack == 0


@given(QUANTITY, GIVERS, PACK)
def test_the_need_is_covered_as_far_as_packs_reach(need, givers, pack):
    """T1: no more than the next whole pack, and less only when all have given."""
    taken = sum(quantity for _key, quantity in allocate(need, givers, pack))
    assert taken < need + pack
    if taken < need:
        assert taken == sum(giver.spare // pack * pack for giver in givers)


@given(QUANTITY, GIVERS, PACK)
def test_the_nearest_gives_all_before_the_next_is_asked(need, givers, pack):
    """T1: by days, then by cost."""
    found = dict(allocate(need, givers, pack))
    asked = [g for g in givers if g.key in found]
    asked.sort(key=lambda g: (g.days, g.cost, g.key))
    for giver in asked[:-1]:
        assert found[giver.key] == giver.spare // pack * pack
