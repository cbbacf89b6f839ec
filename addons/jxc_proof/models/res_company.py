from odoo import fields, models

INVOICE_ON = [("shipment", "Shipment"), ("proof", "Proof of delivery")]


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_invoice_on = fields.Selection(
        INVOICE_ON, "Invoice Customers on", default="shipment", required=True
    )
