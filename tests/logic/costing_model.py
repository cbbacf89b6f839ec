"""A second costing engine, slow and written differently, to compare with.

Works with pieces, fractions and whole histories: no pools, no running state. Knows
receipts, issues and corrections in one scope.
"""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from jxc_costing.logic.movement import CORRECTION, IN, OUT, in_order

CENT = Decimal("0.01")


def cents(amount):
    """Half up, as the books do."""
    if isinstance(amount, Fraction):
        amount = Decimal(amount.numerator) / amount.denominator
    return amount.quantize(CENT, ROUND_HALF_UP)


def pairs(movements):
    """Which receipt's pieces went out with which issue: {issue: [receipt or None]}.

    By pieces and first in first out, which is right for any method as far as it tells
    what was there when it went, and what covered it if nothing was.
    """
    pieces, waiting, went = [], [], {}
    for movement in in_order(movements):
        count = int(movement.quantity)
        if movement.kind == IN:
            for _piece in range(count):
                if waiting:
                    issue, place = waiting.pop(0)
                    went[issue][place] = movement.key
                else:
                    pieces.append(movement.key)
        elif movement.kind == OUT:
            went[movement.key] = [
                pieces.pop(0) if pieces else None for _piece in range(count)
            ]
            waiting += [
                (movement.key, place)
                for place, receipt in enumerate(went[movement.key])
                if receipt is None
            ]
    return went


def fifo(movements):
    """Amounts of the issues, where a piece of each receipt costs whole cents."""
    cost = {m.key: m.cost / m.quantity for m in movements if m.kind == IN}
    return {
        issue: sum((cost[receipt] for receipt in taken), Decimal(0))
        for issue, taken in pairs(movements).items()
        if None not in taken
    }


def average(movements):
    """Amounts of the issues under moving average, of those that are covered at last."""
    history = in_order(movements)
    result = {m.key: Decimal(0) for m in history if m.kind == OUT}
    level, worth = 0, Decimal(0)
    debts = []
    for movement in history:
        quantity = int(movement.quantity)
        if movement.kind == CORRECTION:
            worth += movement.cost if level > 0 else 0
        elif movement.kind == IN:
            cost = movement.cost
            while debts and quantity:
                issue, short = debts.pop(0)
                part = min(short, quantity)
                price = cost if part == quantity else cents(_of(cost, quantity, part))
                result[issue] += price
                cost -= price
                quantity -= part
                if short > part:
                    debts.insert(0, (issue, short - part))
            level, worth = level + quantity, worth + cost
        else:
            part = min(level, quantity)
            price = worth if part == level else cents(_of(worth, level, part))
            result[movement.key] += price
            level, worth = level - part, worth - price
            if quantity > part:
                debts.append((movement.key, quantity - part))
    uncovered = {issue for issue, _short in debts}
    return {key: price for key, price in result.items() if key not in uncovered}


def month(movements):
    """Amounts of the issues, where each month's goods are there for its issues."""
    result = {}
    level, worth = 0, Decimal(0)
    history = in_order(movements)
    for when in sorted({(m.at.year, m.at.month) for m in history}):
        mine = [m for m in history if (m.at.year, m.at.month) == when]
        level += sum(int(m.quantity) for m in mine if m.kind == IN)
        worth += sum(m.cost for m in mine if m.kind in (IN, CORRECTION))
        issues = [m for m in mine if m.kind == OUT]
        whole, value = level, worth
        for issue in issues:
            quantity = int(issue.quantity)
            if quantity > level:
                return None
            price = worth if quantity == level else cents(_of(value, whole, quantity))
            # Many small issues rounded up may ask for more than there is.
            price = min(price, worth)
            result[issue.key] = price
            level, worth = level - quantity, worth - price
        if not level:
            worth = Decimal(0)
    return result


def _of(amount, whole, part):
    return Fraction(amount) * part / whole
