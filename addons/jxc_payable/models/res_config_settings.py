from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_billing = fields.Selection(
        related="company_id.jxc_billing", readonly=False, required=True
    )
    jxc_billing_date = fields.Selection(
        related="company_id.jxc_billing_date", readonly=False, required=True
    )
    jxc_match = fields.Boolean(related="company_id.jxc_match", readonly=False)
    jxc_match_percent = fields.Float(
        related="company_id.jxc_match_percent", readonly=False
    )
    jxc_match_amount = fields.Float(
        related="company_id.jxc_match_amount", readonly=False
    )
    jxc_match_quantity_percent = fields.Float(
        related="company_id.jxc_match_quantity_percent", readonly=False
    )
    jxc_match_ref = fields.Boolean(related="company_id.jxc_match_ref", readonly=False)
    jxc_accrual_account_id = fields.Many2one(
        related="company_id.jxc_accrual_account_id", readonly=False
    )
