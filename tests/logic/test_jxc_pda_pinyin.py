"""K6: products are found by the first letters of the pinyin."""

import pytest
from jxc_pda.logic.pinyin import initials


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
