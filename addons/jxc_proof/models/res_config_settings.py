from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_invoice_on = fields.Selection(
        related="company_id.jxc_invoice_on", readonly=False, required=True
    )
