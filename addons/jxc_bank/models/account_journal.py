from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    jxc_bank_columns = fields.Json(
        copy=False, help="What the columns of this bank's files mean, by name."
    )
