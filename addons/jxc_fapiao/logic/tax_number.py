"""Whether a Chinese tax number 纳税人识别号 can be one."""

import re
from datetime import date

#: GB 32100-2015: the signs, and the weights 3^i mod 31 of the first 17.
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = [pow(3, place, 31) for place in range(17)]
#: GB 11643-1999, identity cards: the check sign by the remainder.
CARD = "10X98765432"


def clean(text):
    """As it is compared and printed: without blanks, in capitals.

    >>> clean(" 91350100 m000100y43 ")
    '91350100M000100Y43'
    """
    return re.sub(r"\s", "", text or "").upper()


def fault(text):
    """What is wrong with it: ``length``, ``signs``, ``check``, or None.

    >>> fault("91350100M000100Y43")
    >>> fault("91350100M000100Y44")
    'check'
    """
    number = clean(text)
    if len(number) in (15, 20):
        return None if re.fullmatch(r"[0-9A-Z]+", number) else "signs"
    if len(number) != 18:
        return "length"
    if _is_card(number):
        return None
    if any(sign not in SIGNS for sign in number):
        return "signs"
    return None if _credit_check(number) == number[-1] else "check"


def _credit_check(number):
    total = sum(
        SIGNS.index(sign) * weight
        for sign, weight in zip(number, WEIGHTS, strict=False)
    )
    return SIGNS[-total % 31]


def _is_card(number):
    """A person's: a region, a day of birth that can be, and the check sign."""
    if not re.fullmatch(r"[1-8]\d{16}[\dX]", number):
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return born.year >= 1900 and _card_check(number) == number[-1]


def _card_check(number):
    total = sum(
        int(sign) * pow(2, 17 - place, 11) for place, sign in enumerate(number[:17])
    )
    return CARD[total % 11]
