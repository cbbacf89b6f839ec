"""The stock of one product in one scope, under each method."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .movement import ZERO, Link

AVERAGE = "average"
FIFO = "fifo"
SPECIFIC = "specific"
MONTH = "month"
STANDARD = "standard"


#: Costs of a unit are kept with ten digits, so that a stored one is the same one.
UNIT = Decimal("1e-10")


def unit_cost(amount, quantity):
    """The cost of one unit."""
    return (amount / quantity).quantize(UNIT, ROUND_HALF_UP)


@dataclass(eq=False)
class Deficit:
    """What an issue took that was not there, at the cost that was known then."""

    row: object
    quantity: object
    amount: object
    #: The other side of a transfer has been booked: the row stays as it is.
    fixed: bool = False
    #: What the document of a return says; the row follows the receipt.
    documented: bool = False


@dataclass(eq=False)
class Layer:
    """What is left of a receipt."""

    receipt: object
    quantity: object
    amount: object


class AveragePool:
    """Moving average; also what all methods share.

    ``quantity`` and ``amount`` are what is there. What was issued beyond that waits
    in ``deficits`` until a receipt covers it.
    """

    def __init__(self, money, quantity=ZERO, amount=ZERO, unit=ZERO, layers=()):
        self.money = money
        self.quantity = quantity
        self.amount = amount
        self.unit = unit
        self.deficits = []
        self._start(layers)

    def _start(self, layers):
        """Take over what is left of receipts; an average does not know them."""

    @property
    def balance(self):
        """The quantity in the books: below nothing while something is uncovered."""
        return self.quantity - sum(d.quantity for d in self.deficits)

    def remaining(self, receipt, quantity):
        """How much of a receipt's quantity counts as being there still."""
        return min(self.quantity, quantity)

    def put(self, row, quantity, cost):
        """Receive: first what has been issued already, then what stays."""
        if quantity:
            self.unit = unit_cost(cost, quantity)
        row.quantity += quantity
        row.amount += cost
        while quantity and self.deficits:
            deficit = self.deficits[0]
            part = min(quantity, deficit.quantity)
            worth = self.money.share(cost, quantity, part)
            self._cover(row, deficit, part, worth)
            quantity -= part
            cost -= worth
        if quantity:
            self._add(row.key, quantity, cost)
        elif cost:
            # Pieces without quantity: nothing is there that could be worth it.
            row.amount -= cost
            row.variance += cost

    def _cover(self, receipt, deficit, part, worth):
        known = self.money.share(deficit.amount, deficit.quantity, part)
        row = deficit.row
        if deficit.fixed:
            receipt.amount -= worth - known
            receipt.variance += worth - known
        else:
            row.amount -= worth - known
            if deficit.documented:
                row.variance += worth - known
        self._link(row, receipt.key, part, worth)
        self._reduce(deficit, part, known)

    def _reduce(self, deficit, part, known):
        deficit.quantity -= part
        deficit.amount -= known
        if not deficit.quantity:
            self.deficits.remove(deficit)
            deficit.row.uncovered = any(
                other.row is deficit.row for other in self.deficits
            )

    def gain(self, row, quantity):
        """Receive what nobody has paid, at the cost of what is there."""
        self.put(row, quantity, self.money.round(self.unit * quantity))

    def take(self, row, quantity, value=None, receipt=None, fixed=False):
        """Issue; returns the amount.

        :param value: what the document says: the origin's cost of a return.
        :param receipt: the receipt from which a return goes back.
        :param fixed: the amount is handed on at once and cannot change later.
        """
        there = min(quantity, self.quantity)
        amount = self._remove(row, there, value, quantity, receipt) if there else ZERO
        row.quantity -= quantity
        row.amount -= amount
        short = quantity - there
        if short:
            known = self.money.round(self.unit * short)
            if value is not None:
                known = value - self.money.share(value, quantity, there)
            deficit = Deficit(row, short, known, fixed, value is not None)
            self.deficits.append(deficit)
            row.amount -= known
            row.uncovered = not fixed
            amount += known
        if value is not None:
            row.variance -= value - amount
        return amount

    def cancel(self, row, quantity, origin):
        """What comes back of something that was never covered; returns (qty, amount).

        It cancels the issue at the cost it had until now.
        """
        done = worth = ZERO
        for deficit in [d for d in self.deficits if d.row is origin]:
            part = min(quantity - done, deficit.quantity)
            if part:
                known = self.money.share(deficit.amount, deficit.quantity, part)
                self._reduce(deficit, part, known)
                self._link(origin, row.key, part, known)
                done += part
                worth += known
        row.quantity += done
        row.amount += worth
        return done, worth

    def open_deficit(self, origin):
        """(quantity, amount) of an issue for which no receipt has come yet."""
        mine = [d for d in self.deficits if d.row is origin]
        return sum(d.quantity for d in mine) or ZERO, sum(
            d.amount for d in mine
        ) or ZERO

    def revalue(self, row, amount, receipt=None):
        """Make what is there worth more by ``amount``; never less than nothing."""
        there = self._add_amount(row, max(amount, -self.amount), receipt)
        row.amount += there
        row.variance += amount - there
        if self.quantity:
            self.unit = unit_cost(self.amount, self.quantity)

    def reprice(self, row, price):
        """A unit is worth ``price`` from now on."""
        delta = self.money.round(price * self.quantity) - self.amount
        row.amount += self._add_amount(row, delta, None)
        self.unit = price

    def close(self, final):
        """End of a month; returns the rows that got their cost only now."""
        return ()

    # What differs between the methods

    def _add(self, receipt, quantity, cost):
        self.quantity += quantity
        self.amount += cost
        self.unit = unit_cost(self.amount, self.quantity)

    def _remove(self, row, there, value, quantity, receipt):
        amount = self.money.share(self.amount, self.quantity, there)
        if value is not None and there < self.quantity:
            amount = min(self.money.share(value, quantity, there), self.amount)
        self.quantity -= there
        self.amount -= amount
        if self.quantity:
            self.unit = unit_cost(self.amount, self.quantity)
        return amount

    def _add_amount(self, row, amount, receipt):
        if not self.quantity:
            return ZERO
        self.amount += amount
        return amount

    def _link(self, row, receipt, quantity, amount):
        """An average does not tell which receipt was issued."""


