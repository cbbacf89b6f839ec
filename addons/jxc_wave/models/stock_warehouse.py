from odoo import models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    def _get_picking_type_create_values(self, max_sequence):
        """Batches are the keeper's: the host would put each delivery and receipt of a
        new warehouse, and of no other, into one as it is confirmed."""
        data, next_sequence = super()._get_picking_type_create_values(max_sequence)
        for values in data.values():
            values.pop("auto_batch", None)
        return data, next_sequence
