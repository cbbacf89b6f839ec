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
    jxc_match = fields.Boolean(
        "Three-Way Match",
        default=True,
        help="A vendor bill is posted only if its quantities were accepted and its"
        " prices are those of the order, within the tolerance, or if a finance manager"
        " accepts the difference.",
    )
    jxc_match_percent = fields.Float(
        "Price Tolerance (%)",
        digits=(16, 2),
        help="Of the line at the order's price. 0: no limit of this kind; with neither"
        " limit, no difference passes; with both, it has to keep both.",
    )
    jxc_match_amount = fields.Float(
        "Price Tolerance (Amount)",
        digits=(16, 2),
        help="Per bill line, in the company's currency. 0: no limit of this kind.",
    )
    jxc_match_quantity_percent = fields.Float(
        "Quantity Tolerance (%)",
        digits=(16, 2),
        help="How much more than accepted may be billed.",
    )
    jxc_match_ref = fields.Boolean(
        "Vendor's Invoice Number Required",
        help="No vendor bill is posted without the number of the vendor's invoice.",
    )

    _jxc_match_positive = models.Constraint(
        "CHECK (jxc_match_percent >= 0 AND jxc_match_amount >= 0"
        " AND jxc_match_quantity_percent >= 0)",
        "A tolerance is not less than zero.",
    )
