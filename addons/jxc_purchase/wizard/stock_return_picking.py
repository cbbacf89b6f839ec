from odoo import fields, models


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    def _create_return(self):
        """Goods that were inspected have moved on since their receipt: a return takes
        them from where it says, not from where the inspector got them."""
        back = super()._create_return()
        inspected = back.move_ids.filtered(
            lambda move: move.origin_returned_move_id._jxc_inspected()
        )
        if inspected:
            inspected.move_orig_ids = [fields.Command.clear()]
            back.action_assign()
        return back
