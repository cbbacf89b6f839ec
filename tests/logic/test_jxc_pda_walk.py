"""Bins are visited up one aisle and down the next."""

from hypothesis import given
from hypothesis import strategies as st
from jxc_pda.logic import walk


def _walk(*paths):
    return [paths[i] for i in walk.order(dict(enumerate(paths)))]


def test_serpentine():
    """S5: aisle A upwards, B downwards, C upwards; 10 comes after 9."""
    bins = [f"WH/Stock/{a}-{b}-1" for a in "ABC" for b in (10, 2, 9)]
    assert [path[9:] for path in _walk(*bins)] == [
        "A-2-1", "A-9-1", "A-10-1",
        "B-10-1", "B-9-1", "B-2-1",
        "C-2-1", "C-9-1", "C-10-1",
    ]  # fmt: skip


def test_levels_from_below():
    """S5: the levels of a bay are visited one after the other, in both directions."""
    bins = [f"S/{a}-{b}-{c}" for a in "AB" for b in (1, 2) for c in (2, 1)]
    assert [path[2:] for path in _walk(*bins)] == [
        "A-1-1", "A-1-2", "A-2-1", "A-2-2",
        "B-2-1", "B-2-2", "B-1-1", "B-1-2",
    ]  # fmt: skip


def test_names_without_pattern():
    """S5: a shelf, a bin below it and a Chinese name have their place too."""
    walked = _walk("WH/Stock/货架2", "WH/Stock", "WH/Stock/货架1", "WH/Stock/B1/03")
    assert walked.index("WH/Stock/货架1") < walked.index("WH/Stock/货架2")
    assert len(walked) == 4


@given(st.lists(st.text(alphabet="AB12-/ 货", max_size=8), max_size=12))
def test_everything_once(paths):
    """S5: whatever bins are called, each is visited once."""
    ids = dict(enumerate(paths))
    assert sorted(walk.order(ids)) == sorted(ids)
