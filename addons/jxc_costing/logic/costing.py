"""The costing engine: from the movements of a product to the rows of its ledger.

>>> from decimal import Decimal as D
>>> from datetime import datetime
>>> from .movement import Movement
>>> day = lambda n: datetime(2026, 3, n)
>>> rows = Engine("average").run([
...     Movement(1, day(1), "in", "A", D(10), D(100)),
...     Movement(2, day(2), "out", "A", D(20)),
...     Movement(3, day(3), "in", "A", D(30), D(480)),
... ])
>>> [(row.key, str(row.amount), str(row.running_amount)) for row in rows]
[(1, '100', '100'), (2, '-260.00', '-160.00'), (3, '480', '320.00')]
"""

from dataclasses import dataclass, field
from decimal import Decimal

from .apportion import apportion
from .month import MonthPool
from .movement import EVERY, OUT, RETURN_OUT, ZERO, Money, Row, in_order
from .pool import (
    AVERAGE,
    FIFO,
    MONTH,
    SPECIFIC,
    STANDARD,
    AveragePool,
    Deficit,
    LayerPool,
    StandardPool,
)

POOLS = {
    AVERAGE: AveragePool,
    FIFO: LayerPool,
    SPECIFIC: LayerPool,
    MONTH: MonthPool,
    STANDARD: StandardPool,
}


#: Kinds of movements that take goods out.
ISSUES = (OUT, RETURN_OUT)


@dataclass
class Stand:
    """What is in a pool where a computation begins."""

    quantity: Decimal = ZERO
    amount: Decimal = ZERO
    #: The last known cost of a unit.
    unit: Decimal = ZERO
    #: (receipt, quantity, amount): what is left of receipts, the oldest first.
    layers: tuple = ()


@dataclass
class Origin:
    """What was booked before, and something may come back of it."""

    pool: object
    kind: str
    #: What has not come back yet; of an issue below nothing.
    quantity: Decimal
    value: Decimal


@dataclass
class Opening:
    """Where a computation begins: nothing is uncovered, and no month is half done."""

    pools: dict = field(default_factory=dict)
    origins: dict = field(default_factory=dict)
    #: The last known cost of a unit, wherever; None: nobody knows one yet.
    unit: Decimal | None = None


def month_of(moment):
    """The month of a moment that is in the company's time zone."""
    return moment.year, moment.month


