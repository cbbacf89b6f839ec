from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_invoice_auto_post = fields.Boolean(
        related="company_id.jxc_invoice_auto_post", readonly=False
    )
