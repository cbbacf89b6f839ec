from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_fill_lots = fields.Boolean(related="company_id.jxc_fill_lots", readonly=False)
