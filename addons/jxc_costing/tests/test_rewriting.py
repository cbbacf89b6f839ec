from datetime import datetime
from random import Random

from odoo.tests import tagged

from .ledger_case import LedgerCase

BEGINNING = datetime(1, 1, 1)


@tagged("post_install", "-at_install")
class TestRewriting(LedgerCase):
    """A ledger that is computed again: what of it is written."""

    def _restate(self, product=None):
        moments = {product or self.goods: BEGINNING}
        self.env["jxc.cost.ledger"].restate(self.company, moments)

    def _said(self, product):
        """The rows with all they say, and what they say of each other."""
        names = ("key", "kind", "scope", "at", "date", "quantity", "amount")
        names += ("variance", "running_quantity", "running_amount", "unit")
        names += ("provisional", "method", "place", "move_id", "warehouse_id")
        return [
            (
                *(row[name] for name in names),
                row.origin_id.key,
                sorted(
                    (link.receipt_id.key, link.quantity, link.amount)
                    for link in row.receipt_ids
                ),
            )
            for row in self._rows(product)
        ]

    def test_the_same_again(self):
        """T5: what says the same is not written again."""
        for method in ("average", "fifo"):
            goods = self._goods(method)
            self._in(10, 100, 1, goods)
            out = self._out(4, 2, goods)
            self._back(out, 1, 3)
            self.env.flush_all()
            written = [
                self._statements(f"{what} jxc_cost_{table}")
                for what in ("INSERT INTO", "UPDATE", "DELETE FROM")
                for table in ("row", "link")
            ]
            self._restate(goods)
            self.assertEqual(written, [[]] * 6)

    def test_other_figures(self):
        """T5: rows of which only the figures are others stay the same rows."""
        first = self._in(10, 100, 1)
        self._out(5, 2)
        self._in(5, 200, 3)
        self._out(5, 4)
        before = self._rows()
        deleted = self._statements("DELETE FROM jxc_cost_row")
        corrected = self._statements("UPDATE jxc_cost_row")
        first.value_manual = 150
        self.assertEqual(self._rows(), before)
        self.assertEqual(self._rows().mapped("amount"), [150, -75, 200, -137.5])
        self.assertEqual(self._rows()[-1].running_amount, 137.5)
        self.assertEqual((len(corrected), deleted), (1, []))
        self._prove()

    def test_one_more_in_between(self):
        """T5: what comes late is one row more; those of its moment keep their order."""
        self._in(10, 100, 1)
        self._out(5, 3)
        before = self._rows()
        late = self._in(10, 200, 2)
        self.assertEqual(self._rows() - before, self._rows()[1])
        self.assertEqual(self._rows().mapped("amount"), [100, 200, -75])
        # Goods come before they go, whoever was written first.
        late.date = self._rows()[-1].at
        self.assertEqual(self._rows().mapped("kind"), ["in", "in", "out"])
        self.assertEqual(self._rows().sorted("id")[1:].mapped("kind"), ["in", "out"])
        self._prove()

    def test_written_as_from_nothing(self):
        """T5: however it came about, it is what a new ledger would say, also who gives
        back what, and what was taken of which receipt."""
        for seed, method in enumerate(("average", "fifo", "fifo", "standard")):
            with self.subTest(method, seed=seed):
                goods = self._goods(method, standard_price=3)
                self._many(Random(seed), goods)
                said = self._said(goods)
                moves = self._rows(goods).move_id
                values = moves.mapped("value")
                self._rows(goods).unlink()
                self._restate(goods)
                self.assertEqual(self._said(goods), said)
                self.assertEqual(moves.mapped("value"), values)
                self._prove(goods)

    def _many(self, random, goods):
        """Comes, goes, comes back, costs something else and happened another day."""
        self._in(40, 400, 1, goods)
        outs, ins = [], []
        for _number in range(14):
            day, what = random.randint(2, 9), random.randint(0, 5)
            if what == 0 or not outs:
                ins.append(self._in(random.randint(1, 9), day * 7.31, day, goods))
                outs.append(self._out(random.randint(2, 4), day, goods))
            elif what == 1:
                self._back(random.choice(outs), 1, day)
            elif what == 2:
                random.choice(ins).value_manual = random.randint(1, 900) / 7
            elif what == 3:
                self._at(random.choice(outs), day)
            elif what == 4:
                self._at(random.choice(ins), day)
            else:
                outs.append(self._out(2, day, goods))
