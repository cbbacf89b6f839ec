from odoo import api, fields, models

from .jxc_cost_mixin import COST_GROUP, with_costs


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "jxc.cost.mixin"]

    standard_price = fields.Float(groups=COST_GROUP)

    def write(self, vals):
        result = super().write(vals)
        if {"categ_id", "lot_valuated", "tracking", "is_storable"} & vals.keys():
            # Another category may mean another method; lots are pools of their own.
            companies = self.env["res.company"].sudo().search([("id", "!=", False)])
            self.product_variant_ids._jxc_restate_now(*companies)
        return result

    @api.onchange("standard_price")
    def _onchange_standard_price(self):
        # Every form calls it once, with or without the field.
        return super(ProductTemplate, with_costs(self))._onchange_standard_price()
