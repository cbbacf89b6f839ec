from odoo import api, models


class StockMove(models.Model):
    _inherit = "stock.move"

    @api.model
    def action_generate_lot_line_vals(
        self, context_data, mode, first_lot, count, lot_text
    ):
        product = (context_data or {}).get("default_product_id")
        if mode == "generate" and product and not first_lot:
            self = self.with_context(jxc_lot_product=product)
        return super().action_generate_lot_line_vals(
            context_data, mode, first_lot or "", count, lot_text
        )

    def _action_done(self, cancel_backorder=False):
        self.move_line_ids._jxc_fill_lots()
        return super()._action_done(cancel_backorder=cancel_backorder)
