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

    @api.constrains("lot_valuated", "categ_id", "is_storable", "company_id")
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
                raise ValidationError(template._jxc_lots_at_standard())

    def _jxc_lots_at_standard(self):
        """What somebody is told who would have lots at standard cost."""
        category = self.categ_id.sudo()
        if category.property_cost_method == "standard":
            return self.env._(
                "%(product)s is in the category %(category)s, whose goods have"
                " a standard cost: its lots cannot have costs of their own."
                " Untick Valuation by Lot/Serial, or choose a category with"
                " average cost or first in, first out.",
                product=self.display_name,
                category=category.display_name,
            )
        return self.env._(
            "Goods of %(company)s have a standard cost where their category says"
            " nothing else, and %(product)s is valued by lots, which cannot have costs"
            " of their own then. Untick Valuation by Lot/Serial, or give it a category"
            " with average cost or first in, first out.",
            product=self.display_name,
            company=(self.company_id or self.env.company).sudo().display_name,
        )

    @api.onchange("standard_price")
    def _onchange_standard_price(self):
        # Every form calls it once, with or without the field.
        return super(ProductTemplate, with_costs(self))._onchange_standard_price()
