from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_lot_one_product = fields.Boolean(
        related="company_id.jxc_lot_one_product", readonly=False
    )
