"""K6: products are found by the first letters of the pinyin."""

import pytest
from jxc_stock.logic.pinyin import initials, may_be_initials, search_key


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("大豆油 5L", "ddy5l"),
        ("特级酱油", "tjjy"),
        ("昂安中压坐", "aazyz"),
        ("啊座", "az"),
        ("", ""),
        ("—、()", ""),
        ("龘 Tea", "dtea"),
        ("重庆火锅底料", "cqhgdl"),
    ],
)
def test_initials(name, letters):
    """K6: rare signs too, and signs of two sounds by the word they stand in."""
    assert initials(name) == letters


def test_search_key():
    """S1: the Chinese names only, each once."""
    assert search_key(["大豆油", "Soy Oil", "大豆油", None]) == "ddy"
    assert search_key(["大豆油", "黃豆油"]) == "ddy hdy"
    assert search_key(["Tea"]) == ""


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("ddy", True),
        ("5l", True),
        ("d", False),
        ("69012345", False),
        ("大豆", False),
        ("d%", False),
    ],
)
def test_may_be_initials(text, may):
    """S1: bar codes, single letters and names are not asked for as initials."""
    assert may_be_initials(text) is may
