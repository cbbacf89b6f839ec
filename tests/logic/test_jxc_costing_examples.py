import doctest

import pytest
from costing_reading import examples
from jxc_costing.logic import costing, movement
from jxc_costing.logic.costing import Engine

EXAMPLES = list(examples())


def test_doctests():
    for module in (costing, movement):
        assert doctest.testmod(module).failed == 0


def test_there_are_enough():
    """T5: sixty are wanted in the end; a file that is not read would go unnoticed."""
    assert len(EXAMPLES) >= 60
    assert len({example.title for example in EXAMPLES}) == len(EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_example(example):
    """T5: each issue's cost, closing quantity and amount are those of the source."""
    rows = Engine(example.method, unit=example.unit).run(example.movements)
    found = {}
    for row in rows:
        found.setdefault(row.key, row)
    for key, (figures, variance) in example.expected.items():
        row = found[key]
        shown = [row.amount, row.running_quantity, row.running_amount]
        assert shown[: len(figures)] == figures, key
        assert row.variance == variance, key
    last = {row.pool: (row.running_quantity, row.running_amount) for row in rows}
    for pool, figures in example.ends.items():
        assert last[pool] == figures
