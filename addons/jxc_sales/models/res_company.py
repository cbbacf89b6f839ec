from odoo import fields, models

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
    jxc_note_content = fields.Selection(
        NOTE_CONTENTS, "On Delivery Notes", default="full", required=True
    )
