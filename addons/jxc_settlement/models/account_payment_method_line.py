from odoo import api, models


class AccountPaymentMethodLine(models.Model):
    _inherit = "account.payment.method.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._jxc_book_to_bank()
        return lines

    def _jxc_book_to_bank(self):
        """Book payments to the journal's own account where no account is set.

        Without one the host makes no journal entry for a payment, and an advance
        would leave nothing to match.
        """
        for line in self:
            journal = line.journal_id
            if line.payment_account_id or journal.type not in ("bank", "cash"):
                continue
            line.payment_account_id = journal.default_account_id
