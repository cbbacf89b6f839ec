from odoo import fields, models

from odoo.addons.jxc_costing.models.jxc_cost_mixin import with_costs, without_costs

from .product_supplierinfo import PRICE_GROUPS


class ProductProduct(models.Model):
    _inherit = "product.product"

    suggest_estimated_price = fields.Float(groups=PRICE_GROUPS)

    def _select_seller(self, *args, **kwargs):
        # Choosing a vendor compares prices; the choice is no secret.
        seller = super(ProductProduct, with_costs(self))._select_seller(*args, **kwargs)
        return without_costs(seller, self.env)

    def _compute_suggest_estimated_price(self):
        # Without a vendor's price the host takes the cost, which is not for buyers.
        res = super(ProductProduct, with_costs(self))._compute_suggest_estimated_price()
        if not self._has_field_access(self._fields["standard_price"], "read"):
            self.filtered(lambda p: not p.seller_ids).suggest_estimated_price = 0.0
        return res
