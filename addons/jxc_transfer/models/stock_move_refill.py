from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.jxc_stock.models.stock_move_stop import Leaving


class StockMoveRefill(models.Model):
    """Moves that fill a pick bin: it gets only what may leave it again."""

    _inherit = "stock.move"

    jxc_pick_bin_id = fields.Many2one(
        "jxc.pick.bin",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        if moves.jxc_pick_bin_id and not self.env.su:
            self._jxc_refuse_refill()
        return moves

    def write(self, vals):
        if "jxc_pick_bin_id" in vals and not self.env.su:
            self._jxc_refuse_refill()
        return super().write(vals)

    def _jxc_refuse_refill(self):
        raise UserError(self.env._("Pick bins are filled by their own button."))

    def _jxc_seeking(self):
        if not self.sudo().jxc_pick_bin_id:
            return super()._jxc_seeking()
        return self.with_context(jxc_leaving=Leaving(fields.Datetime.now(), (), ()))
