from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    jxc_large_order = fields.Monetary(
        related="company_id.jxc_large_order",
        readonly=False,
        currency_field="company_currency_id",
    )
    jxc_over_receipt_percent = fields.Float(
        related="company_id.jxc_over_receipt_percent", readonly=False
    )
    jxc_lead_holidays = fields.Boolean(
        related="company_id.jxc_lead_holidays", readonly=False
    )
    jxc_remind_before = fields.Integer(
        related="company_id.jxc_remind_before", readonly=False
    )
    jxc_remind_every = fields.Integer(
        related="company_id.jxc_remind_every", readonly=False
    )
    jxc_send_orders = fields.Boolean(
        related="company_id.jxc_send_orders", readonly=False
    )
    jxc_choice_late = fields.Float(related="company_id.jxc_choice_late", readonly=False)
    jxc_choice_rejects = fields.Float(
        related="company_id.jxc_choice_rejects", readonly=False
    )
    jxc_choice_day = fields.Float(related="company_id.jxc_choice_day", readonly=False)
