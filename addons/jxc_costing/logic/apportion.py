"""To share an amount so that the parts are whole cents and add up."""

from decimal import Decimal

from .movement import ZERO, Money


def apportion(amount, weights, money=None):
    """Parts of ``amount`` by ``weights``; the largest remainders get the odd cents.

    Weights below nothing count as nothing; where nobody weighs anything all get the
    same. Of equal remainders the earlier one gets the cent.

    >>> [str(part) for part in apportion(Decimal(100), [1, 1, 1])]
    ['33.34', '33.33', '33.33']
    >>> [str(part) for part in apportion(Decimal("-0.05"), [6, 3, 1])]
    ['-0.03', '-0.02', '0.00']
    """
    money = money or Money()
    weights = [max(Decimal(weight), ZERO) for weight in weights]
    if not any(weights):
        weights = [Decimal(1)] * len(weights)
    size = money.round(abs(amount))
    whole = sum(weights)
    exact = [size * weight / whole for weight in weights]
    parts = [money.floor(part) for part in exact]
    odd = int((size - sum(parts)) / money.unit)
    order = sorted(range(len(parts)), key=lambda n: (parts[n] - exact[n], n))
    for place in order[:odd]:
        parts[place] += money.unit
    return [-part if part and amount < 0 else part for part in parts]


def lot_costs(total, lots, money=None):
    """What each lot of one receipt cost.

    Some lots have a price of their own; what is left of the document's total is shared
    by the others, by quantity. Where all have one, or theirs alone is more than the
    total, the total is shared by what they would cost.

    :param total: what documents say of the receipt; None: they say nothing.
    :param lots: [(quantity, own cost or None)]
    :return: their costs; None of those of which nobody knows one.

    >>> two = [(Decimal(10), Decimal(500)), (Decimal(10), None)]
    >>> [str(cost) for cost in lot_costs(Decimal(1500), two)]
    ['500.00', '1000.00']
    >>> lot_costs(None, two)
    [Decimal('500.00'), None]
    >>> [str(cost) for cost in lot_costs(Decimal(100), two)]
    ['50.00', '50.00']
    """
    money = money or Money()
    own = [None if cost is None else money.round(cost) for _quantity, cost in lots]
    if total is None:
        return own
    rest = total - sum(cost for cost in own if cost is not None)
    others = [n for n, cost in enumerate(own) if cost is None]
    if others and rest >= 0:
        shares = apportion(rest, [lots[n][0] for n in others], money)
        for place, share in zip(others, shares, strict=True):
            own[place] = share
        return own
    known = sum(cost for cost in own if cost is not None)
    pieces = sum(quantity for quantity, cost in lots if cost is not None)
    unit = known / pieces if pieces else ZERO
    weights = [quantity * unit if cost is None else cost for quantity, cost in lots]
    return apportion(total, weights, money)
