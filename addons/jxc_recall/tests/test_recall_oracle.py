from collections import defaultdict

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RecallCase

LOTS, PARTNERS = range(4), range(2)
PLACES = ("shelf", "bin", "east", "transit")
KINDS = ("receive", "ship", "back", "move", "repack", "scrap")
EVENT = st.tuples(
    st.sampled_from(KINDS),
    st.sampled_from(LOTS),
    st.sampled_from(LOTS),
    st.sampled_from(("shelf", *PLACES)),
    st.sampled_from(PARTNERS),
    st.integers(1, 9),
)


class Graph:
    """What lies where, who has what, and what was made of what: in plain Python."""

    def __init__(self):
        self.there, self.made = defaultdict(int), defaultdict(set)
        self.sent, self.back = defaultdict(int), defaultdict(int)
        self.got, self.scrapped = defaultdict(int), defaultdict(int)

    def reach(self, lot):
        """The lot, and all that has something of it in it."""
        seen, todo = set(), {lot}
        while todo:
            one = todo.pop()
            seen.add(one)
            todo |= self.made[one] - seen
        return seen

    @staticmethod
    def of(figures, lots):
        return {key: n for key, n in figures.items() if n and key[0] in lots}


@tagged("post_install", "-at_install")
class TestRecallOracle(RecallCase):
    """T3: after any history, the recall and a graph in Python say the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        east = cls.env["stock.warehouse"].create({"name": "East", "code": "EAST"})
        bin_ = cls.env["stock.location"].create(
            {"name": "A-01", "location_id": cls.shelf.id}
        )
        transit = cls.company.internal_transit_location_id
        transit.active = True
        places = (cls.shelf, bin_, east.lot_stock_id, transit)
        cls.places = dict(zip(PLACES, places, strict=True))
        cls.vendors = cls.env["res.partner"].create([{"name": "V0"}, {"name": "V1"}])
        cls.clients = cls.env["res.partner"].create([{"name": "C0"}, {"name": "C1"}])
        cls.bulk = cls.env["stock.lot"].create(
            [{"name": f"BULK-{n}", "product_id": cls.jar.id} for n in LOTS]
        )
        cls.outside = {
            usage: cls.env["stock.location"].search(
                [("usage", "=", usage), ("company_id", "=", cls.company.id)], limit=1
            )
            for usage in ("production", "inventory")
        }

    @settings(
        max_examples=4,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(EVENT, min_size=8, max_size=14), st.sampled_from(LOTS))
    def test_any_history(self, events, first):
        """T3: up, down, through repacks and warehouses; sent, back, and left."""
        savepoint = self.env.cr.savepoint()
        try:
            graph = Graph()
            for lot in LOTS[:2]:
                self._do(graph, "receive", lot, lot, "shelf", 0, 20)
                self._do(graph, "repack", lot, lot + 1, "shelf", 0, 8)
                self._do(graph, "ship", lot + 1, lot, "shelf", lot, 5)
            for event in events:
                self._do(graph, *event)
            self._compare(graph, first)
        finally:
            savepoint.close(rollback=True)
            self.env.invalidate_all()

    def _do(self, graph, kind, lot, other, place, who, quantity):
        if kind == "back":
            quantity = min(quantity, graph.sent[lot, who] - graph.back[lot, who])
        elif kind != "receive":
            quantity = min(quantity, graph.there[lot, place])
        if quantity:
            getattr(self, f"_{kind}_goods")(graph, lot, other, place, who, quantity)

    def _receive_goods(self, graph, lot, _other, place, who, quantity):
        self._move_goods_of(lot, quantity, self.suppliers, place, self.vendors[who])
        graph.there[lot, place] += quantity
        graph.got[lot, who] += quantity

    def _ship_goods(self, graph, lot, _other, place, who, quantity):
        self._move_goods_of(lot, quantity, place, self.customers, self.clients[who])
        graph.there[lot, place] -= quantity
        graph.sent[lot, who] += quantity

    def _back_goods(self, graph, lot, _other, place, who, quantity):
        self._move_goods_of(lot, quantity, self.customers, place, self.clients[who])
        graph.there[lot, place] += quantity
        graph.back[lot, who] += quantity

    def _move_goods(self, graph, lot, other, place, _who, quantity):
        target = PLACES[other]
        if target != place:
            self._move_goods_of(lot, quantity, place, self.places[target])
            graph.there[lot, place] -= quantity
            graph.there[lot, target] += quantity

    def _scrap_goods(self, graph, lot, _other, place, _who, quantity):
        self._move_goods_of(lot, quantity, place, self.outside["inventory"])
        graph.there[lot, place] -= quantity
        graph.scrapped[lot, None] += quantity

    def _repack_goods(self, graph, lot, other, place, _who, quantity):
        if lot == other:
            return
        outside = self.outside["production"]
        used = self._move_goods_of(lot, quantity, place, outside)
        made = self._move_goods_of(other, quantity, outside, "shelf")
        made.move_line_ids.consume_line_ids = used.move_line_ids
        graph.there[lot, place] -= quantity
        graph.there[other, "shelf"] += quantity
        graph.made[lot].add(other)

    def _move_goods_of(self, lot, quantity, source, target, partner=None):
        """Posted, by a move with its partner: the pickings are not what is tried."""
        source, target = (self.places.get(end, end) for end in (source, target))
        ends = {"location_id": source.id, "location_dest_id": target.id}
        goods = {"product_id": self.jar.id, "company_id": self.company.id, **ends}
        line = {"lot_id": self.bulk[lot].id, "quantity": quantity, "picked": True}
        move = self.env["stock.move"].create(
            {
                **goods,
                "product_uom_qty": quantity,
                "partner_id": partner and partner.id,
                "move_line_ids": [Command.create({**goods, **line})],
            }
        )
        move.picked = True
        move._action_done()
        self.assertEqual(move.state, "done")
        return move

    def _compare(self, graph, first):
        lots = graph.reach(first)
        recall = self._recall(lot_ids=[Command.set(self.bulk[first].ids)])
        recall.action_jxc_start()
        number = {lot: index for index, lot in enumerate(self.bulk)}
        self.assertEqual({number[lot] for lot in recall.lot_ids}, lots)
        names = {place: name for name, place in self.places.items()}
        there = {
            (number[q.lot_id], names[q.location_id]): q.quantity
            for q in recall.quant_ids
        }
        self.assertEqual(there, graph.of(graph.there, lots))
        vendors, clients = list(self.vendors), list(self.clients)
        got = {
            (number[line.lot_id], vendors.index(line.partner_id)): line.received
            for line in recall.vendor_line_ids
        }
        self.assertEqual(got, graph.of(graph.got, lots))
        self.assertEqual(recall.scrapped, sum(graph.of(graph.scrapped, lots).values()))
        sent, back = graph.of(graph.sent, lots), graph.of(graph.back, lots)
        lines = {
            (number[line.lot_id], clients.index(line.partner_id)): line
            for line in recall.customer_line_ids
        }
        self.assertEqual({key: line.shipped for key, line in lines.items()}, sent)
        left = {key: quantity - back.get(key, 0) for key, quantity in sent.items()}
        for key, line in lines.items():
            self.assertEqual(line.recovered, back.get(key, 0))
            line.destroyed = min(left[key], 3)
            left[key] -= min(left[key], 3)
            self.assertEqual(line.unaccounted, left[key])
        self.assertEqual(recall.unaccounted, sum(left.values()))
        if left and any(left.values()):
            with self.assertRaises(UserError):
                recall.action_jxc_close()
        else:
            recall.action_jxc_close()
            self.assertEqual(recall.state, "closed")
