from odoo import fields, models

from .res_company import INVOICE_ON


class ResPartner(models.Model):
    _inherit = "res.partner"

    jxc_invoice_on = fields.Selection(
        INVOICE_ON,
        "Invoice on",
        company_dependent=True,
        help="When goods for this customer are invoiced; as set for the company where"
        " it is left empty. Deliveries keep what was set when they were shipped.",
    )
