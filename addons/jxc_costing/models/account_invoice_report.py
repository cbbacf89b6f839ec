from odoo import fields, models

from .jxc_cost_mixin import COST_GROUP


class AccountInvoiceReport(models.Model):
    """Salespeople analyse their invoices; what the goods cost is not for them."""

    _inherit = "account.invoice.report"

    price_margin = fields.Float(groups=COST_GROUP)
    inventory_value = fields.Float(groups=COST_GROUP)
