from odoo import models


class StockWarehouse(models.Model):
    _inherit = "stock.warehouse"

    def _get_picking_type_create_values(self, max_sequence):
        """Nothing goes into a batch unasked.

        The host puts what a new warehouse receives and ships into one batch per
        partner, and not what the older ones do. All who receive from one vendor then
        change the one batch, and lose its row to each other until a retry is no help.
        Whoever wants it turns it on where the kind of transfer is set up.
        """
        values, sequence = super()._get_picking_type_create_values(max_sequence)
        for kind in values.values():
            if "auto_batch" in kind:
                kind.update(auto_batch=False, batch_group_by_partner=False)
        return values, sequence
