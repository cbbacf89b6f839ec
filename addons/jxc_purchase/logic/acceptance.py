"""What of a purchase has been accepted, and what may be received at all."""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)

RECEIVED = "received"
RETURNED = "returned"


@dataclass(frozen=True)
class Movement:
    """Goods that came from, or went back to, the vendor.

    ``accepted`` is None where nobody inspects: then all of it is accepted.
    """

    kind: str
    qty: Decimal
    accepted: Decimal | None = None


def accepted_quantity(movements):
    """Accepted so far, and never less than nothing.

    >>> accepted_quantity([Movement(RECEIVED, Decimal(10), Decimal(7))])
    Decimal('7')
    """
    total = ZERO
    for movement in movements:
        counted = movement.qty if movement.accepted is None else movement.accepted
        total += counted if movement.kind == RECEIVED else -counted
    return max(total, ZERO)


def verdict_fits(received, accepted, rejected):
    """Whether a verdict accounts for every piece received."""
    return accepted >= 0 and rejected >= 0 and accepted + rejected == received


def receivable(ordered, percent):
    """The most that may be received of what was ordered.

    >>> receivable(Decimal(200), Decimal(5))
    Decimal('210')
    """
    return ordered + ordered * percent / 100


def tolerated(*percents):
    """The first percentage that somebody has set, none of them is zero.

    >>> tolerated(None, Decimal(5), Decimal(1))
    Decimal('5')
    >>> tolerated(None, None)
    Decimal('0')
    """
    return next((percent for percent in percents if percent is not None), ZERO)
