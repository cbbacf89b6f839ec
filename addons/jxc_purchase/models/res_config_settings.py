from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_over_receipt_percent = fields.Float(
        related="company_id.jxc_over_receipt_percent", readonly=False
    )
