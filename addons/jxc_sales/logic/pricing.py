"""Unit prices as they are printed."""

from decimal import ROUND_HALF_UP, Decimal

#: As many as the tax bureau takes of a unit price are more than anybody reads.
MOST = 8


def price_digits(price, quantity, amount, least=2, places=2):
    """How many decimals a price needs, so that who multiplies finds the amount.

    :param price: of one unit
    :param amount: of the quantity, rounded
    :param least: so many at least
    :param places: decimals of the amount
    :return: at most :data:`MOST`, or ``least`` where that is more; ``least`` too where
        no number of decimals would do

    >>> price_digits(14.285666, 48, 685.71)
    4
    >>> price_digits(10.5, 3, 31.5)
    2
    """
    price, quantity = Decimal(str(price)), Decimal(str(quantity))
    cent = Decimal(1).scaleb(-places)
    amount = Decimal(str(amount)).quantize(cent, ROUND_HALF_UP)
    for digits in range(least, MOST + 1):
        shown = price.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
        if (shown * quantity).quantize(cent, ROUND_HALF_UP) == amount:
            return digits
    return least
