from odoo import api, fields, models
from odoo.exceptions import ValidationError

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

    @api.constrains("lot_valuated", "categ_id", "is_storable")
    def _check_jxc_lots_at_standard(self):
        """Lots have what they cost; a standard is one of the whole product.

        The host would value them by prices typed into each lot, which no ledger has.
        """
        for template in self.sudo(False):
            if (
                template.lot_valuated
                and template.is_storable
                and template.cost_method == "standard"
            ):
                raise ValidationError(
                    self.env._(
                        "%(product)s is in the category %(category)s, whose goods have"
                        " a standard cost: its lots cannot have costs of their own."
                        " Untick Valuation by Lot/Serial, or choose a category with"
                        " average cost or first in, first out.",
                        product=template.display_name,
                        category=template.categ_id.display_name,
                    )
                )

    @api.onchange("standard_price")
    def _onchange_standard_price(self):
        # Every form calls it once, with or without the field.
        return super(ProductTemplate, with_costs(self))._onchange_standard_price()
