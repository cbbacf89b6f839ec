from odoo import models

GUARDED = {
    "account_id",
    "amount_currency",
    "balance",
    "company_id",
    "credit",
    "currency_id",
    "date",
    "debit",
    "move_id",
    "parent_state",
    "price_unit",
    "quantity",
    "discount",
    "tax_ids",
}


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["jxc.closing.guard", "account.move.line"]

    _jxc_guarded = GUARDED

    def _jxc_check_open(self):
        """Refuse what is booked on the stock in a closed month, or leaves it."""
        for company, lines in self.sudo().grouped("company_id").items():
            month = company and company._jxc_today().replace(day=1)
            lines = lines.filtered(
                lambda line, month=month: (
                    line.parent_state == "posted" and line.date and line.date < month
                )
            )
            if lines:
                accounts = company._jxc_stock_accounts()
                lines._jxc_check_booked(
                    company,
                    lines.filtered(
                        lambda line, accounts=accounts: line.account_id in accounts
                    ),
                )

    def _jxc_check_booked(self, company, lines):
        for line in lines:
            if company.jxc_closed_until and line.date <= company.jxc_closed_until:
                company._jxc_refuse_closed(line.move_id.display_name, line.date)
        if lines:
            company._jxc_hold_closing(min(lines.mapped("date")))
