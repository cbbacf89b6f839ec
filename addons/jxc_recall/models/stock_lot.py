from odoo import models
from odoo.exceptions import UserError


class StockLot(models.Model):
    _inherit = "stock.lot"

    def action_jxc_recall(self):
        """A new recall of these lots, still to be started."""
        if not self:
            raise UserError(self.env._("Choose the lots to recall first."))
        return {
            "type": "ir.actions.act_window",
            "res_model": "jxc.recall",
            "view_mode": "form",
            "context": {"default_lot_ids": self.ids},
        }
