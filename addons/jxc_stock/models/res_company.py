from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_lot_one_product = fields.Boolean(
        string="One Lot Number for One Product",
        help="A lot number that one product has is refused for every other product.",
    )
