from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    jxc_bank_columns = fields.Json(
        copy=False, help="What the columns of this bank's files mean, by name."
    )

    def _jxc_outstanding_accounts(self):
        """Accounts on which payments wait for the bank, where a journal has them."""
        methods = self.inbound_payment_method_line_ids
        methods |= self.outbound_payment_method_line_ids
        return methods.payment_account_id - self.default_account_id
