"""Month-end weighted average 月末一次加权平均: one cost for all issues of a month."""

from .movement import ZERO
from .pool import AveragePool, Deficit, unit_cost


class MonthPool(AveragePool):
    """Collects a month; ``close`` gives its issues their cost.

    What comes with a cost of its own (receipts, returns to vendors, corrections, goods
    handed to another scope) makes the average. What has none (issues, what customers
    bring back of this month's issues, gains) gets it.
    """

    def _start(self, layers):
        self._begin()

    def _begin(self):
        self._ins = []
        self._known_outs = []
        #: (row, signed quantity): what comes back is a negative issue.
        self._issues = []

    @property
    def balance(self):
        """The quantity in the books by now."""
        return super().balance + self._net()

    def _net(self):
        return (
            sum(quantity for row, quantity, cost in self._ins)
            - sum(quantity for row, quantity, value, fixed in self._known_outs)
            - sum(quantity for row, quantity in self._issues)
        )

    def remaining(self, receipt, quantity):
        """How much of an earlier receipt counts as being there still."""
        return max(min(self.quantity + self._net(), quantity), ZERO)

    def put(self, row, quantity, cost):
        """Receive."""
        row.quantity += quantity
        row.amount += cost
        self._ins.append((row, quantity, cost))

    def gain(self, row, quantity):
        """Receive what nobody has paid, at the month's cost."""
        row.quantity += quantity
        self._issues.append((row, -quantity))

    def take(self, row, quantity, value=None, receipt=None, fixed=False):
        """Issue; only what has a cost already gets one before the month ends."""
        row.quantity -= quantity
        if value is None and not fixed:
            self._issues.append((row, quantity))
            return ZERO
        if value is None:
            value = self.money.round(self._unit_by_now() * quantity)
        self._known_outs.append((row, quantity, value, fixed))
        return value

    def _unit_by_now(self):
        quantity, amount = self._income()
        return unit_cost(amount, quantity) if quantity > 0 else self.unit

    def _income(self):
        quantity = self.quantity + sum(q for row, q, cost in self._ins)
        amount = self.amount + sum(cost for row, q, cost in self._ins)
        for _row, out, value, _fixed in self._known_outs:
            quantity -= out
            amount -= value
        return quantity, amount

    def cancel(self, row, quantity, origin):
        """What comes back of an issue of this month has the month's cost."""
        if any(issue is origin for issue, _quantity in self._issues):
            self.gain(row, quantity)
            return quantity, ZERO
        return super().cancel(row, quantity, origin)

    def revalue(self, row, amount, receipt=None):
        """Make the month's goods worth more by ``amount``."""
        self.put(row, ZERO, amount)

    def close(self, final):
        """Give each issue since the last closing its cost; returns those rows."""
        if not (self._ins or self._known_outs or self._issues):
            return ()
        self._take_income()
        for row, quantity, value, fixed in self._known_outs:
            self._take_known(row, quantity, value, fixed)
        self._cover_earlier([row for row, quantity, _cost in self._ins if quantity])
        self._price_issues(final)
        self._leave_no_amount_without_quantity()
        if self.quantity:
            self.unit = unit_cost(self.amount, self.quantity)
        rows = [row for row, *_rest in self._ins + self._known_outs + self._issues]
        self._begin()
        return rows

    def _take_income(self):
        for _row, quantity, cost in self._ins:
            if quantity:
                self.unit = unit_cost(cost, quantity)
            self.quantity += quantity
            self.amount += cost
        if self.amount < 0:
            row = self._ins[-1][0]
            row.amount -= self.amount
            row.variance += self.amount
            self.amount = ZERO

    def _take_known(self, row, quantity, value, fixed):
        """Out at a given cost; never leaves less than nothing behind."""
        there = min(quantity, self.quantity)
        known = self.money.share(value, quantity, there) if there else ZERO
        amount = min(known, self.amount)
        if there == self.quantity:
            amount = self.amount
        self.quantity -= there
        self.amount -= amount
        row.amount -= amount
        row.variance -= known - amount
        if quantity > there:
            self._owe(row, quantity - there, value - known, fixed, not fixed)

    def _owe(self, row, quantity, amount, fixed=False, documented=False):
        row.amount -= amount
        row.uncovered = not fixed
        self.deficits.append(Deficit(row, quantity, amount, fixed, documented))

    def _cover_earlier(self, receipts):
        while self.quantity and self.deficits and receipts:
            deficit = self.deficits[0]
            part = min(self.quantity, deficit.quantity)
            worth = self.money.share(self.amount, self.quantity, part)
            self._cover(receipts[-1], deficit, part, worth)
            self.quantity -= part
            self.amount -= worth

    def _price_issues(self, final):
        if self.quantity:
            self.unit = unit_cost(self.amount, self.quantity)
        quantity, amount = self.quantity, self.amount
        self._come_back(quantity, amount, final)
        self._cover_earlier([row for row, out in self._issues if out < 0])
        for row, out in self._issues:
            if out < 0:
                continue
            there = min(out, self.quantity)
            worth = ZERO
            if there:
                worth = self.amount
                if there < self.quantity:
                    whole = self.money.round(self._exact(there, quantity, amount))
                    worth = min(whole, self.amount)
            self.quantity -= there
            self.amount -= worth
            row.amount -= worth
            row.month_open = not final
            if out > there:
                known = self.money.round(self.unit * (out - there))
                self._owe(row, out - there, known)

    def _come_back(self, quantity, amount, final):
        for row, out in self._issues:
            if out < 0:
                worth = self.money.round(self._exact(-out, quantity, amount))
                row.amount += worth
                row.month_open = not final
                self.quantity -= out
                self.amount += worth

    def _exact(self, part, quantity, amount):
        return amount * part / quantity if quantity else self.unit * part

    def _leave_no_amount_without_quantity(self):
        rows = [row for row, *_rest in self._issues + self._ins]
        if not self.quantity and self.amount and rows:
            rows[-1].amount -= self.amount
            rows[-1].variance += self.amount
            self.amount = ZERO
