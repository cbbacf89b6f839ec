from odoo import api, fields, models

from .jxc_cost_mixin import COST_GROUP, with_costs, without_costs


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "jxc.cost.mixin"]

    standard_price = fields.Float(groups=COST_GROUP)
    avg_cost = fields.Monetary(groups=COST_GROUP)
    total_value = fields.Monetary(groups=COST_GROUP)

    @api.model_create_multi
    def create(self, vals_list):
        if any("standard_price" in vals for vals in vals_list):
            self._check_field_access(self._fields["standard_price"], "write")
        products = super(ProductProduct, with_costs(self)).create(vals_list)
        return without_costs(products, self.env)

    def _update_standard_price(self, *args, **kwargs):
        return super(ProductProduct, with_costs(self))._update_standard_price(
            *args, **kwargs
        )

    @api.onchange("standard_price")
    def _onchange_standard_price(self):
        # Every form calls it once, with or without the field.
        return super(ProductProduct, with_costs(self))._onchange_standard_price()
