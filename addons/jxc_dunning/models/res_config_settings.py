from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_dunning_minimum = fields.Monetary(
        related="company_id.jxc_dunning_minimum",
        readonly=False,
        currency_field="jxc_company_currency_id",
    )
