"""Which of an order's wishes the stock can meet."""

from collections import defaultdict
from decimal import ROUND_FLOOR, Decimal


def short(wishes, available):
    """The lines that ask, together with their likes, for more than there is.

    :param wishes: ``{line: (key, quantity)}``, the key being product and warehouse.
    :param available: ``{key: quantity}`` available to promise.
    :return: the set of lines; all lines of a key are short together, because
        nobody can say which of them is the one too many.

    >>> short({"a": (1, 3), "b": (1, 3), "c": (2, 1)}, {1: 5, 2: 1}) == {"a", "b"}
    True
    """
    total = defaultdict(int)
    for key, quantity in wishes.values():
        total[key] += quantity
    return {
        line
        for line, (key, quantity) in wishes.items()
        if quantity > 0 and total[key] > available.get(key, 0)
    }


def others(available, own, limit=3):
    """What other warehouses could give, most first.

    :param available: ``{warehouse name: quantity}``.
    :param own: the name of the line's own warehouse.

    >>> others({"S": 120, "N": 7, "E": 0, "W": -2}, "N")
    [('S', 120)]
    """
    rest = [(name, qty) for name, qty in available.items() if name != own and qty > 0]
    return sorted(rest, key=lambda pair: (-pair[1], pair[0]))[:limit]


def now_and_later(wanted, there):
    """How much of a wish is shipped now, and how much is left for later: whoever asks
    for whole boxes gets whole boxes.

    >>> now_and_later(5, 4.08), now_and_later(2.5, 1.25), now_and_later(3, 7)
    ((4.0, 1.0), (1.25, 1.25), (3.0, 0.0))
    """
    wanted, now = Decimal(str(wanted)), Decimal(str(max(min(there, wanted), 0)))
    if wanted == wanted.to_integral_value():
        now = now.to_integral_value(ROUND_FLOOR)
    return float(now), float(wanted - now)
