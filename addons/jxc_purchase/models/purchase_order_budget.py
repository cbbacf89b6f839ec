from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.jxc_base.figure_search import search_figure


class PurchaseOrder(models.Model):
    """What an order does to the budgets that it is paid from (P4)."""

    _inherit = "purchase.order"

    jxc_over_budget = fields.Monetary(
        "Over Budget",
        compute="_compute_jxc_over_budget",
        search="_search_jxc_over_budget",
        compute_sudo=True,
        currency_field="company_currency_id",
        groups="purchase.group_purchase_user,account.group_account_readonly",
        help="How much this order takes more than is left of a purchase budget, without"
        " tax; the budget where it is most.",
    )

    @api.depends(
        "state",
        "date_approve",
        "company_id",
        "currency_rate",
        "order_line.product_id",
        "order_line.price_subtotal",
        "order_line.jxc_closed",
        "order_line.qty_received",
        "order_line.qty_invoiced",
    )
    def _compute_jxc_over_budget(self):
        budgets = self._jxc_budgets()
        used = budgets._ordered() if budgets else {}
        for order in self:
            over = [0.0]
            for budget, own in order._jxc_budget_shares(budgets):
                before = used.get(budget.id, 0.0)
                before -= own if order.state == "purchase" else 0.0
                over.append(before + own - budget.amount)
            # What a cancelled order would have taken is free again.
            over = max(over) if order.state != "cancel" else 0.0
            order.jxc_over_budget = order.company_currency_id.round(over)

    def _search_jxc_over_budget(self, operator, value):
        budgets = self.env["jxc.purchase.budget"].sudo()
        ((companies,),) = budgets._read_group([], aggregates=["company_id:recordset"])
        covered = Domain("company_id", "in", companies.ids)
        candidates = self.sudo().search(covered & Domain("state", "!=", "cancel"))
        return search_figure(candidates, "jxc_over_budget", operator, value)

    def _jxc_budgets(self):
        return (
            self.env["jxc.purchase.budget"]
            .sudo()
            .search([("company_id", "in", self.company_id.ids)])
        )

    def _jxc_budget_shares(self, budgets):
        """:return: pairs of a budget and what this order takes of it, without tax"""
        self.ensure_one()
        currency = self.company_id.currency_id
        shares = []
        for budget in budgets:
            lines = self.order_line.filtered(
                lambda line, budget=budget: (
                    line.product_id and budget._covers(self, line)
                )
            )
            if lines:
                amounts = (line._jxc_taken() / self.currency_rate for line in lines)
                shares.append((budget, sum(map(currency.round, amounts))))
        return shares

    def _jxc_evidence_of_budget(self):
        """The three budgets of which least is left after this order."""
        budgets = self._jxc_budgets()
        used = budgets._ordered() if budgets else {}
        found = []
        for budget, own in self._jxc_budget_shares(budgets):
            before = used.get(budget.id, 0.0)
            before -= own if self.state == "purchase" else 0.0
            found.append((budget.amount - before - own, budget, before, own))
        found.sort(key=lambda row: row[0])
        return [
            (
                self.env._("Budget %(budget)s", budget=budget.name),
                self.env._(
                    "%(amount)s, ordered before %(before)s, this order %(own)s, left"
                    " after it %(left)s",
                    amount=self._jxc_cc_text(budget.amount),
                    before=self._jxc_cc_text(before),
                    own=self._jxc_cc_text(own),
                    left=self._jxc_cc_text(left),
                ),
            )
            for left, budget, before, own in found[:3]
        ]
