from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _jxc_needs_inspection(self):
        """What a plan is made for is inspected (P7)."""
        self.ensure_one()
        needs = super()._jxc_needs_inspection()
        if needs or not self.purchase_line_id or not self.product_id.is_storable:
            return needs
        vendor = self.sudo().purchase_line_id.order_id.partner_id
        pair = (self.product_id, vendor)
        return bool(self.env["jxc.quality.plan"]._find(self.company_id, [pair]))
