"""The demo company's past is possible: nothing is sold that was not there."""

from collections import defaultdict

import pytest
from jxc_demo.logic.ean import ean13
from jxc_demo.logic.plan import DAYS, Customer, Item, Planner, Purchase, is_workday

ITEMS = [
    Item("A", "V1", 12, {"ZC": (24, 120), "NC": (12, 60)}),
    Item("B", "V1", 0, {"ZC": (10, 40)}),
    Item("C", "V2", 6),
]
CUSTOMERS = [Customer("C1", "ZC", 3), Customer("C2", "NC", 1)]
BOX = {"A": 12, "B": 1, "C": 6}


def plan(seed=1, weekday=2):
    return Planner(ITEMS, CUSTOMERS, {"V1": 5, "V2": 3}, weekday, seed).run()


def test_the_same_seed_gives_the_same_past():
    assert plan() == plan()
    assert plan() != plan(seed=2)


@pytest.mark.parametrize("weekday", range(7))
def test_nothing_is_sold_before_it_has_come(weekday):
    changes = defaultdict(list)
    for event in plan(weekday=weekday):
        house = event.warehouse
        if isinstance(event, Purchase):
            for code, quantity in event.lines:
                assert quantity > 0 and quantity % BOX[code] == 0
                changes[house, code].append((event.received, 0, quantity))
        else:
            for code, boxes in event.lines:
                changes[house, code].append((event.day, 1, -boxes * BOX[code]))
    assert changes
    for moves in changes.values():
        balance = 0
        for _day, _order, quantity in sorted(moves):
            balance += quantity
            assert balance >= 0


def test_everything_happens_on_a_working_day_before_today():
    for event in plan():
        last = event.received if isinstance(event, Purchase) else event.shipped
        assert 0 <= event.day <= last < DAYS
        assert event.day == 0 or is_workday(event.day, 2)


def test_bar_codes_have_their_check_digit():
    assert ean13("690123456789") == "6901234567892"
    assert ean13("400638133393") == "4006381333931"
    with pytest.raises(ValueError):
        ean13("12345")
