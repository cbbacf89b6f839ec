from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_invoice_auto_post = fields.Boolean(
        "Post Customer Invoices on Shipment",
        help="The invoice of a shipment is posted at once. Otherwise it waits as a"
        " draft for the accountant.",
    )