class LayerPool(AveragePool):
    """First in first out; with a pool for each lot: specific identification."""

    def _start(self, layers):
        self.layers = [Layer(*layer) for layer in layers]
        known = sum(layer.quantity for layer in self.layers)
        if self.quantity > known:
            # What was there before the first receipt that is known.
            worth = self.amount - sum(layer.amount for layer in self.layers)
            self.layers.insert(0, Layer(None, self.quantity - known, worth))

    def remaining(self, receipt, quantity):
        """What is left of the receipt itself."""
        return sum(x.quantity for x in self.layers if x.receipt == receipt) or ZERO

    def _add(self, receipt, quantity, cost):
        self.quantity += quantity
        self.amount += cost
        self.unit = unit_cost(self.amount, self.quantity)
        if self.layers and self.layers[-1].receipt == receipt:
            quantity += self.layers[-1].quantity
            cost += self.layers.pop().amount
        self.layers.append(Layer(receipt, quantity, cost))

    def _remove(self, row, there, value, quantity, receipt):
        amount = ZERO
        own = [x for x in self.layers if receipt is not None and x.receipt == receipt]
        for layer in own + [x for x in self.layers if x not in own]:
            part = min(there, layer.quantity)
            if not part:
                break
            worth = self.money.share(layer.amount, layer.quantity, part)
            layer.quantity -= part
            layer.amount -= worth
            there -= part
            amount += worth
            self._link(row, layer.receipt, part, worth)
        self.layers = [layer for layer in self.layers if layer.quantity]
        self.quantity = sum(layer.quantity for layer in self.layers) or ZERO
        self.amount -= amount
        if self.quantity:
            self.unit = unit_cost(self.amount, self.quantity)
        return amount

    def _add_amount(self, row, amount, receipt):
        layers = [x for x in self.layers if receipt in (None, x.receipt)]
        whole = sum(layer.quantity for layer in layers)
        if not whole:
            return ZERO
        if amount < 0:
            amount = max(amount, -sum(layer.amount for layer in layers))
        rest = amount
        for layer in layers:
            part = self.money.share(rest, whole, layer.quantity)
            whole -= layer.quantity
            rest -= self._give(row, layer, part)
        for layer in layers:
            # What a cheap layer could not give, the others do.
            rest -= self._give(row, layer, rest)
        self.amount += amount
        return amount

    def _give(self, row, layer, part):
        part = max(part, -layer.amount)
        layer.amount += part
        if part:
            self._link(row, layer.receipt, ZERO, -part)
        return part

    def _link(self, row, receipt, quantity, amount):
        row.links.append(Link(receipt, quantity, amount))


class StandardPool(AveragePool):
    """Standard cost: the stock is always quantity × standard, the rest is variance."""

    def _start(self, layers):
        self.amount = self.money.round(self.unit * self.quantity)

    def remaining(self, receipt, quantity):
        """A difference never reaches a stock that stands at its standard."""
        return ZERO

    def put(self, row, quantity, cost):
        """Receive at the standard; what the document says beyond is variance."""
        row.variance += cost - self._shift(row, quantity)

    def gain(self, row, quantity):
        """Receive what nobody has paid, at the standard."""
        self._shift(row, quantity)

    def take(self, row, quantity, value=None, receipt=None, fixed=False):
        """Issue at the standard, below nothing too."""
        amount = -self._shift(row, -quantity)
        if value is not None:
            row.variance -= value - amount
        return amount

    def revalue(self, row, amount, receipt=None):
        """The stock stands at its standard: all is variance."""
        row.variance += amount

    def reprice(self, row, price):
        """A new standard."""
        self.unit = price
        self._shift(row, ZERO)

    def _shift(self, row, quantity):
        before = self.amount
        self.quantity += quantity
        self.amount = self.money.round(self.unit * self.quantity)
        row.quantity += quantity
        row.amount += self.amount - before
        return self.amount - before
