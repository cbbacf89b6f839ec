from odoo import api, models

AMOUNT = {
    "quantity",
    "product_uom_id",
    "location_id",
    "location_dest_id",
    "lot_id",
    "package_id",
    "owner_id",
}


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._jxc_refuse_negative()
        return lines

    def write(self, vals):
        changed = AMOUNT & vals.keys()
        places = self._jxc_done().sudo()._jxc_places() if changed else None
        result = super().write(vals)
        if changed:
            self._jxc_refuse_negative(places)
        return result

    def _jxc_done(self):
        return self.filtered(lambda line: line.state == "done")

    def _jxc_places(self):
        return self.location_id | self.location_dest_id

    def _jxc_refuse_negative(self, places=None):
        """Lines of posted moves can be corrected; that takes stock too."""
        done = self._jxc_done().sudo()
        if done:
            places = done._jxc_places() | (places or done.location_id.browse())
            self.env["stock.quant"]._jxc_refuse_negative(done.product_id, places)
