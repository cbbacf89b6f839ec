from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_stocktake_keeper_posts = fields.Boolean(
        related="company_id.jxc_stocktake_keeper_posts", readonly=False
    )
    jxc_abc_days = fields.Integer(related="company_id.jxc_abc_days", readonly=False)
    jxc_abc_a_percent = fields.Float(
        related="company_id.jxc_abc_a_percent", readonly=False
    )
    jxc_abc_b_percent = fields.Float(
        related="company_id.jxc_abc_b_percent", readonly=False
    )
