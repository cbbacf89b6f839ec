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
        ("龘 Tea", "tea"),
    ],
)
def test_initials(name, letters):
    """K6: letters of the commonest 3,755 signs; rarer ones are left out."""
    assert initials(name) == letters
