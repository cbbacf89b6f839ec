from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_score_punctual = fields.Integer(
        related="company_id.jxc_score_punctual", readonly=False
    )
    jxc_score_quality = fields.Integer(
        related="company_id.jxc_score_quality", readonly=False
    )
    jxc_score_quantity = fields.Integer(
        related="company_id.jxc_score_quantity", readonly=False
    )
    jxc_score_returns = fields.Integer(
        related="company_id.jxc_score_returns", readonly=False
    )
    jxc_score_price = fields.Integer(
        related="company_id.jxc_score_price", readonly=False
    )
