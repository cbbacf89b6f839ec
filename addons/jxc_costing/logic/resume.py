"""To go on from a row of the ledger as if all had been computed from the beginning."""

from .costing import Opening, Origin, Stand
from .movement import METHOD, ZERO


def is_safe(rows, method, following=None):
    """Whether a computation may begin after these rows.

    Not while something is uncovered, since what covers it changes the rows before;
    not in the middle of a month whose average is looked for.

    :param following: the moment of the first movement to compute.
    """
    last = {row.pool: row for row in rows}
    if method != "standard" and any(r.running_quantity < 0 for r in last.values()):
        return False
    if method == "month" and rows and following:
        end = rows[-1].at
        return (end.year, end.month) != (following.year, following.month)
    return True


def opening_after(rows):
    """What an engine has to know to go on after these rows."""
    opening = Opening()
    layers = {}
    for row in rows:
        opening.pools[row.pool] = Stand(
            row.running_quantity, row.running_amount, row.unit
        )
        opening.unit = row.unit or opening.unit
        mine = layers.setdefault(row.pool, {})
        if row.kind == METHOD:
            mine.clear()
            mine[row.key] = [row.running_quantity, row.running_amount]
        elif row.quantity > 0:
            mine[row.key] = [row.quantity, row.value]
        origin = opening.origins.get(row.origin)
        if origin:
            origin.quantity += row.quantity
            origin.value += row.value
        opening.origins[row.key] = Origin(row.pool, row.kind, row.quantity, row.value)
    # What covered an issue may have come after it: links only when all rows are known.
    for row in rows:
        for link in row.links:
            layer = layers[row.pool].get(link.receipt)
            if layer:
                layer[0] -= link.quantity
                layer[1] -= link.amount
    for pool, stand in opening.pools.items():
        stand.layers = tuple(
            (receipt, quantity, amount)
            for receipt, (quantity, amount) in layers[pool].items()
            if quantity > ZERO
        )
    return opening
