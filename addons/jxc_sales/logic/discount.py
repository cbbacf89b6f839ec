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


def taken_off(lines):
    """The discount in percent that lines with a minus give on the whole order.

    A line of -500, or -2 pieces, beside 5 pieces at 1,000 is a discount too, which no
    line shows by itself. Without such lines there is none.

    :param lines: ``(reference, price, discount, quantity)`` of each line.

    >>> one, off = (Decimal(1000), Decimal(1000), 0, 5), (0, Decimal(-500), 0, 1)
    >>> taken_off([one, off])
    Decimal('10.0000')
    >>> taken_off([one])
    Decimal('0')
    """
    paid = [price * (HUNDRED - off) / HUNDRED * qty for _ref, price, off, qty in lines]
    if not any(amount < 0 for amount in paid):
        return Decimal(0)
    worth = sum(
        max(reference, price) * quantity
        for reference, price, _off, quantity in lines
        if price >= 0 and quantity > 0
    )
    if not worth:
        return HUNDRED
    rate = (HUNDRED - sum(paid) / worth * HUNDRED).quantize(Decimal("0.0001"))
    return max(rate, Decimal(0))
