from decimal import Decimal

from jxc_approval.logic.digest import changes, digest, is_lowered


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


def test_lowering_within_a_tolerance():
    """P4: each figure is compared with what was approved, and none may rise."""

    def order(qty, price, *more):
        line = {"id": 1, "qty": Decimal(qty), "price": Decimal(price)}
        return {"term": 1, "lines": [line, *more]}

    def lowered(after, percent=10, names=("qty",)):
        return is_lowered(order(10, "2.50"), after, names, percent)

    assert lowered(order(9, "2.50"))
    assert lowered(order("9.00", 2.5))
    assert not lowered(order("8.99", "2.50"))
    assert not lowered(order(11, "2.50"))
    assert not lowered(order(10, "2.50")), "nothing was lowered"
    assert not lowered(order(9, "2.40")), "the price may not"
    assert lowered(order(9, "2.40"), names=("qty", "price"))
    assert not lowered(order(9, "2.60"), names=("qty", "price"))
    assert not lowered(order(9, "2.50", {"id": 2, "qty": 1, "price": 1}))
    assert not lowered({**order(9, "2.50"), "term": 2}, names=("qty", "term"))
    assert not lowered(order(-1, "2.50"), percent=100)
    assert not lowered({"term": 1, "lines": []}, percent=100)
