from odoo.tests import tagged

from .common import QualityCase


@tagged("post_install", "-at_install")
class TestRework(QualityCase):
    def test_reworked_goods_come_back_to_the_inspector(self):
        """P7: 7 of 10 at once, 2 of 3 after rework, 1 returned: billed 7, then 2."""
        order, product, inspection = self._inspected(accepted=7)
        inspection.action_jxc_done()
        keeper = inspection.with_user(self.keeper)
        keeper.action_jxc_rework()
        again = inspection.rework_ids
        self.assertEqual((again.state, again.line_ids.received), ("draft", 3))
        self.assertEqual(again.activity_ids.user_id, self.inspector)
        self.assertFalse(inspection.quarantined)
        figure = self._atp(product)
        self.assertEqual((figure.atp, figure.inspection, figure.quarantine), (7, 3, 0))
        self.assertEqual(order.sudo().order_line.jxc_qty_accepted, 7)
        again.line_ids.write({"accepted": 2, "reason": "仍漏"})
        again.action_jxc_done()
        self.assertEqual(order.sudo().order_line.jxc_qty_accepted, 9)
        self.assertEqual(sum(self._bills(order).mapped("amount_untaxed")), 90)
        self.assertTrue(again.quarantined)
        again.with_user(self.keeper).action_jxc_return_to_vendor()
        self.assertFalse(again.quarantined)
        self.assertEqual(again.return_ids.move_ids.product_uom_qty, 1)

    def test_a_return_before_is_not_counted_against_the_rework(self):
        """P7: 5 rejected, 2 returned, 3 reworked, 1 of these rejected again: that one
        is to be disposed of."""
        _order, product, inspection = self._inspected(accepted=5)
        inspection.action_jxc_done()
        keeper = inspection.with_user(self.keeper)
        keeper.action_jxc_return_to_vendor()
        back = inspection.return_ids.with_user(self.keeper)
        back.move_ids.write({"quantity": 2, "picked": True})
        back.with_context(skip_backorder=True, cancel_backorder=True)._action_done()
        inspection.invalidate_recordset()
        self.assertEqual(inspection.line_ids.quarantined, 3)
        keeper.action_jxc_rework()
        again = inspection.rework_ids
        again.line_ids.write({"accepted": 2, "reason": "仍漏"})
        again.action_jxc_done()
        again.invalidate_recordset()
        self.assertEqual(again.line_ids.quarantined, 1)
        self.assertEqual(self._atp(product).quarantine, 1)

    def test_rework_does_not_count_for_the_history(self):
        """P7: only the first inspection of a lot moves the standing."""
        self._plan(product_tmpl_id=self.product.product_tmpl_id.id)
        _order, inspection = self._arrive(100)
        self._finish(inspection, major=9)
        inspection.with_user(self.keeper).action_jxc_rework()
        again = inspection.rework_ids
        self.assertEqual(again.check_ids.lot_size, 100)
        self._finish(again)
        standing = self.env["jxc.quality.standing"].search(
            [("product_id", "=", self.product.id)]
        )
        self.assertEqual(standing.recent, "0")
        self.assertEqual(self._atp(self.product).atp, 100)
