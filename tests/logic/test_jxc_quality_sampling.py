import doctest
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_quality.logic import judging, sampling, switching
from jxc_quality.logic.switching import Lot, Standing, advance

FOLDER = Path(__file__).parents[2] / "addons" / "jxc_quality" / "tables"
NAMES = ("code_letters", "sampling_plans", "double_sizes", "double_numbers")
TABLES = sampling.Tables(
    *((FOLDER / f"{name}.csv").read_text("utf-8") for name in NAMES)
)
#: (lot, level, AQL, severity) and letter of the lot, n, Ac, Re as published.
KNOWN = [
    (1000, "II", "1.0", "normal", "J", 80, 2, 3),
    (500, "II", "2.5", "normal", "H", 50, 3, 4),
    (1000, "II", "0.40", "normal", "J", 125, 1, 2),  # arrow down
    (1000, "II", "0.25", "normal", "J", 50, 0, 1),  # arrow up
    (1000, "II", "2.5", "normal", "J", 80, 5, 6),
    (1000, "II", "4.0", "normal", "J", 80, 7, 8),
    (1000, "II", "6.5", "normal", "J", 80, 10, 11),
    (1000, "II", "15", "normal", "J", 80, 21, 22),
    (1000, "II", "25", "normal", "J", 50, 21, 22),  # arrow up
    (2000, "II", "1.5", "normal", "K", 125, 5, 6),
    (5000, "II", "0.65", "normal", "L", 200, 3, 4),
    (20000, "II", "0.65", "normal", "M", 315, 5, 6),
    (100, "II", "4.0", "normal", "F", 20, 2, 3),
    (100, "II", "0.65", "normal", "F", 20, 0, 1),
    (200, "II", "6.5", "normal", "G", 32, 5, 6),
    (30, "II", "2.5", "normal", "D", 5, 0, 1),  # arrow up
    (8, "II", "10", "normal", "A", 5, 1, 2),  # no plan above: down
    (600_000, "II", "0.010", "normal", "Q", 1250, 0, 1),
    (600_000, "III", "0.010", "normal", "R", 1250, 0, 1),
    (600_000, "III", "0.015", "normal", "R", 800, 0, 1),
    (60, "II", "150", "normal", "E", 13, 30, 31),
    (60, "II", "250", "normal", "E", 13, 44, 45),
    (1000, "II", "1.0", "tightened", "J", 80, 1, 2),
    (1000, "II", "1.5", "tightened", "J", 80, 2, 3),
    (1000, "II", "2.5", "tightened", "J", 80, 3, 4),
    (1000, "II", "6.5", "tightened", "J", 80, 8, 9),
    (1000, "II", "15", "tightened", "J", 80, 18, 19),
    (200, "II", "0.65", "tightened", "G", 32, 0, 1),
    (500, "II", "0.65", "tightened", "H", 125, 1, 2),  # two arrows down
    (600_000, "III", "0.025", "tightened", "R", 3150, 1, 2),  # the row S
    (600_000, "III", "0.015", "tightened", "R", 1250, 0, 1),
    (1000, "II", "1.0", "reduced", "J", 32, 1, 2),
    (1000, "II", "0.15", "reduced", "J", 32, 0, 1),
    (1000, "II", "15", "reduced", "J", 32, 10, 11),
    (500, "II", "6.5", "reduced", "H", 20, 5, 6),
    (1000, "I", "2.5", "normal", "G", 32, 2, 3),
    (1000, "III", "2.5", "normal", "K", 125, 7, 8),
    (1000, "S-1", "2.5", "normal", "C", 5, 0, 1),
    (1000, "S-2", "2.5", "normal", "C", 5, 0, 1),
    (1000, "S-3", "1.0", "normal", "E", 13, 0, 1),
    (1000, "S-4", "4.0", "normal", "F", 20, 2, 3),
]
EVERY = [
    (low, level, aql, severity)
    for low, _high, _letters in TABLES.ranges
    for level in sampling.LEVELS
    for aql in TABLES.aqls
    for severity in sampling.SEVERITIES
]


