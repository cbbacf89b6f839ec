from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    jxc_dunning_hold = fields.Char(
        "No Dunning Because",
        copy=False,
        tracking=True,
        groups="base.group_user",
        help="While a reason stands here, no letter asks for this invoice: it is in "
        "dispute, or somebody talks to the customer.",
    )
    jxc_dunning_line_ids = fields.One2many(
        "jxc.dunning.line",
        "move_id",
        "Dunning",
        readonly=True,
        groups="account.group_account_invoice,account.group_account_readonly",
    )
