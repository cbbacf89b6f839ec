from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_over_receipt_percent = fields.Float(
        "Over-Receipt Tolerance (%)",
        digits=(16, 2),
        help="How much more than ordered may be received, where neither the product"
        " nor the vendor has a tolerance of its own.",
    )

    _jxc_over_receipt_percent_positive = models.Constraint(
        "CHECK (jxc_over_receipt_percent >= 0)",
        "A tolerance is not less than zero.",
    )
