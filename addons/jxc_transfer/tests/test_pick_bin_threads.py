from odoo.tests import tagged

from .threads import DONE, REFUSED, ThreadsCase


@tagged("post_install", "-at_install")
class TestPickBinThreads(ThreadsCase):
    """T1, T2: what several sessions refill at once."""

    def setUp(self):
        super().setUp()
        with self.registry.cursor() as cr:
            env = self._env(cr)
            shelf = env["stock.warehouse"].browse(self.house_id).lot_stock_id
            mark = env["product.product"].browse(self.product_id).name
            zone, *bins = env["stock.location"].create(
                [
                    {"name": f"{mark} {name}", "location_id": shelf.id}
                    for name in ("RES", "P1", "P2", "P3")
                ]
            )
            product = env["product.product"].browse(self.product_id)
            env["stock.quant"]._update_available_quantity(product, zone, 10)
            rules = env["jxc.pick.bin"].create(
                [
                    {
                        "product_id": product.id,
                        "location_id": place.id,
                        "reserve_id": zone.id,
                        "minimum": 2,
                        "maximum": 6,
                    }
                    for place in bins
                ]
            )
            self.zone_id, self.rule_ids = zone.id, rules.ids
        self.addCleanup(self._clean_bins)

    def _clean_bins(self):
        with self.registry.cursor() as cr:
            env = self._env(cr)
            rules = env["jxc.pick.bin"].browse(self.rule_ids)
            self._moves(env).picking_id.action_cancel()
            rules.active = False

    def _moves(self, env):
        return env["stock.move"].search([("jxc_pick_bin_id", "in", self.rule_ids)])

    def _refill(self, ids):
        return self._together("jxc.pick.bin", "action_jxc_refill", ids)

    def test_refilled_twice_at_once(self):
        """T1: who comes second finds the goods on the way."""
        outcomes = self._refill(self.rule_ids[:1] * 4)
        self.assertEqual(outcomes, {DONE: 1, REFUSED: 3})
        with self.registry.cursor() as cr:
            self.assertEqual(self._moves(self._env(cr)).mapped("quantity"), [6])

    def test_bins_of_one_reserve(self):
        """T1, S6: three bins want 6 each out of 10: no more is promised than is there,
        and the last is told that the reserve is empty."""
        outcomes = self._refill(self.rule_ids)
        with self.registry.cursor() as cr:
            env = self._env(cr)
            moves = self._moves(env)
            self.assertEqual(sorted(moves.mapped("quantity")), [4, 6])
            self.assertEqual(sorted(moves.mapped("product_uom_qty")), [4, 6])
            quants = env["stock.quant"].search(
                [
                    ("product_id", "=", self.product_id),
                    ("location_id", "=", self.zone_id),
                ]
            )
            self.assertEqual(sum(quants.mapped("reserved_quantity")), 10)
        self.assertEqual(outcomes, {DONE: 2, REFUSED: 1})
