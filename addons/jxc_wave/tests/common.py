from odoo.addons.jxc_sales.tests.common import SalesCase


class WaveCase(SalesCase):
    """Verbs of the keeper who picks several deliveries in one go."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["jxc.approval.rule"].search([("active", "=", True)]).active = False

    def _delivery(self, order):
        picking = order.sudo().picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        )
        return picking.with_user(self.keeper).with_context(skip_sms=True)

    def _batch(self, *orders):
        """Put the deliveries of the orders into one batch, as the button does."""
        chosen = self.env["stock.picking"].with_user(self.keeper)
        for order in orders:
            chosen |= self._delivery(order)
        dialog = self.env["stock.picking.to.batch"].with_user(self.keeper)
        dialog = dialog.with_context(active_ids=chosen.ids, default_mode="new")
        action = dialog.create({}).attach_pickings()
        batch = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(batch.picking_ids.ids, chosen.ids)
        return batch.with_user(self.keeper).with_context(skip_sms=True)

    def _drafted(self, order):
        return self._invoices(order).mapped("amount_untaxed")
