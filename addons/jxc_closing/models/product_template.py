from odoo import models
from odoo.exceptions import UserError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    def write(self, vals):
        """What closed months have in stock stays in the ledger."""
        if {"is_storable", "lot_valuated"} & vals.keys():
            self._jxc_check_valued(vals)
        return super().write(vals)

    def _jxc_closed_companies(self):
        companies = (
            self.env["jxc.closing"]
            .sudo()
            ._read_group([("state", "=", "closed")], ["company_id"])
        )
        return [company for (company,) in companies]

    def _jxc_check_valued(self, vals):
        products = self.with_context(active_test=False).product_variant_ids
        changed = any(
            one[name] != vals[name]
            for one in self
            for name in ("is_storable", "lot_valuated")
            if name in vals
        )
        costing = self.env["jxc.cost.ledger"].sudo()
        for company in self._jxc_closed_companies() if changed else ():
            if costing.known(company, products.ids):
                raise UserError(
                    self.env._(
                        "%(product)s is in closed months of %(company)s: it stays"
                        " valued as it is.",
                        product=self[:1].display_name,
                        company=company.display_name,
                    )
                )
