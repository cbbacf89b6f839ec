from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_approval_before_print = fields.Boolean(
        related="company_id.jxc_approval_before_print", readonly=False
    )
