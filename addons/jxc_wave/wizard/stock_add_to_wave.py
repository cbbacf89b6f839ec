from odoo import models
from odoo.exceptions import UserError


class StockAddToWave(models.TransientModel):
    _inherit = "stock.add.to.wave"

    def attach_pickings(self):
        """The host says no more than that it cannot."""
        if not self.line_ids and not self.picking_ids:
            raise UserError(
                self.env._(
                    "Nothing is chosen for the wave. Tick lines under Inventory, Wave"
                    " Picking, Prepare Wave, then add them."
                )
            )
        return super().attach_pickings()
