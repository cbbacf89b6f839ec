from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_approval_before_print = fields.Boolean(
        "Print Only What Is Approved",
        help="Documents that need an approval are printed and mailed after it.",
    )
