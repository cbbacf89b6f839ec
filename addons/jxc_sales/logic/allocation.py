"""Who gets how much when there is not enough for all."""

from collections import defaultdict, namedtuple
from decimal import Decimal

#: What somebody waits for: a higher ``group`` goes first, within it the lower ``rank``;
#: ``quantity`` is given in whole ``step`` only, and consists of them.
Wish = namedtuple("Wish", "group rank quantity step")


def shares(supply, wishes, proportional=False):
    """Share what there is: the higher group first; within it by rank, or in proportion.

    :param supply: Decimal; of less than nothing, nothing is shared.
    :param wishes: ``{key: Wish}``, of Decimals
    :param proportional: within a group everybody gets the same part of his wish, in
        whole steps; what is left over goes, step by step, to the largest remainders.
    :return: ``{key: quantity}``, complete.

    >>> D = Decimal
    >>> one = D(1)
    >>> wishes = {
    ...     "a": Wish(0, 1, D(6), one), "b": Wish(0, 2, D(6), one),
    ...     "c": Wish(1, 3, D(2), one),
    ... }
    >>> shares(D(9), wishes) == {"a": 6, "b": 1, "c": 2}
    True
    >>> shares(D(9), wishes, True) == {"a": 4, "b": 3, "c": 2}
    True
    >>> boxes = {"a": Wish(0, 1, D(24), D(12)), "b": Wish(0, 2, D(6), one)}
    >>> shares(D(15), boxes) == {"a": 12, "b": 3}
    True
    """
    left = max(supply, Decimal(0))
    given = dict.fromkeys(wishes, Decimal(0))
    groups = defaultdict(list)
    for key, wish in wishes.items():
        if wish.quantity > 0:
            groups[wish.group].append((key, wish))
    for group in sorted(groups, reverse=True):
        rows = sorted(groups[group], key=lambda row: row[1].rank)
        found = _in_proportion(left, rows) if proportional else _by_rank(left, rows)
        given |= found
        left -= sum(found.values())
    return given


def _whole(quantity, step):
    return quantity // step * step


def _by_rank(left, rows):
    found = {}
    for key, wish in rows:
        found[key] = _whole(min(left, wish.quantity), wish.step)
        left -= found[key]
    return found


def _in_proportion(left, rows):
    total = sum(wish.quantity for _key, wish in rows)
    part = min(left, total)
    exact = {key: wish.quantity * part / total for key, wish in rows}
    found = {key: _whole(exact[key], wish.step) for key, wish in rows}
    left -= sum(found.values())
    # Sorting is stable: of equal remainders the lower rank goes first.
    rows = sorted(rows, key=lambda row: (found[row[0]] - exact[row[0]]) / row[1].step)
    for key, wish in rows:
        if found[key] < wish.quantity and wish.step <= left:
            found[key] += wish.step
            left -= wish.step
    # Whole boxes that did not fit leave something for who takes single pieces.
    for key, wish in rows:
        more = _whole(min(left, wish.quantity - found[key]), wish.step)
        found[key] += more
        left -= more
    return found
