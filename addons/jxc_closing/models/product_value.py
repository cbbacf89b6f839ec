from odoo import models


class ProductValue(models.Model):
    _name = "product.value"
    _inherit = ["jxc.closing.guard", "product.value"]

    # A value that is given now to a receipt of a closed month is a late cost. One that
    # says it was given in the closed month is refused.

    def _jxc_guarded_name(self):
        value = self.sudo()
        product = value.product_id or value.lot_id.product_id
        return (product or value.move_id.product_id).display_name
