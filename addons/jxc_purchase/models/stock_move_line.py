from odoo import api, models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    # The lines of a posted receipt can be corrected; that receives as well (P6).

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.env["stock.move"].browse(
            {vals["move_id"] for vals in vals_list if vals.get("move_id")}
        )
        before = moves._jxc_received()
        lines = super().create(vals_list)
        lines.move_id._jxc_refuse_excess(before)
        return lines

    def write(self, vals):
        if not vals.keys() & {"quantity", "product_uom_id", "move_id", "state"}:
            return super().write(vals)
        before = self.move_id._jxc_received()
        result = super().write(vals)
        self.move_id._jxc_refuse_excess(before)
        return result
