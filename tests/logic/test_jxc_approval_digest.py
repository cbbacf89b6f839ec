from decimal import Decimal

from jxc_approval.logic.digest import changes, digest
from jxc_approval.logic.steps import deciders, is_through


def test_the_same_content_has_the_same_digest():
    one = {"b": 3, "a": [{"id": 1, "price": 1.10}], "c": None}
    two = {"c": None, "a": [{"price": Decimal("1.100"), "id": 1}], "b": 3.0}
    assert digest(one) == digest(two)


def test_a_cent_is_another_content():
    assert digest({"price": 1.10}) != digest({"price": 1.11})
    assert digest({"x": False}) != digest({"x": 0})
    assert digest({"x": -0.0}) == digest({"x": 0})
    assert digest({"x": 1000000}) == digest({"x": 1e6})


def test_changes_tell_rows_by_their_id():
    before = {"term": 1, "lines": [{"id": 1, "qty": 5}, {"id": 2, "qty": 1}]}
    after = {"term": 2, "lines": [{"id": 1, "qty": 50}, {"id": 3, "qty": 1}]}
    assert changes(before, after) == [
        (("lines", "1", "qty"), "5", "50"),
        (("lines", "2"), {"id": "2", "qty": "1"}, None),
        (("lines", "3"), None, {"id": "3", "qty": "1"}),
        (("term",), "1", "2"),
    ]


def test_no_change():
    assert changes({"a": 1.0, "l": []}, {"a": 1, "l": []}) == []


def test_nobody_decides_his_own():
    assert deciders([1, 2], [9], requester=1, allow_self=False) == {2}
    assert deciders([1], [9], requester=1, allow_self=False) == {9}
    assert deciders([1], [9], requester=1, allow_self=True) == {1}
    assert deciders([], [1], requester=1, allow_self=False) == set()


def test_one_or_all():
    assert is_through("any", [1, 2], [2])
    assert not is_through("all", [1, 2], [2])
    assert is_through("all", [1, 2], [2, 1])
    assert not is_through("all", [], [])
