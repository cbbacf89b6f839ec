"""How much is missing."""

from decimal import Decimal

ZERO = Decimal(0)


def needed(available, on_order, minimum, maximum):
    """Quantity that lifts what is available and on its way up to the maximum.

    Nothing is needed as long as that is not below the minimum.

    >>> needed(Decimal(12), Decimal(0), Decimal(50), Decimal(100))
    Decimal('88')
    >>> needed(Decimal(12), Decimal(60), Decimal(50), Decimal(100))
    Decimal('0')
    """
    coming = available + on_order
    if coming >= minimum:
        return ZERO
    return max(maximum, minimum) - coming
