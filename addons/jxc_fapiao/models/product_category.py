from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic.tax_code import is_code


def check_tax_codes(records):
    """Refuse what cannot be a 税收分类编码."""
    for record in records:
        if record.jxc_tax_code and not is_code(record.jxc_tax_code):
            raise ValidationError(
                record.env._(
                    "The tax classification of %(name)s has to have 19 digits; this"
                    " is %(code)s.",
                    name=record.display_name,
                    code=record.jxc_tax_code,
                )
            )


class ProductCategory(models.Model):
    _inherit = "product.category"

    jxc_tax_code = fields.Char(
        "Tax Classification",
        help="19 digits; for the products of this category, and of those below it,"
        " which have none of their own.",
    )

    @api.constrains("jxc_tax_code")
    def _check_jxc_tax_code(self):
        check_tax_codes(self)

    def _jxc_tax_code(self):
        """Of the category, else of the nearest one above it."""
        category = self
        while category and not category.jxc_tax_code:
            category = category.parent_id
        return category.jxc_tax_code
