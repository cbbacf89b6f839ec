from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import WaveCase


@tagged("post_install", "-at_install")
class TestDialogs(WaveCase):
    """S4: the dialogs say what to do when nothing, or not enough, is chosen."""

    def _dialog(self, model, values=None, **context):
        dialogs = self.env[model].with_user(self.keeper).with_context(**context)
        return dialogs.create(values or {})

    def _assert_told(self, dialog, text):
        before = self.env["stock.picking.batch"].search_count([])
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            dialog.attach_pickings()
        self.assertEqual(self.env["stock.picking.batch"].search_count([]), before)

    def test_nothing_is_chosen(self):
        """S4: from a menu, by another record's button, and what is gone."""
        model, told = "stock.picking.to.batch", "Tick some in the list"
        order = self._confirmed((self.bottle, 1))
        gone = self._delivery(order).sudo().copy()
        self.assertTrue(gone.unlink())
        for context in (
            {},
            {"active_ids": []},
            {"active_ids": gone.ids},
            {"active_model": "sale.order", "active_ids": order.ids},
        ):
            for mode in ("new", "existing"):
                dialog = self._dialog(model, {"mode": mode}, **context)
                self._assert_told(dialog, told)

    def test_no_batch_is_chosen(self):
        """S4: an existing one, but which? Deliveries stay in the batch they are in."""
        order = self._confirmed((self.bottle, 1))
        batch, delivery = self._batch(order), self._delivery(order)
        dialog = self._dialog(
            "stock.picking.to.batch", {"mode": "existing"}, active_ids=delivery.ids
        )
        self._assert_told(dialog, "Choose the batch")
        self.assertEqual(delivery.batch_id, batch)

    def test_no_line_is_chosen(self):
        """S4: the same for a wave."""
        for mode in ("new", "existing"):
            dialog = self._dialog("stock.add.to.wave", {"mode": mode})
            self._assert_told(dialog, "Tick lines under")
