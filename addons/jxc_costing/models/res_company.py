from odoo import models

from ..logic.trade_accounts import Present, decide


class ResCompany(models.Model):
    _inherit = "res.company"

    def _jxc_has_stock_history(self):
        """Whether something was received or issued: the method is fixed by then."""
        self.ensure_one()
        return bool(
            self.env["stock.move"]
            .sudo()
            .search_count(
                [("company_id", "=", self.id), ("state", "=", "done")], limit=1
            )
        )

    def _jxc_set_trade_accounts(self):
        """Keep stock as merchandise, and issue it to cost of sales.

        Idempotent; changes only what still stands as the chart left it. Companies
        on another chart than a Chinese one are left alone.
        """
        for company in self:
            chart = self.env["account.chart.template"].with_company(company).sudo()
            names = {}

            def account(name, chart=chart):
                return chart.ref(name, raise_if_not_found=False)

            def name_of(record, company=company, names=names):
                if record and record not in names:
                    prefix = f"account.{company.root_id.id}_"
                    xmlid = record.get_external_id()[record.id]
                    names[record] = xmlid.removeprefix(prefix) or str(record.id)
                return names.get(record)

            company = company.sudo()
            merchandise = account("l10n_cn_common_account_1405")
            if not merchandise:
                continue
            change = decide(
                company.chart_template,
                Present(
                    name_of(company.account_stock_valuation_id),
                    name_of(merchandise.account_stock_variation_id),
                    name_of(company.expense_account_id),
                    company.cost_method,
                    company.inventory_valuation,
                    company._jxc_has_stock_history(),
                ),
            )
            company._jxc_apply_trade_accounts(change, merchandise, account)

    def _jxc_apply_trade_accounts(self, change, merchandise, account):
        fields_of = {
            "stock_account": "account_stock_valuation_id",
            "expense_account": "expense_account_id",
            "cost_method": "cost_method",
            "valuation": "inventory_valuation",
        }
        values = {}
        for what, value in change.items():
            found = account(value) if what.endswith("_account") else False
            if what.endswith("_account") and not found:
                continue
            if what == "variation_account":
                merchandise.account_stock_variation_id = found
            else:
                values[fields_of[what]] = found.id if found else value
        if values:
            self.write(values)
