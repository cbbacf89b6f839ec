from odoo import models


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    def _get_applicable_rules_domain(self, products, date, **kwargs):
        """Prices that nobody has approved yet are used for nothing."""
        domain = super()._get_applicable_rules_domain(products, date, **kwargs)
        return [("jxc_in_force", "=", True), *domain]
