from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_over_receipt_percent = fields.Float(
        "Over-Receipt Tolerance (%)",
        digits=(16, 2),
        help="How much more than ordered may be received, where neither the product"
        " nor the vendor has a tolerance of its own.",
    )

    jxc_large_order = fields.Monetary(
        "Buy for Large Orders From",
        help="A quotation over so much that is sent or submitted has the buyer buy what"
        " it is short of, without anybody asking. 0: only by its button.",
    )
    _jxc_large_order_positive = models.Constraint(
        "CHECK (jxc_large_order >= 0)", "An amount is not less than zero."
    )

    jxc_lead_holidays = fields.Boolean(
        "Holidays Stop Lead Times",
        default=True,
        help="Chinese public holidays do not count for the lead times of vendors.",
    )

    jxc_send_orders = fields.Boolean(
        "Send Approved Orders",
        default=True,
        help="An order goes to the vendor by mail, with its PDF, as soon as it is"
        " confirmed and approved. Else by its button.",
    )
    jxc_remind_before = fields.Integer(
        "Remind Vendors Before Arrival (Days)",
        help="The vendor is asked by mail so many days before the expected arrival. 0:"
        " not.",
    )
    jxc_remind_every = fields.Integer(
        "Remind Late Vendors Every (Days)",
        help="The vendor of a late receipt is reminded by mail, and again after so many"
        " days. 0: by the buyer only.",
    )
    _jxc_remind_positive = models.Constraint(
        "CHECK (jxc_remind_before >= 0 AND jxc_remind_every >= 0)",
        "A number of days is not less than zero.",
    )

    _jxc_over_receipt_percent_positive = models.Constraint(
        "CHECK (jxc_over_receipt_percent >= 0)",
        "A tolerance is not less than zero.",
    )
