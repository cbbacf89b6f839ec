from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _jxc_note_goods(self, quantity, uom):
        """The product in a line of a delivery note; the variant is its 规格."""
        self.ensure_one()
        variant = self.product_template_attribute_value_ids._get_combination_name()
        return {
            "code": self.default_code or "",
            "name": self.name,
            "spec": variant,
            "uom": uom.name,
            "quantity": quantity,
            "price": 0.0,
            "price_digits": 2,
            "amount": 0.0,
        }

    def _jxc_sold_in(self, company):
        """Those that a line of an order of this company may have."""
        known = self.filtered_domain(self._check_company_domain(company))
        # A combo is chosen in a dialog of its own.
        return known.filtered(lambda p: p.active and p.sale_ok and p.type != "combo")
