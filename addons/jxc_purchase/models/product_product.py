from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _prepare_sellers(self, params=False):
        """Prices that nobody has approved yet are used for nothing."""
        return super()._prepare_sellers(params).filtered("jxc_in_force")
