from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_billing = fields.Selection(
        related="company_id.jxc_billing", readonly=False, required=True
    )
    jxc_billing_date = fields.Selection(
        related="company_id.jxc_billing_date", readonly=False, required=True
    )
