from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_fill_lots = fields.Boolean(
        string="Fill In Lot Numbers on Receipt",
        help="Lines of a receipt that are left without a lot number get one by the"
        " rule of the product or of its category.",
    )
