from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_dunning_minimum = fields.Monetary(
        "Letters from",
        default=0.0,
        help="Customers who owe less than this in all are not written to.",
    )
