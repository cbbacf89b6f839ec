from odoo import api, models


class ProductValue(models.Model):
    _inherit = "product.value"

    # A value that is given now to a receipt of a closed month is a late cost. One that
    # says it was given in the closed month is refused.

    @api.model_create_multi
    def create(self, vals_list):
        values = super().create(vals_list)
        values._jxc_check_open()
        return values

    def write(self, vals):
        self._jxc_check_open()
        result = super().write(vals)
        self._jxc_check_open()
        return result

    def unlink(self):
        self._jxc_check_open()
        return super().unlink()

    def _jxc_check_open(self):
        for value in self.sudo():
            product = value.product_id or value.lot_id.product_id
            product = product or value.move_id.product_id
            value.company_id._jxc_check_moment(product.display_name, value.date)
