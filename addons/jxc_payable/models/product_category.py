from odoo import models


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["product.category", "jxc.match.tolerance.mixin"]

    def _jxc_match_tolerance(self, company):
        """Of this category, or of the nearest above it that has one."""
        category = self.sudo()
        while category:
            found = super(ProductCategory, category)._jxc_match_tolerance(company)
            if found:
                return found
            category = category.parent_id
        return None
