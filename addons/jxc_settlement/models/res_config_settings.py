from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="JXC Currency"
    )
    jxc_small_difference_limit = fields.Monetary(
        related="company_id.jxc_small_difference_limit",
        readonly=False,
        currency_field="jxc_company_currency_id",
    )
    jxc_difference_limit = fields.Monetary(
        related="company_id.jxc_difference_limit",
        readonly=False,
        currency_field="jxc_company_currency_id",
    )
    jxc_bank_fee_account_id = fields.Many2one(
        related="company_id.jxc_bank_fee_account_id", readonly=False
    )
    jxc_small_loss_account_id = fields.Many2one(
        related="company_id.default_cash_difference_expense_account_id",
        string="Small Difference, Loss",
        readonly=False,
    )
    jxc_small_gain_account_id = fields.Many2one(
        related="company_id.default_cash_difference_income_account_id",
        string="Small Difference, Gain",
        readonly=False,
    )
    jxc_settlement_journal_id = fields.Many2one(
        related="company_id.jxc_settlement_journal_id", readonly=False
    )
