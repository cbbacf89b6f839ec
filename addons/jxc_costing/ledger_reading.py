"""What the stock ledger computes with, read for many products at once (ADR 0043).

``asked`` says of which company and products and since when, and in which pools:
``by_house`` of the company, ``by_lot`` of each product.
"""

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

import pytz

from .ledger_sql import query
from .logic.apportion import apportion, lot_costs
from .logic.costing import Opening, Origin, Stand
from .logic.movement import (
    CORRECTION,
    DIFFERENCE,
    EVERY,
    IN,
    METHOD,
    OUT,
    REPRICE,
    RETURN_IN,
    RETURN_OUT,
    TRANSFER,
    Money,
    Movement,
)

#: The one pool of a product where its scope is the company.
POOL = "all"


def read_movements(env, asked, digits):
    """{product: its movements}, of goods, prices, corrections; in no order."""
    movements = defaultdict(list)
    # Prices first: of what happened before there was a ledger nobody knows better.
    env.cr.execute(query("place_prices", **asked))
    env.cr.execute(query("place_moves", **asked))
    rows = [_part(row) for row in env.execute_query(query("movements", **asked))]
    origins = [part.origin for part in rows if part.origin]
    valued = dict(env.execute_query(query("valued", moves=origins)))
    money = Money(digits)
    moves = defaultdict(list)
    for part in rows:
        moves[part.product, part.move].append(part)
    for (product, _move), parts in moves.items():
        movements[product] += _of_a_move(parts, valued, money)
    by_lot = dict(zip(asked["products"], asked["by_lot"], strict=True))
    for product, value, at, price, place, lot in env.execute_query(
        query("prices", **asked)
    ):
        pool = pool_of(asked["by_house"], by_lot[product], None, lot)
        key = f"value:{value}"
        movements[product].append(
            Movement(key, at, REPRICE, pool, cost=Decimal(price), place=place or 0)
        )
    for product, line, at, amount, house, lot in env.execute_query(
        query("corrections", **asked)
    ):
        pool = pool_of(asked["by_house"], by_lot[product], house, lot)
        movements[product].append(
            Movement(f"adjustment:{line}", at, CORRECTION, pool, cost=Decimal(amount))
        )
    return movements


def pool_of(by_house, by_lot, house, lot):
    """The pool, or the pattern of the pools, of a warehouse and a lot if given."""
    lots = f"/lot:{lot}" if by_lot and lot else ""
    if not by_house:
        return POOL + lots if lots or not by_lot else EVERY
    if not house:
        return EVERY + lots
    # Of a warehouse whose goods are in lots each lot is a pool of its own: none named,
    # none known; it is spread over all of them.
    return f"wh:{house}{lots}" if lots or not by_lot else EVERY


class _Part(NamedTuple):
    """What one move did to one pool, or from one to another."""

    product: int
    move: int
    source: str | None
    target: str | None
    quantity: Decimal
    at: datetime
    #: What documents say of the whole move, and a price of these lots alone.
    total: Decimal | None
    own: Decimal | None
    origin: int | None
    place: int
    #: What comes on top where no document says a cost: landed costs.
    extra: Decimal | None


def _part(row):
    product, move, source, target, quantity, at, total, own, origin, place, extra = row
    numbers = [None if text is None else Decimal(text) for text in (total, own, extra)]
    total, own, extra = numbers
    return _Part(
        product, move, source, target, Decimal(quantity), at,
        total, own, origin, place or 0, extra,
    )  # fmt: skip


