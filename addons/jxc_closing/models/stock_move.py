from odoo import models

#: What a done movement is worth, and when, comes from these.
GUARDED = {
    "company_id",
    "date",
    "is_dropship",
    "is_in",
    "is_out",
    "location_dest_id",
    "location_id",
    "origin_returned_move_id",
    "picked",
    "product_id",
    "product_uom",
    "quantity",
    "restrict_partner_id",
    "state",
    "value",
}


class StockMove(models.Model):
    _name = "stock.move"
    # Before the host: what it does in create and write is looked at as well.
    _inherit = ["jxc.closing.guard", "stock.move"]

    _jxc_guarded = GUARDED

    def _jxc_that_are_guarded(self):
        return self.filtered(lambda move: move.state == "done")

    def _jxc_guarded_name(self):
        return self.reference or self.product_id.display_name

    def _jxc_restate(self, before=None):
        self.env["jxc.cost.difference"].sudo()._note(self)
        return super()._jxc_restate(before)
