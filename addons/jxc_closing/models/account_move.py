from odoo import fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    jxc_closing_voucher_ids = fields.One2many(
        "jxc.closing.voucher",
        "move_id",
        "Voucher of a Closing",
        readonly=True,
        groups="jxc_base.group_jxc_finance_accountant",
    )

    def write(self, vals):
        """What touches the stock of a closed month neither comes nor goes."""
        guarded = {"state", "date", "invoice_date", "company_id"} & vals.keys()
        if guarded:
            self.line_ids._jxc_check_open()
        result = super().write(vals)
        if guarded:
            self.line_ids._jxc_check_open()
        return result

    def action_jxc_cost_rows(self):
        """The rows of the cost ledger that this entry of a closing sums up."""
        self.ensure_one()
        return self.jxc_closing_voucher_ids[:1].action_open_rows()
