from odoo import models
from odoo.exceptions import UserError


class StockPickingToBatch(models.TransientModel):
    _inherit = "stock.picking.to.batch"

    def attach_pickings(self):
        """Whoever chose what to pick goes on with it at once."""
        chosen = self._jxc_chosen()
        if self.mode == "existing" and not self.batch_id:
            # The host would take them out of the batches they are in.
            raise UserError(
                self.env._(
                    "Choose the batch that the deliveries are added to, or make a new"
                    " one."
                )
            )
        super().attach_pickings()
        return chosen.batch_id._jxc_action_open()

    def _jxc_chosen(self):
        """The deliveries that were ticked, or the way to tick some."""
        pickings = self.env["stock.picking"]
        if self.env.context.get("active_model", pickings._name) == pickings._name:
            pickings = pickings.browse(self.env.context.get("active_ids")).exists()
        if not pickings:
            raise UserError(
                self.env._(
                    "No delivery is chosen. Tick some in the list of delivery notices,"
                    " then press Pick in One Go."
                )
            )
        return pickings
