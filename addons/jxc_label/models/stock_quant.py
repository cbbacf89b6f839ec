from odoo import models


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "jxc.label.source"]

    def _jxc_label_sources(self):
        """What lies there; a lot in several places is labelled together."""
        found = {}
        for quant in self:
            product = quant.product_id
            source = found.setdefault(
                (product, quant.lot_id),
                {
                    "product_id": product.id,
                    "lot_id": quant.lot_id.id,
                    "quantity": 0,
                },
            )
            source["quantity"] += quant.quantity
        for (product, _lot), source in found.items():
            quantity = source["quantity"]
            source |= product._jxc_label_counts(quantity, product.uom_id, quantity)
        return list(found.values())
