from random import Random

from odoo.tests import tagged

from .scope_case import ScopeCase

#: Method of the category, month's average, by lot, by warehouse.
WAYS = {
    "average": ("average", False, False, False),
    "fifo": ("fifo", False, False, False),
    "month": ("average", True, False, False),
    "standard": ("standard", False, False, False),
    "specific": ("average", False, True, False),
    "average by warehouse": ("average", False, False, True),
    "fifo by warehouse": ("fifo", False, False, True),
    "specific by warehouse": ("average", False, True, True),
}


@tagged("post_install", "-at_install")
class TestHistories(ScopeCase):
    """Random papers, entered in one order and in another, through the host."""

    def test_order_of_entry_does_not_matter(self):
        """T5: for each method and scope: the same papers, the same rows; they add up,
        and computed again from any moment they are the same."""
        for seed, (way, (method, month, by_lot, by_house)) in enumerate(WAYS.items()):
            self.company.jxc_cost_scope = "warehouse" if by_house else "company"
            with self.subTest(way):
                papers = self._papers(Random(seed), by_lot)
                both = [
                    self._entered(papers, method, month, by_lot),
                    self._entered(self._receipts_first(papers), method, month, by_lot),
                ]
                said = [self._said(product, lots) for product, lots in both]
                self.assertEqual(*said)
                product, lots = both[0]
                for moment in sorted(set(self._rows(product).mapped("at")))[1::3]:
                    costing = self.env["jxc.cost.ledger"]
                    costing.restate(self.company, {product: moment})
                    self.assertEqual(self._said(product, lots), said[0])
                for product, _lots in both:
                    self._prove_pools(product)

    def _papers(self, random, by_lot):
        """(moment, kind, place, lot, quantity, cost) in an order in which the host
        takes them: nothing leaves that is not there, but any of them on any day."""
        moments = [
            f"2026-{month:02}-{day:02} {hour:02}:00:00"
            for month in (5, 6, 7)
            for day in (3, 11, 19, 27)
            for hour in (3, 9)
        ]
        random.shuffle(moments)
        there = {}
        papers = []
        for moment in moments[:13]:
            place, lot = random.randrange(2), random.randrange(2) if by_lot else None
            quantity = random.randint(1, 9)
            kind = random.choice(("in", "in", "out", "out", "transfer", "passed"))
            if kind in ("out", "transfer") and there.get((place, lot), 0) < quantity:
                kind = "in"
            cost = random.randint(1, 30000) / 100
            there.setdefault((place, lot), 0)
            there[place, lot] += {"in": quantity, "passed": 0}.get(kind, -quantity)
            if kind == "transfer":
                there[1 - place, lot] = there.get((1 - place, lot), 0) + quantity
            papers.append((moment, kind, place, lot, quantity, cost))
        return papers

    def _receipts_first(self, papers):
        """The receipts backwards, then the rest as it was."""
        receipts = [paper for paper in papers if paper[1] == "in"]
        return receipts[::-1] + [paper for paper in papers if paper[1] != "in"]

    def _entered(self, papers, method, month, by_lot):
        product = self._goods(method, standard_price=7)
        product.categ_id.jxc_month_average = month
        lots = self.env["stock.lot"]
        if by_lot:
            product.write({"tracking": "lot", "lot_valuated": True})
            lots = lots.create(
                [{"name": name, "product_id": product.id} for name in ("L0", "L1")]
            )
        shelves = (self.stock, self.second.lot_stock_id)
        for moment, kind, place, lot, quantity, cost in papers:
            here, there = shelves[place], shelves[1 - place]
            source, target = {
                "in": (self.suppliers, here),
                "out": (here, self.customers),
                "transfer": (here, there),
                "passed": (self.suppliers, self.customers),
            }[kind]
            of_lot = False if lot is None else lots[lot]
            move = self._move(source, target, {of_lot: quantity}, moment, product)
            if kind in ("in", "passed"):
                move.value_manual = cost
            if kind == "passed":
                self.assertEqual(move.value, cost)
                self.assertNotIn(move, self._rows(product).move_id)
        return product, lots

    def _said(self, product, lots):
        """The rows, without what tells one product from another."""
        names = {lot.id: number for number, lot in enumerate(lots)}
        return [
            (
                row.at,
                row.kind,
                row.warehouse_id,
                names.get(row.lot_id.id),
                row.quantity,
                row.amount,
                row.variance,
                row.running_quantity,
                row.running_amount,
                row.provisional,
            )
            for row in self._rows(product).sorted(
                lambda row: (row.at, row.quantity, row.warehouse_id.id)
            )
        ]
