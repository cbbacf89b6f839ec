"""G1: the placeholders of messages of one's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jxc_dingtalk_template.logic import placeholders
from jxc_dingtalk_template.logic.placeholders import Malformed


@pytest.mark.parametrize(
    "text,expected",
    [
        ("", []),
        (None, []),
        ("no place", []),
        ("{{object.name}}", [("name",)]),
        ("a {{ object.partner_id.name }} b {{object.x_1}}", None),
        ("{{object.note ||| nothing}}", [("note",)]),
    ],
)
def test_paths(text, expected):
    if expected is None:
        expected = [("partner_id", "name"), ("x_1",)]
    assert placeholders.paths(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "{{}}",
        "{{object}}",
        "{{object.name.}}",
        "{{object._name}}",
        "{{object.__class__}}",
        "{{object.env.cr}} {{1+1}}",
        "{{object.unlink()}}",
        "{{object['name']}}",
        "{{object.name or 1}}",
        "{{user.name}}",
        "{{objectname}}",
        "{{object.name\n;import os}}",
    ],
)
def test_nothing_else(text):
    with pytest.raises(Malformed):
        placeholders.paths(text)


def test_filled():
    values = {("name",): "S1", ("note",): ""}
    text = "{{object.name}}: {{object.note ||| no note}}{{object.note}}!"
    assert placeholders.fill(text, values.get) == "S1: no note!"


@given(st.text(), st.text(alphabet="ab{}.|", max_size=20))
def test_a_value_is_not_read_again(value, around):
    """What a record says is no placeholder, whatever it says."""
    text = "{{object.name}}"
    assert placeholders.fill(text, lambda path: value + "{{object.x}}") == (
        value + "{{object.x}}"
    )
    try:
        placeholders.fill(around, lambda path: value)
    except Malformed:
        pass
