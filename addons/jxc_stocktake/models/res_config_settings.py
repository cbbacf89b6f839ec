from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_stocktake_keeper_posts = fields.Boolean(
        related="company_id.jxc_stocktake_keeper_posts", readonly=False
    )
