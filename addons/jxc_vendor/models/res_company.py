from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_score_punctual = fields.Integer("Weight of Punctuality", default=40)
    jxc_score_quality = fields.Integer("Weight of Quality", default=30)
    jxc_score_quantity = fields.Integer("Weight of Quantity", default=10)
    jxc_score_returns = fields.Integer("Weight of Returns", default=10)
    jxc_score_price = fields.Integer("Weight of Price", default=10)

    _jxc_score_weights = models.Constraint(
        "CHECK (LEAST(jxc_score_punctual, jxc_score_quality, jxc_score_quantity,"
        " jxc_score_returns, jxc_score_price) >= 0)",
        "A weight of the vendor scorecard is not less than zero.",
    )
