from odoo import models

from ..logic.trade_accounts import MERCHANDISE, Present, decide

FIELDS = {
    "stock_account": "account_stock_valuation_id",
    "expense_account": "expense_account_id",
    "cost_method": "cost_method",
    "valuation": "inventory_valuation",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    def _jxc_has_stock_history(self):
        """Whether something was received or issued: the method is fixed by then."""
        self.ensure_one()
        domain = [("company_id", "=", self.id), ("state", "=", "done")]
        return bool(self.env["stock.move"].sudo().search_count(domain, limit=1))

    def _jxc_set_trade_accounts(self):
        """Keep stock as merchandise, and issue it to cost of sales.

        Idempotent; changes only what still stands as the chart left it. Companies
        on another chart than a Chinese one are left alone.
        """
        for company in self.sudo():
            merchandise = company._jxc_chart_account(MERCHANDISE)
            if not merchandise:
                continue
            now = Present(
                company._jxc_chart_name(company.account_stock_valuation_id),
                company._jxc_chart_name(merchandise.account_stock_variation_id),
                company._jxc_chart_name(company.expense_account_id),
                company.cost_method,
                company.inventory_valuation,
                company._jxc_has_stock_history(),
            )
            company._jxc_apply(decide(company.chart_template, now), merchandise)

    def _jxc_chart_account(self, name):
        chart = self.env["account.chart.template"].with_company(self)
        return chart.ref(name, raise_if_not_found=False)

    def _jxc_chart_name(self, account):
        """The chart's own name of an account, or None if there is no account."""
        if not account:
            return None
        xmlid = account.get_external_id()[account.id]
        prefix = f"account.{self.root_id.id}_"
        return xmlid.removeprefix(prefix) or str(account.id)

    def _jxc_apply(self, change, merchandise):
        values = {}
        for what, value in change.items():
            if what.endswith("_account"):
                account = self._jxc_chart_account(value)
                if not account:
                    continue
                if what == "variation_account":
                    merchandise.account_stock_variation_id = account
                    continue
                value = account.id
            values[FIELDS[what]] = value
        if values:
            self.write(values)
