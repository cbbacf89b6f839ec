from odoo import models


class StockLot(models.Model):
    _inherit = "stock.lot"

    def write(self, vals):
        result = super().write(vals)
        if "expiration_date" in vals:
            keys = {
                f"{quant.lot_id.id}:{quant.warehouse_id.id}"
                for quant in self.sudo().quant_ids
            }
            kinds = dict.fromkeys(("expiring", "expired"), keys)
            self.env["jxc.alert.mark"]._mark_watched(kinds)
        return result
