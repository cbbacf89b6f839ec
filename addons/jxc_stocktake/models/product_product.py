from odoo import api, fields, models

from .jxc_stock_abc import CLASSES


class ProductProduct(models.Model):
    _inherit = "product.product"

    jxc_abc_class = fields.Selection(
        CLASSES,
        "ABC Class",
        compute="_compute_jxc_abc_class",
        search="_search_jxc_abc_class",
        help="By what the company issued of it, at cost; renewed every night.",
    )

    @api.depends_context("company")
    def _compute_jxc_abc_class(self):
        classes = self._jxc_abc_classes(self.env.company)
        for product in self:
            product.jxc_abc_class = classes.get(product._origin.id, False)

    def _search_jxc_abc_class(self, operator, value):
        if operator != "in":
            return NotImplemented
        ranks = self.env["jxc.stock.abc"].sudo()
        found = ranks._search(
            [("company_id", "=", self.env.company.id), ("abc_class", "in", list(value))]
        )
        return [("id", "in", found.subselect("product_id"))]

    def _jxc_abc_classes(self, company):
        """``{product id: class}`` of those that have one."""
        ranks = self.env["jxc.stock.abc"].sudo()
        rows = ranks.search_fetch(
            [("company_id", "=", company.id), ("product_id", "in", self._origin.ids)],
            ["product_id", "abc_class"],
        )
        return {row.product_id.id: row.abc_class for row in rows}

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
