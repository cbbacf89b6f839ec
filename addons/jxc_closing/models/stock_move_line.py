from odoo import models

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
    _name = "stock.move.line"
    _inherit = ["jxc.closing.guard", "stock.move.line"]

    _jxc_guarded = GUARDED

    def _jxc_check_open(self):
        """Refuse the details of done movements of closed months."""
        self.move_id._jxc_check_open()
        return super()._jxc_check_open()

    def _jxc_that_are_guarded(self):
        return self.filtered(lambda move: move.state == "done")

    def _jxc_guarded_name(self):
        return self.display_name
