"""Amounts in words 人民币大写, as cheques and delivery notes want them."""

from decimal import ROUND_HALF_UP, Decimal

import cn2an

CENT = Decimal("0.01")
#: Digits before the point; longer amounts have no words.
LONGEST = 16


def in_words(amount):
    """What this many yuan are in words, to the fen; "" where the amount is too long.

    A float stands for the decimal that it prints as.

    >>> in_words(1409.5)
    '壹仟肆佰零玖元伍角'
    >>> in_words("6007.145")
    '陆仟零柒元壹角伍分'
    >>> in_words(-0.004)
    '零元整'
    """
    amount = Decimal(str(amount)).quantize(CENT, ROUND_HALF_UP)
    if abs(amount) >= 10**LONGEST:
        return ""
    # Decimal keeps the sign of a zero, and the words would tell it.
    return cn2an.an2cn(format(amount or abs(amount), "f"), "rmb")
