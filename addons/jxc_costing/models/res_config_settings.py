from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_cost_scope = fields.Selection(
        related="company_id.jxc_cost_scope", readonly=False
    )
