from odoo import models


class StockPickingToBatch(models.TransientModel):
    _inherit = "stock.picking.to.batch"

    def attach_pickings(self):
        """Whoever chose what to pick goes on with it at once."""
        super().attach_pickings()
        chosen = self.env["stock.picking"].browse(self.env.context.get("active_ids"))
        return chosen.batch_id._jxc_action_open()
