"""Whether a text can be a tax classification 税收分类编码."""

import re


def is_code(text):
    """19 digits.

    >>> is_code("1030201010000000000"), is_code("103020101")
    (True, False)
    """
    return bool(re.fullmatch(r"[0-9]{19}", text or ""))
