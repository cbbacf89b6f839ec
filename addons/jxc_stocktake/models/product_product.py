from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _jxc_page_values(self):
        """Products as a page knows them, with all that may be scanned for them."""
        packs = self.env["product.uom"].search([("product_id", "in", self.ids)])
        by_product = packs.grouped("product_id")
        return [
            {
                "id": product.id,
                "name": product.display_name,
                "barcode": product.barcode or "",
                "code": product.default_code or "",
                "uom_id": product.uom_id.id,
                "uom": product.uom_id.name,
                "tracking": product.tracking,
                "packs": [
                    {
                        "barcode": pack.barcode,
                        "uom_id": pack.uom_id.id,
                        "uom": pack.uom_id.name,
                        "factor": pack.uom_id._compute_quantity(1.0, product.uom_id),
                    }
                    for pack in by_product.get(product, [])
                ],
            }
            for product in self
        ]
