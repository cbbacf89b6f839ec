"""Which open items a movement of the bank account settles.

Amounts are positive Decimals here: items that the money goes the wrong way for are
left out before. What is certain can be accepted without looking; the rest is a guess
that a person looks at.
"""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

ZERO = Decimal(0)
#: Shorter numbers stand in too many texts by accident.
SHORTEST = 5
_DIGITS = re.compile(r"\d")


class Open(NamedTuple):
    """An open item, and the names that a payer may call it by."""

    key: int
    due: date
    amount: Decimal
    names: tuple = ()
    payment: bool = False


class Proposal(NamedTuple):
    """What to settle: ``[(key, amount)]``; what is left over stays as an advance."""

    shares: list
    reason: str
    certain: bool


def propose(amount, text, items):
    """The proposal for a movement of a partner.

    >>> day = date(2026, 1, 31)
    >>> propose(Decimal(5), "", [Open(1, day, Decimal(5)), Open(2, day, Decimal(7))])
    Proposal(shares=[(1, Decimal('5'))], reason='amount', certain=True)
    """
    items = sorted(items, key=lambda item: (item.due, item.key))
    payments = [item for item in items if item.payment and item.amount == amount]
    if payments:
        return Proposal([(payments[0].key, amount)], "payment", len(payments) == 1)
    items = [item for item in items if not item.payment]
    if not items:
        return Proposal([], "advance", False)
    if named := [item for item in items if is_named(item.names, text)]:
        total = sum(item.amount for item in named)
        return Proposal(_shares(amount, named), "number", total == amount)
    same = [item for item in items if item.amount == amount]
    if same:
        return Proposal([(same[0].key, amount)], "amount", len(same) == 1)
    total = ZERO
    for count, item in enumerate(items, 1):
        total += item.amount
        if total == amount:
            return Proposal(_shares(amount, items[:count]), "sum", True)
    return Proposal(_shares(amount, items), "oldest", False)


def _shares(amount, items):
    shares = []
    for item in items:
        share = min(amount, item.amount)
        if share > ZERO:
            shares.append((item.key, share))
            amount -= share
    return shares


@lru_cache(1 << 16)  # every line of a partner looks for the same names
def _plain(text):
    text = unicodedata.normalize("NFKC", text or "").casefold()
    return re.sub(r"[\W_]", "", text)


def is_named(names, text):
    """Whether one of the names stands in the text, as a whole number.

    >>> is_named(("INV/2026/0004",), "付INV2026-0004"), is_named(("A004",), "A0045")
    (True, False)
    """
    text = _plain(text)
    for name in map(_plain, names):
        # Most names are in no text at all: that is told without an expression.
        if name in text and len(name) >= SHORTEST and _DIGITS.search(name):
            if re.search(rf"(?<![0-9a-z]){re.escape(name)}(?!\d)", text):
                return True
    return False


def text_key(text):
    """What stays the same in a text from month to month: no digits, no signs.

    >>> text_key("短信服务费 2026年01月") == text_key("短信服务费2026年02月")
    True
    """
    return re.sub(r"\d", "", _plain(text))
