from collections import defaultdict

from odoo import models


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    def _jxc_fill_lots(self):
        """Lines of receipts that were left without a lot number get one by the rule.

        What came with one move and has the same dates is one lot.
        """
        alike = defaultdict(self.browse)
        for line in self.filtered(lambda line: line._jxc_wants_lot()):
            key = (line.move_id, line.jxc_production_date, line.expiration_date)
            if line.product_id.tracking == "serial":
                key += (line,)
            alike[key] |= line
        for (move, made, *_rest), lines in alike.items():
            names = move.product_id._jxc_take_lot_names(1, made, move.company_id)
            if names:
                lines.lot_name = names[0]

    def _jxc_wants_lot(self):
        self.ensure_one()
        product, kind = self.product_id, self.picking_type_id
        if self.lot_id or self.lot_name or self.state in ("done", "cancel"):
            return False
        if not (kind.code == "incoming" and kind.use_create_lots):
            return False
        if product.tracking == "none" or not self.company_id.jxc_fill_lots:
            return False
        if product.uom_id.compare(self.quantity_product_uom, 0) <= 0:
            return False
        if any(self.picking_id.move_ids.mapped("picked")) and not self.picked:
            return False  # It stays for the backorder.
        return product.tracking == "lot" or not product.uom_id.compare(
            self.quantity_product_uom, 1
        )
