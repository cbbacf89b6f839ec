from odoo import api, models

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
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._jxc_check_open()
        return lines

    def write(self, vals):
        guarded = GUARDED & vals.keys()
        if guarded:
            self._jxc_check_open()
        result = super().write(vals)
        if guarded:
            self._jxc_check_open()
        return result

    def unlink(self):
        self._jxc_check_open()
        return super().unlink()

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
