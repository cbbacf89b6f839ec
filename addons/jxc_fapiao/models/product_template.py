from odoo import api, fields, models

from .product_category import check_tax_codes


class ProductTemplate(models.Model):
    _inherit = "product.template"

    jxc_tax_code = fields.Char(
        "Tax Classification",
        help="19 digits, for the tax invoice; that of the category where it is empty.",
    )

    @api.constrains("jxc_tax_code")
    def _check_jxc_tax_code(self):
        check_tax_codes(self)

    def _jxc_tax_code(self):
        return self.jxc_tax_code or self.categ_id._jxc_tax_code()