class Engine:
    """Values the movements of one product of one company.

    :param method: the method it begins with.
    :param digits: of the company's currency.
    :param unit: the cost of a unit as long as nothing else is known; the standard.
    :param final_before: months that end before this moment are closed: the costs of
        their issues under month-end average are final.
    :param month: tells (year, month) of a moment, where it is in another time zone
        than the company's.
    """

    def __init__(
        self,
        method,
        digits=2,
        unit=ZERO,
        opening=None,
        final_before=None,
        month=month_of,
    ):
        self.method = method
        self.money = Money(digits)
        self.unit = unit
        self.final_before = final_before
        self.month_of = month
        self.rows = []
        self._month = None
        self.begin(opening or Opening())

    def begin(self, opening):
        """Start from what is there already."""
        self._returns = {}
        if opening.unit is not None:
            self.unit = opening.unit
        self._stands = opening.pools
        self.pools = {key: self._opened(key, s) for key, s in opening.pools.items()}
        self._booked = {}
        for key, origin in opening.origins.items():
            self._booked[key] = Row(
                key, None, origin.kind, origin.pool, origin.quantity, origin.value
            )

    def run(self, movements):
        """The ledger rows of the movements, in the order of what happened."""
        for movement in in_order(movements):
            month = self.month_of(movement.at)
            if month != self._month:
                self._close()
                self._month = month
            begin = len(self.rows)
            getattr(self, f"_{movement.kind}")(movement)
            for row in self.rows[begin:]:
                row.unit = self.pools[row.pool].unit
                row.method = self.method
        self._close()
        self._run_on()
        return self.rows

    # Pools and rows

    def _new_pool(self, quantity=ZERO, amount=ZERO, unit=None, layers=()):
        unit = self.unit if unit is None else unit
        return POOLS[self.method](self.money, quantity, amount, unit, layers)

    def _opened(self, key, stand):
        if stand.quantity >= 0 or self.method == STANDARD:
            return self._new_pool(
                stand.quantity, stand.amount, stand.unit, stand.layers
            )
        # Below nothing where rows are final: what covers it bears the difference.
        pool = self._new_pool(unit=stand.unit)
        row = Row(None, None, OUT, key)
        pool.deficits = [Deficit(row, -stand.quantity, -stand.amount, fixed=True)]
        return pool

    def _pool(self, key):
        if key not in self.pools:
            # What a new lot or warehouse finds costs what is known of the product.
            known = (row.unit for row in reversed(self.rows) if row.unit)
            self.pools[key] = self._new_pool(unit=next(known, self.unit))
        return self.pools[key]

    def _matching(self, pool):
        """The pools that a new cost or a correction is about."""
        if not isinstance(pool, str) or not pool.startswith(EVERY):
            return [pool]
        return sorted(key for key in self.pools if key.endswith(pool[len(EVERY) :]))

    def _row(self, movement, pool):
        self._pool(pool)
        row = Row(movement.key, movement.at, movement.kind, pool)
        self.rows.append(row)
        return row

    def _close(self):
        """The month is over: whoever waited for that gets his cost."""
        if self._month is None:
            return
        final = self.final_before is not None and (
            month_of(self.final_before) > self._month
        )
        for pool in self.pools.values():
            for row in pool.close(final):
                row.unit = pool.unit

    def _run_on(self):
        """Running quantities and amounts, now that all costs are known."""
        totals = {key: (s.quantity, s.amount) for key, s in self._stands.items()}
        for row in self.rows:
            quantity, amount = totals.get(row.pool, (ZERO, ZERO))
            row.running_quantity = quantity + row.quantity
            row.running_amount = amount + row.amount
            totals[row.pool] = row.running_quantity, row.running_amount

    # Kinds of movements

    def _in(self, movement):
        row = self._row(movement, movement.pool)
        self._booked[movement.key] = row
        if movement.cost is None:
            self._pool(movement.pool).gain(row, movement.quantity)
        else:
            self._pool(movement.pool).put(row, movement.quantity, movement.cost)

    def _out(self, movement):
        row = self._row(movement, movement.pool)
        self._booked[movement.key] = row
        self._pool(movement.pool).take(row, movement.quantity)

    def _transfer(self, movement):
        source = self._row(movement, movement.pool)
        target = self._row(movement, movement.target)
        amount = self._pool(movement.pool).take(source, movement.quantity, fixed=True)
        self._pool(movement.target).put(target, movement.quantity, amount)

    def _return_in(self, movement):
        """Goods come back: at the cost at which they went."""
        origin = self._booked.get(movement.origin)
        if origin is None or origin.kind not in ISSUES:
            self._in(movement)
            return
        row = self._row(movement, movement.pool)
        self._booked[movement.key] = row
        pool, home = self._pool(movement.pool), self._pool(origin.pool)
        left, value = self._left(origin)
        quantity = min(movement.quantity, left)
        if pool is home:
            open_quantity, open_amount = pool.open_deficit(origin)
            done, _amount = pool.cancel(row, quantity, origin)
        else:
            open_quantity = open_amount = done = ZERO
        rest = quantity - done
        if rest:
            whole = left - open_quantity
            pool.put(row, rest, self.money.share(value - open_amount, whole, rest))
        if movement.quantity > quantity:
            pool.gain(row, movement.quantity - quantity)
        self._came_back(movement.origin, row)

    def _return_out(self, movement):
        """Goods go back: at the cost at which they came."""
        origin = self._booked.get(movement.origin)
        left = value = ZERO
        if origin is not None and origin.kind not in ISSUES:
            left, value = self._left(origin)
        if movement.quantity > left:
            self._out(movement)
            return
        row = self._row(movement, movement.pool)
        self._booked[movement.key] = row
        worth = self.money.share(value, left, movement.quantity)
        self._pool(movement.pool).take(row, movement.quantity, worth, movement.origin)
        self._came_back(movement.origin, row)

    def _came_back(self, origin, row):
        row.origin = origin
        self._returns.setdefault(origin, []).append(row)

    def _left(self, origin):
        """What has not come back yet: quantity and value, both above nothing."""
        sign = -1 if origin.kind in ISSUES else 1
        rows = [origin, *self._returns.get(origin.key, ())]
        quantity = sign * sum(row.quantity for row in rows)
        return max(quantity, ZERO), sign * sum(row.value for row in rows)

    def _difference(self, movement):
        """A receipt of a closed time cost more: what is left of it takes its share."""
        origin = self._booked.get(movement.origin)
        row = self._row(movement, movement.pool)
        pool = self._pool(movement.pool)
        if origin is None or origin.kind in ISSUES:
            pool.revalue(row, movement.cost)
            return
        left, _value = self._left(origin)
        remaining = pool.remaining(movement.origin, left)
        share = ZERO
        if remaining:
            share = self.money.share(movement.cost, left, remaining)
            pool.revalue(row, share, movement.origin)
        row.variance += movement.cost - share
        # A return to the vendor is worth that much more from now on.
        self._came_back(movement.origin, row)

    def _correction(self, movement):
        """The pools share it by what is in them; of nothing, all is variance."""
        pools = self._matching(movement.pool) or [movement.pool]
        there = [max(self._pool(pool).balance, ZERO) for pool in pools]
        shares = [movement.cost]
        if len(pools) > 1:
            shares = apportion(movement.cost, there, self.money)
        for pool, share in zip(pools, shares, strict=True):
            row = self._row(movement, pool)
            self._pool(pool).revalue(row, share)

    def _reprice(self, movement):
        pools = self._matching(movement.pool)
        rows = [self._row(movement, pool) for pool in pools]
        self._close()
        for row in rows:
            self.pools[row.pool].reprice(row, movement.cost)
        if movement.pool == EVERY:
            self.unit = movement.cost

    def _method(self, movement):
        """Another method: what is there stays worth what it is."""
        self._close()
        before, self.method = self.method, movement.method
        if movement.cost is not None:
            self.unit = movement.cost
        for key, old in sorted(self.pools.items(), key=lambda item: str(item[0])):
            row = self._row(movement, key)
            self.pools[key] = self._converted(old, row, before, movement.cost)

    def _converted(self, old, row, before, standard):
        if self.method == STANDARD:
            unit = old.unit if standard is None else standard
            new = self._new_pool(old.balance, ZERO, unit)
            owed = sum(d.amount for d in old.deficits)
            for deficit in old.deficits:
                deficit.row.uncovered = False
            row.amount = new.amount - (old.amount - owed)
            row.variance = -row.amount
            return new
        if before == STANDARD and old.quantity < 0:
            new = self._new_pool(unit=old.unit)
            new.deficits = [Deficit(row, -old.quantity, -old.amount)]
            row.uncovered = True
            return new
        layers = [(row.key, old.quantity, old.amount)] if old.quantity else []
        new = self._new_pool(old.quantity, old.amount, old.unit, layers)
        new.deficits = old.deficits
        return new
