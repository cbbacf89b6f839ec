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
            "amount": 0.0,
        }
