from odoo import api, fields, models

from .jxc_cost_mixin import COST_GROUP, with_costs

#: What the host does not look at, or not for all that the ledger does.
FIELDS = {"quantity", "location_id", "location_dest_id", "lot_id", "owner_id"}


class StockMoveLine(models.Model):
    _name = "stock.move.line"
    _inherit = ["stock.move.line", "jxc.cost.mixin"]

    jxc_unit_cost = fields.Float(
        "Cost of a Unit of This Lot",
        digits="Product Price",
        groups=COST_GROUP,
        copy=False,
        help="Where lots have costs of their own: what this lot of a receipt cost. The"
        " lots that have none share what is left of the document, by quantity.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._jxc_late_moves()._jxc_restate()
        return lines

    def write(self, vals):
        moves = self.env["stock.move"]
        if "jxc_unit_cost" in vals or FIELDS & vals.keys():
            moves = self._jxc_late_moves("jxc_unit_cost" in vals)
        result = super().write(vals)
        if moves:
            moves._jxc_restate()
        if FIELDS & vals.keys():
            passed = with_costs(self.move_id).filtered("is_dropship")
            passed._set_value()
        return result

    def _jxc_late_moves(self, receipts=False):
        """The done moves of these that the host does not value again by itself."""
        done = with_costs(self.move_id).filtered(lambda move: move.state == "done")
        if not receipts:
            done = done.filtered(lambda move: not move.is_in)
        return done._jxc_in_ledger()
