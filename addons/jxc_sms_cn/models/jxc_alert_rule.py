from odoo import fields, models


class JxcAlertRule(models.Model):
    _inherit = "jxc.alert.rule"

    channel_sms = fields.Boolean(
        "SMS", help="To the phone number on the person's contact."
    )
