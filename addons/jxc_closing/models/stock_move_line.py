from odoo import api, models

#: What a done movement is worth, and when, comes from these.
GUARDED = {
    "company_id",
    "date",
    "location_dest_id",
    "location_id",
    "lot_id",
    "move_id",
    "owner_id",
    "picked",
    "product_id",
    "product_uom_id",
    "quant_id",
    "quantity",
    "quantity_product_uom",
    "state",
}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._jxc_check_open()
        return lines

    def write(self, vals):
        guarded = GUARDED & vals.keys()
        if guarded:
            self._jxc_check_open()
        result = super().write(vals)
        if guarded:
            self._jxc_check_open()
        return result

    def unlink(self):
        self._jxc_check_open()
        return super().unlink()

    def _jxc_check_open(self):
        """Refuse the details of done movements of closed months."""
        self.move_id._jxc_check_open()
        done = self.filtered(lambda line: line.state == "done")
        done.company_id._jxc_check_done(done, lambda line: line.display_name)
