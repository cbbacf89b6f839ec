from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _jxc_came_back(self):
        """Whether nothing of this shipment is still with the customer."""
        back = self.returned_move_ids.filtered(lambda move: move.state == "done")
        quantity = sum(
            move.product_uom._compute_quantity(move.quantity, self.product_uom)
            for move in back
        )
        return self.product_uom.compare(quantity, self.quantity) >= 0
