"""How much below the list a customer gets the goods, however it was typed."""

from decimal import Decimal

HUNDRED = Decimal(100)


def effective(reference, price, discount):
    """The discount in percent that a line really gives.

    A price typed below the list price is a discount by another name, so the two
    are taken together; a price above it does not make up for a discount.

    :param reference: the price of the customer's price list, 0 if it has none.
    :param price: the unit price on the line, before the discount.
    :param discount: the line's discount in percent.

    >>> effective(Decimal(100), Decimal(90), Decimal(10))
    Decimal('19.0000')
    >>> effective(Decimal(0), Decimal(90), Decimal(10))
    Decimal('10')
    """
    if reference <= 0 or price >= reference:
        return discount
    paid = price * (HUNDRED - discount) / HUNDRED
    rate = (HUNDRED - paid / reference * HUNDRED).quantize(Decimal("0.0001"))
    return max(discount, rate)
