from odoo import models
from odoo.exceptions import UserError


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    def _create_return(self):
        """The goods of a transfer go back by it, or by another one."""
        transfers = self.picking_id.jxc_transfer_id
        if transfers:
            raise UserError(
                self.env._(
                    "%(picking)s belongs to %(transfer)s. Cancel that and the goods in"
                    " transit go back; what has arrived is transferred back.",
                    picking=", ".join(self.picking_id.mapped("name")),
                    transfer=", ".join(transfers.mapped("name")),
                )
            )
        return super()._create_return()
