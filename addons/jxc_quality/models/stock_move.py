from odoo import models


class StockMove(models.Model):
    _inherit = "stock.move"

    def _jxc_needing_inspection(self):
        """What a plan is made for is inspected (P7)."""
        found = super()._jxc_needing_inspection()
        rest = (self - found).filtered(
            lambda move: move.purchase_line_id and move.product_id.is_storable
        )
        plans = self.env["jxc.quality.plan"]
        for company, moves in rest.grouped("company_id").items():
            pairs = {move: move._jxc_vendor_pair() for move in moves}
            planned = plans._find(company, set(pairs.values()))
            found |= moves.filtered(lambda m, p=planned, of=pairs: of[m] in p)
        return found

    def _jxc_vendor_pair(self):
        self.ensure_one()
        return self.product_id, self.sudo().purchase_line_id.order_id.partner_id
