from odoo import fields, models

from ..logic.vendor_choice import Weights
from ..market import exact


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

    jxc_choice_late = fields.Float(
        "Late Vendors Count as Dearer (%)",
        digits=(16, 2),
        default=10.0,
        help="By so much where all receipts of a vendor were late, by half of it where"
        " half of them were.",
    )
    jxc_choice_rejects = fields.Float(
        "Rejects Count as Dearer (%)",
        digits=(16, 2),
        default=50.0,
        help="By so much where all goods of a vendor were rejected, by a tenth of it"
        " where a tenth of them was.",
    )
    jxc_choice_day = fields.Float(
        "A Day of Lead Time Counts as Dearer (%)",
        digits=(16, 2),
        help="By so much for each day until the goods arrive.",
    )
    _jxc_choice_positive = models.Constraint(
        "CHECK (jxc_choice_late >= 0 AND jxc_choice_rejects >= 0"
        " AND jxc_choice_day >= 0)",
        "A weight of the vendor choice is not less than zero.",
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

    def _jxc_choice_weights(self):
        company = self.sudo()
        return Weights(
            late=exact(company.jxc_choice_late),
            rejects=exact(company.jxc_choice_rejects),
            day=exact(company.jxc_choice_day),
        )
