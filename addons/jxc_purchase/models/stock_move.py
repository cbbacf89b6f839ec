from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _jxc_needs_inspection(self):
        """What a vendor delivers of a product that is to be inspected (P7)."""
        self.ensure_one()
        needs = super()._jxc_needs_inspection()
        return needs or bool(
            self.purchase_line_id
            and self.location_id.usage == "supplier"
            and self.product_id.jxc_inspect
        )

    def _jxc_in_inspection(self):
        """Whether the goods of this receipt were put where the inspector looks."""
        self.ensure_one()
        warehouse = self.picking_type_id.warehouse_id
        return bool(
            self.location_id.usage == "supplier"
            and self.location_dest_id == warehouse.jxc_inspection_location_id
        )
