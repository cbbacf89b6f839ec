from odoo import models
from odoo.exceptions import UserError


class StockPickingBatch(models.Model):
    _inherit = "stock.picking.batch"

    def action_done(self):
        """They queue for the goods first, and for each other: of two who ship the
        same batch the second is told, and ships nothing."""
        self.picking_ids._jxc_wait_turn(posting=True)
        for batch in self:
            if batch.state in ("done", "cancel"):
                raise UserError(
                    self.env._(
                        "%(batch)s is shipped or cancelled already. Reload the page to"
                        " see its deliveries.",
                        batch=batch.name,
                    )
                )
        return super().action_done()

    def _jxc_action_open(self):
        """Show it, to go on with it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.name,
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }
