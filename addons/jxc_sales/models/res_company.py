from odoo import fields, models

CREDIT_BLOCKS = [
    ("order", "When it is ordered"),
    ("shipment", "When it is shipped"),
    ("both", "Both times"),
]
INVOICING = [
    ("delivery", "One per Delivery"),
    ("month", "One per Customer and Month"),
]
NOTE_CONTENTS = [
    ("full", "Prices and debts"),
    ("prices", "Prices"),
    ("goods", "Quantities only"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_invoice_auto_post = fields.Boolean(
        "Post Customer Invoices on Shipment",
        help="The invoice of a shipment is posted at once. Otherwise it waits as a"
        " draft for the accountant.",
    )
    jxc_invoicing = fields.Selection(
        INVOICING,
        "Customer Invoices",
        default="delivery",
        required=True,
        help="One per customer and month: what is shipped is added to the customer's"
        " open draft of the month, apart by currency and payment term, and dated on"
        " its last day.",
    )
    jxc_note_content = fields.Selection(
        NOTE_CONTENTS, "On Delivery Notes", default="full", required=True
    )
    jxc_credit_block = fields.Selection(
        CREDIT_BLOCKS,
        "Credit Is Looked at",
        default="order",
        required=True,
        help="Ordered: by the approval rules on credit and overdue days. Shipped: a"
        " delivery over the limit, or of a customer overdue for more than the days of"
        " grace, does not leave until a manager releases it.",
    )
    jxc_overdue_grace = fields.Integer(
        "Days of Grace",
        default=30,
        help="For so many days a customer's invoice may be overdue before deliveries"
        " stop.",
    )
    jxc_allocate_proportional = fields.Boolean(
        "Allocate in Proportion",
        help="Goods that are short are shared in proportion among deliveries of the"
        " same priority. Otherwise the earlier delivery is served first.",
    )
    jxc_allocate_on_arrival = fields.Boolean(
        "Allocate When Goods Arrive",
        help="Goods that arrive are reserved for waiting deliveries by the customers'"
        " priority, then by date. Otherwise the earlier delivery gets them.",
    )
    jxc_hold_days = fields.Integer(
        "Days Stock Is Held",
        default=3,
        help="What is proposed when a quotation holds its stock.",
    )
    jxc_hold_days_max = fields.Integer(
        "Days at Most",
        default=7,
        help="Nobody holds stock for a quotation for longer.",
    )

    _jxc_overdue_grace_positive = models.Constraint(
        "CHECK(jxc_overdue_grace >= 0)", "Days of grace cannot be negative."
    )
    _jxc_hold_days_positive = models.Constraint(
        "CHECK(jxc_hold_days >= 0 AND jxc_hold_days_max >= jxc_hold_days)",
        "Stock is held for no less than no day, and not for longer than the most.",
    )