@pytest.mark.parametrize(
    ("lot", "level", "aql", "severity", "letter", "n", "ac", "re"), KNOWN
)
def test_published_plans(lot, level, aql, severity, letter, n, ac, re):
    """P7: GB/T 2828.1, tables 1 and 2."""
    assert TABLES.letter(lot, level) == letter
    plan = TABLES.plan(lot, level, aql, severity)
    assert (plan.size, plan.ac, plan.re) == (n, ac, re)


def test_examples():
    for module in (judging, switching):
        assert doctest.testmod(module).failed == 0


def test_every_lot_level_and_aql_has_a_plan():
    """P7: no arrow leads out of the tables."""
    assert len(TABLES.aqls) == 26
    for key in EVERY:
        assert TABLES.plan(*key).size >= 1


@given(st.integers(1, 10**6), st.sampled_from(sampling.LEVELS), st.data())
def test_plans_are_of_one_piece(lot, level, data):
    """P7: never more than the lot; tightened never accepts more of as many pieces."""
    aql = data.draw(st.sampled_from(TABLES.aqls))
    normal = TABLES.plan(lot, level, aql)
    tightened = TABLES.plan(lot, level, aql, sampling.TIGHTENED)
    assert 1 <= normal.size <= lot
    assert tightened.ac * normal.size <= normal.ac * tightened.size


#: (lot, level, AQL, severity), pieces of each sample, Ac and Re of the first, Ac of
#: both, as published in MIL-STD-105E, tables III-A and III-B.
DOUBLE = [
    (1000, "II", "1.0", "normal", 50, 0, 3, 3),
    (1000, "II", "2.5", "normal", 50, 2, 5, 6),
    (1000, "II", "6.5", "normal", 50, 5, 9, 12),
    (1000, "II", "15", "normal", 50, 11, 16, 26),
    (1000, "II", "0.40", "normal", 80, 0, 2, 1),  # arrow down
    (1000, "II", "25", "normal", 32, 11, 16, 26),  # arrow up
    (500, "II", "1.0", "normal", 32, 0, 2, 1),
    (500, "II", "4.0", "normal", 32, 2, 5, 6),
    (5000, "II", "1.5", "normal", 125, 3, 7, 8),
    (200_000, "II", "1.0", "normal", 500, 7, 11, 18),
    (60, "II", "250", "normal", 8, 25, 31, 56),
    (100, "II", "4.0", "normal", 13, 0, 3, 3),
    (1000, "II", "1.0", "tightened", 50, 0, 2, 1),
    (1000, "II", "6.5", "tightened", 50, 3, 7, 11),
    (1000, "II", "10", "tightened", 50, 6, 10, 15),
    (1000, "II", "15", "tightened", 50, 9, 14, 23),
    (600_000, "III", "0.025", "tightened", 2000, 0, 2, 1),  # the row S
]


@pytest.mark.parametrize(
    ("lot", "level", "aql", "severity", "n", "ac", "re", "both"), DOUBLE
)
def test_published_double_plans(lot, level, aql, severity, n, ac, re, both):
    """P7: double sampling."""
    plan = TABLES.double(lot, level, aql, severity)
    assert (plan.size, plan.second_size) == (n, n)
    assert (plan.ac, plan.re, plan.second_ac) == (ac, re, both)


def test_where_there_is_no_double_plan():
    """P7: with Ac 0, for letter A, under reduced inspection, and where the first sample
    is the whole lot, it is the single plan; the second is what is left at most."""
    for key in (
        (1000, "II", "0.15", "normal"),
        (1000, "II", "1.0", "reduced"),
        (5, "I", "40", "normal"),
        (2, "III", "650", "normal"),
    ):
        assert TABLES.double(*key) == TABLES.plan(*key)
    plan = TABLES.double(60, "II", "0.40", "normal")
    assert (plan.size, plan.second_size) == (32, 28) or plan.second_size == 0
    for key in EVERY:
        plan = TABLES.double(*key)
        assert plan.size + plan.second_size <= max(key[0], 1) or not plan.second_size


def _poisson(count, mean):
    return math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))


def _up_to(count, mean):
    return sum(_poisson(k, mean) for k in range(count + 1))


