from odoo import api, models
from odoo.exceptions import AccessError

# In the context it says that a delivery is being cancelled, and so leaves its batch. It
# is an object and not a name, so that no RPC client can put it there.
CANCELLING = object()


class StockPicking(models.Model):
    _inherit = "stock.picking"

    @api.model_create_multi
    def create(self, vals_list):
        pickings = super().create(vals_list)
        pickings.filtered("batch_id")._jxc_refuse_batching()
        return pickings

    def write(self, vals):
        if "batch_id" in vals:
            self._jxc_refuse_batching()
        return super().write(vals)

    def action_cancel(self):
        pickings = self.with_context(jxc_batch_cancelling=CANCELLING)
        return super(StockPicking, pickings).action_cancel()

    def _jxc_refuse_batching(self):
        """What is picked together is for those who pick (F2): the host lets buyers and
        salespeople write transfers."""
        cancelling = self.env.context.get("jxc_batch_cancelling") is CANCELLING
        if not self or self.env.su or cancelling:
            return
        if not self.env.user.has_group("stock.group_stock_user"):
            raise AccessError(
                self.env._(
                    "%(deliveries)s: only the people of the warehouse put a delivery"
                    " into a batch, or take it out. Ask a keeper.",
                    deliveries=", ".join(self.mapped("name")),
                )
            )

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
