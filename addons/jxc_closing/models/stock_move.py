from odoo import api, models

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
    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves._jxc_check_open()
        return moves

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
        """Refuse done movements of closed months."""
        done = self.filtered(lambda move: move.state == "done")
        done.company_id._jxc_check_done(
            done, lambda move: move.reference or move.product_id.display_name
        )

    def _jxc_restate(self, before=None):
        self.env["jxc.cost.difference"].sudo()._note(self)
        return super()._jxc_restate(before)