@pytest.mark.parametrize("severity", ["normal", "tightened"])
def test_double_plans_accept_as_often_as_single_ones(severity):
    """P7: what a number written down wrongly would break: at any quality, the double
    plan of a letter passes about as many lots as its single plan."""
    seen = set()
    for row in TABLES.rows[severity]:
        for aql in TABLES.aqls:
            numbers = row[aql].isdigit() and TABLES.double_numbers.get(
                (severity, int(row[aql]))
            )
            size = TABLES.double_sizes.get(row["letter"])
            if not numbers or not size:
                continue
            single, (ac, re, both) = int(row[aql]), numbers
            seen.add(single)
            for step in range(1, 60):
                mean = step * (single + 1) / 20
                share = mean * size / int(row["size"])
                passed = _up_to(ac, share) + sum(
                    _poisson(k, share) * _up_to(both - k, share)
                    for k in range(ac + 1, re)
                )
                assert abs(passed - _up_to(single, mean)) < 0.15, (row, aql)
    assert {(severity, ac) for ac in seen} == {
        key for key in TABLES.double_numbers if key[0] == severity
    }


def test_double_samples_count_by_the_first():
    """P7: 9.3.3.2: 3 for what the first sample accepts, from nothing again after a
    second one."""
    easy, hard = Lot(True, first=True), Lot(True, first=False)
    assert _after(*[easy] * 10).severity == "reduced"
    assert _after(*[easy] * 9, hard, *[easy] * 9).severity == "normal"


def _after(*lots, start=None):
    standing = start or Standing()
    for lot in lots:
        standing = advance(standing, lot)
    return standing


GOOD, BAD = Lot(True, ac=2), Lot(False, ac=2)


def test_two_of_five_rejected_tighten():
    """P7: 9.3.1; three good lots between two bad ones are still five in a row."""
    assert _after(BAD, GOOD, GOOD, GOOD, BAD).severity == "tightened"
    assert _after(BAD, GOOD, GOOD, GOOD, GOOD, BAD).severity == "normal"


def test_five_accepted_in_a_row_bring_back_to_normal():
    """P7: 9.3.2."""
    tight = _after(BAD, BAD)
    assert _after(*[GOOD] * 4, start=tight).severity == "tightened"
    assert _after(*[GOOD] * 5, start=tight).severity == "normal"


def test_five_rejected_under_tightened_stop():
    """P7: 9.4; and inspection goes on tightened when the vendor is let in again."""
    tight = _after(BAD, BAD)
    assert _after(BAD, GOOD, BAD, GOOD, BAD, BAD, start=tight).severity == "tightened"
    stopped = _after(*[BAD, GOOD] * 5, start=tight)
    assert stopped.severity == "stopped"
    assert _after(*[GOOD] * 9, start=stopped).severity == "stopped"
    assert switching.resume(stopped).severity == "tightened"


def test_a_score_of_thirty_reduces_and_a_rejection_ends_it():
    """P7: 9.3.3: ten lots at 3, or fifteen at 2."""
    assert _after(*[GOOD] * 9).severity == "normal"
    reduced = _after(*[GOOD] * 10)
    assert reduced.severity == "reduced"
    assert _after(*[Lot(True, ac=1)] * 14).severity == "normal"
    assert _after(*[Lot(True, ac=1)] * 15).severity == "reduced"
    assert _after(GOOD, GOOD, start=reduced).severity == "reduced"
    assert _after(BAD, start=reduced).severity == "normal"
    near = Lot(True, ac=2, tighter=False)
    assert _after(*[GOOD] * 9, near, *[GOOD] * 9).severity == "normal"


def test_skip_lots_end_with_a_rejection():
    """P7: after five accepted lots one of three is looked at; after a bad one, all."""
    standing, seen = _after(*[GOOD] * 5), []
    for _lot in range(6):
        if switching.may_skip(standing, 5, 3):
            standing = switching.skip(standing)
            seen.append("-")
        else:
            standing = advance(switching.looked_at(standing), GOOD)
            seen.append("x")
    assert "".join(seen) == "--x--x"
    assert not switching.may_skip(advance(standing, BAD), 5, 3)
