from odoo.tests import tagged

from .common import WaveCase


@tagged("post_install", "-at_install")
class TestWave(WaveCase):
    """S4: lines of deliveries in one wave."""

    def test_a_line_leaves_the_rest_behind(self):
        """S4, S7: what the wave takes is shipped and invoiced; the rest is a delivery
        of its own, with a notice, and is shipped and invoiced later."""
        vinegar = self._product("Vinegar", price=4.0)
        self._stock(vinegar, 20)
        order = self._confirmed((self.bottle, 5), (vinegar, 10))
        beside = self._confirmed((vinegar, 2))
        delivery = self._delivery(order)
        lines = (delivery | self._delivery(beside)).move_line_ids
        lines = lines.filtered(lambda line: line.product_id == vinegar)
        dialog = self.env["stock.add.to.wave"].with_user(self.keeper)
        dialog = dialog.with_context(active_model=lines._name, active_ids=lines.ids)
        action = dialog.create({"mode": "new"}).attach_pickings()
        wave = self.env["stock.picking.batch"].with_user(self.keeper)
        wave = wave.browse(action["res_id"]).with_context(skip_sms=True)
        self.assertTrue(wave.is_wave)
        taken = wave.picking_ids
        self.assertEqual(taken.move_ids.product_id, vinegar)
        self.assertEqual(taken.move_ids.sale_line_id.order_id, (order | beside).sudo())
        self.assertNotIn(delivery, taken)
        self.assertEqual(delivery.move_ids.product_id, self.bottle)
        for part in taken | delivery:
            self.assertTrue(part._jxc_notices(), part.name)
        wave.action_done()
        self.assertEqual(wave.state, "done")
        self.assertEqual(delivery.state, "assigned")
        self.assertFalse(taken._jxc_notices())
        self.assertTrue(delivery._jxc_notices())
        self.assertEqual(self._drafted(order), [40])
        self.assertEqual(self._drafted(beside), [8])
        self._ship(order)
        self.assertEqual(sum(self._drafted(order)), 90)
        self.assertEqual(order.order_line.mapped("qty_delivered"), [5, 10])
