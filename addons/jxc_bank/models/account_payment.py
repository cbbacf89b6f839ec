from odoo import fields, models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    jxc_bank_key = fields.Char(
        readonly=True,
        copy=False,
        help="The row of the bank's file that this payment, booked straight to the "
        "bank, was found in.",
    )

    _jxc_bank_key_uniq = models.UniqueIndex(
        "(journal_id, jxc_bank_key) WHERE jxc_bank_key IS NOT NULL",
        "A row of a bank statement is one payment.",
    )

    def action_draft(self):
        """What is no longer booked is no row of the bank either."""
        self.jxc_bank_key = False
        return super().action_draft()

    def action_cancel(self):
        """What is no longer booked is no row of the bank either."""
        self.jxc_bank_key = False
        return super().action_cancel()
