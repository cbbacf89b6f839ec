from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _add_to_wave_post_picking_split_hook(self):
        """Of a delivery in two parts, each is a notice of its own (S4)."""
        res = super()._add_to_wave_post_picking_split_hook()
        self.sudo().move_ids.sale_line_id.order_id._jxc_notify_keepers()
        return res

    def _jxc_credit_text(self, reasons):
        """One that is stopped stops its batch: the others need not wait for it."""
        text = super()._jxc_credit_text(reasons)
        if not self.batch_id:
            return text
        return self.env._(
            "%(reason)s To ship the others of %(batch)s now, take %(delivery)s out of"
            " it, under its tab Transfers.",
            reason=text,
            batch=self.batch_id.name,
            delivery=self.name,
        )
