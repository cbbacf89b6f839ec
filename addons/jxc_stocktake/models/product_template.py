from odoo import api, fields, models

from .jxc_stock_abc import CLASSES


class ProductTemplate(models.Model):
    _inherit = "product.template"

    jxc_abc_class = fields.Selection(
        CLASSES,
        "ABC Class",
        compute="_compute_jxc_abc_class",
        help="That of the variant of which most is issued.",
    )

    @api.depends_context("company")
    @api.depends("product_variant_ids.jxc_abc_class")
    def _compute_jxc_abc_class(self):
        for template in self:
            classes = template.product_variant_ids.mapped("jxc_abc_class")
            template.jxc_abc_class = min(filter(None, classes), default=False)
