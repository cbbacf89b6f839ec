from odoo import api, models


class IrDefault(models.Model):
    _inherit = "ir.default"

    @api.model_create_multi
    def create(self, vals_list):
        defaults = super().create(vals_list)
        defaults._jxc_check_cost_method()
        return defaults

    def write(self, vals):
        result = super().write(vals)
        self._jxc_check_cost_method()
        return result

    def _jxc_check_cost_method(self):
        """Categories that say nothing have the default's costing method."""
        methods = self.sudo().filtered(
            lambda default: (
                default.field_id.model == "product.category"
                and default.field_id.name == "property_cost_method"
            )
        )
        for default in methods:
            companies = default.company_id or self.env["res.company"].sudo().search(
                [("id", "!=", False)]
            )
            companies.with_env(self.env)._jxc_check_lots_at_standard()
