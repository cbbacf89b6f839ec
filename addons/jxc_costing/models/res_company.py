from odoo import fields, models
from odoo.exceptions import UserError

from ..logic.trade_accounts import MERCHANDISE, Present, decide
from .jxc_cost_ledger import BEGINNING

FIELDS = {
    "stock_account": "account_stock_valuation_id",
    "expense_account": "expense_account_id",
    "cost_method": "cost_method",
    "valuation": "inventory_valuation",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    jxc_cost_scope = fields.Selection(
        [("company", "Company"), ("warehouse", "Warehouse")],
        "Costs Are Kept by",
        default="company",
        required=True,
        help="Whether goods cost the same in all warehouses of the company, or each has"
        " its own cost and transfers take theirs along.",
    )
    jxc_cost_final_day = fields.Date(
        "Months Final until",
        readonly=True,
        help="Until this day the weighted averages of the months are final.",
    )

    def write(self, vals):
        other = self.filtered(
            lambda company: (
                "jxc_cost_scope" in vals
                and company.jxc_cost_scope != vals["jxc_cost_scope"]
            )
        )
        result = super().write(vals)
        if "cost_method" in vals:
            self._jxc_check_lots_at_standard()
        if "cost_method" in vals or other:
            self._jxc_restate_all(other)
        return result

    def _jxc_check_lots_at_standard(self):
        """Refuse a standard cost where lots have costs of their own: of the company's
        own goods, and of those that it has ever had. A new company has none."""
        costing = self.env["jxc.cost.ledger"].sudo()
        for company in self:
            templates = self.env["product.template"].with_company(company)
            # Of those that nobody sells any more too.
            by_lot = (
                templates.sudo()
                .with_context(active_test=False)
                .search(
                    [
                        ("lot_valuated", "=", True),
                        ("company_id", "in", [False, company.id]),
                    ]
                )
            )
            known = costing.known(company, by_lot.product_variant_ids.ids)
            known = self.env["product.product"].sudo().browse(known).product_tmpl_id
            own = by_lot.filtered(lambda one, mine=company: one.company_id == mine)
            (own | known).with_env(templates.env)._check_jxc_lots_at_standard()

    def _jxc_restate_all(self, others):
        """How goods are valued has changed: in others of these, by warehouse or not."""
        costing = self.env["jxc.cost.ledger"]
        for company in self:
            rows = self.env["jxc.cost.row"].sudo()
            found = rows._read_group([("company_id", "=", company.id)], ["product_id"])
            products = self.env["product.product"].union(*(p for (p,) in found))
            if company in others and company.sudo().jxc_cost_final_day:
                raise UserError(
                    self.env._(
                        "Months are final until %s. By warehouse or not is for a"
                        " company to decide before its first month is final.",
                        company.sudo().jxc_cost_final_day,
                    )
                )
            since = BEGINNING if company in others else fields.Datetime.now()
            for start in range(0, len(products), 500):
                costing.restate(company, dict.fromkeys(products[start:][:500], since))

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
