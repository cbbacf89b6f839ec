from odoo import fields, models


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "jxc.over.receipt.mixin"]

    jxc_inspect = fields.Boolean(
        "Inspect on Receipt",
        help="What vendors deliver goes to the inspection location first; only what"
        " the inspector accepts becomes available and is billed.",
    )
