from odoo import fields, models

BILLING = [("receipt", "One per Receipt"), ("month", "One per Vendor and Month")]


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_billing = fields.Selection(
        BILLING,
        "Bills on Stock-In",
        default="receipt",
        required=True,
        help="One per vendor and month: what is accepted is added to the vendor's open"
        " draft of the month, apart by currency and payment term.",
    )
    jxc_billing_date = fields.Selection(
        [("end", "Last Day of the Month"), ("receipt", "Day of the Last Receipt")],
        "Date of Collected Bills",
        default="end",
        required=True,
    )