def _of_a_move(parts, valued, money):
    """The movements of one move: one for each pool that it goes from or to."""
    comes = parts[0].source is None
    lots = [(part.quantity, part.own) for part in parts]
    costs = extras = [None] * len(parts)
    if comes and len(parts) == 1 and parts[0].total is not None:
        # What a document says is kept with all its digits until it is booked.
        costs = [parts[0].total]
    elif comes:
        costs = lot_costs(parts[0].total, lots, money)
    if comes and parts[0].extra:
        extras = apportion(parts[0].extra, [part.quantity for part in parts], money)
    seen = set()
    for part, cost, extra in zip(parts, costs, extras, strict=True):
        pool = part.source or part.target
        lot = pool.partition("/lot:")[2]
        suffix = f":{lot}" if lot else ""
        key = f"move:{part.move}{suffix}"
        if lot in seen:
            # A second warehouse in one move: what returns is taken as the first one's.
            key = f"{key}:{part.source}:{part.target}"
        seen.add(lot)
        yield Movement(
            key,
            part.at,
            _kind(part),
            pool,
            part.quantity,
            None if part.source else cost,
            f"move:{valued.get(part.origin)}{suffix}" if part.origin else None,
            part.target if part.source else None,
            place=part.place,
        )
        if extra and not part.source:
            key, of = f"{key}:extra", key
            yield Movement(key, part.at, DIFFERENCE, pool, cost=extra, origin=of)


def _kind(part):
    if part.source and part.target:
        return TRANSFER
    if part.origin:
        return RETURN_OUT if part.source else RETURN_IN
    return OUT if part.source else IN


def read_stands(env, asked):
    """{product: {pool: (quantity, amount, unit)}} and {product: last known unit}."""
    stands, units = defaultdict(dict), {}
    rows = env.execute_query(query("stands", **asked))
    for product, pool, quantity, amount, unit, *_when in sorted(
        rows, key=lambda row: row[-2:]
    ):
        stands[product][pool] = tuple(map(Decimal, (quantity, amount, unit)))
        if Decimal(unit):
            units[product] = Decimal(unit)
    return stands, units


def read_openings(env, asked, stands, units, movements, layered):
    """{product: where its computation begins}.

    :param layered: those whose method knows receipts.
    """
    openings = {product: Opening() for product in asked["products"]}
    layers = defaultdict(list)
    some = [p if p in layered else None for p in asked["products"]]
    if layered:
        for product, pool, key, *left in env.execute_query(
            query("layers", **asked, layered=some)
        ):
            layers[product, pool].append((key, *map(Decimal, left)))
    for product, opening in openings.items():
        for pool, figures in stands.get(product, {}).items():
            opening.pools[pool] = Stand(*figures, tuple(layers[product, pool]))
        opening.unit = units.get(product)
    keys = {m.origin for some in movements.values() for m in some if m.origin}
    keys -= {m.key for some in movements.values() for m in some}
    for product, key, pool, kind, *left in env.execute_query(
        query("origins", keys=list(keys), **asked)
    ):
        openings[product].origins[key] = Origin(pool, kind, *map(Decimal, left))
    return openings


def read_methods(env, asked):
    """The changes of method of products, and the last method of each.

    :return: {product: [(key, moment, method before, method, place)]}, the first change
        first; {product: method}
    """
    changes, last = defaultdict(list), {}
    for product, of_row, change, *what in env.execute_query(query("methods", **asked)):
        last[product] = of_row
        if change:
            changes[product].append((f"change:{change}", *what))
            last[product] = what[2]
    return changes, last


def method_at(changes, moment, now):
    """The method by a moment, where it is ``now`` after all these changes."""
    for _key, at, before, *_rest in changes:
        if at >= moment:
            return before
    return changes[-1][3] if changes else now


def turns(changes, since):
    """The changes of method from a moment on, as movements."""
    return [
        Movement(key, at, METHOD, method=method, place=place or 0)
        for key, at, _before, method, place in changes
        if at >= since
    ]


def months_in(zone):
    """What tells (year, month) in a time zone of a moment in UTC."""

    def month(moment):
        if 1 < moment.day < 28:
            # It is the same one in all the world.
            return moment.year, moment.month
        local = pytz.UTC.localize(moment).astimezone(zone)
        return local.year, local.month

    return month


def month_begin(zone, moment):
    """The first moment, in UTC, of the month of a moment in a time zone."""
    if moment.year == 1:
        return moment
    local = pytz.UTC.localize(moment).astimezone(zone)
    first = zone.localize(datetime(local.year, local.month, 1))
    return first.astimezone(pytz.UTC).replace(tzinfo=None)
