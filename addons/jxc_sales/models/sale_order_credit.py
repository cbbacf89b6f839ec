from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.jxc_base.figure_search import HOLDS

from .sale_order_figures import SELLERS

#: Figures of the customer, which change without the order.
DEBTS = ("jxc_credit_used", "jxc_over_credit", "jxc_overdue_days")
DEBTS += ("jxc_debt", "jxc_debt_after")


#: Figures that rules on credit look at.
CREDIT_FIGURES = {"jxc_credit_used", "jxc_over_credit", "jxc_overdue_days"}
#: Where credit is looked at, as the company has it set.
AT_ORDER_ONLY, AT_SHIPMENT_ONLY = "order", "shipment"


class SaleOrder(models.Model):
    """What rules may look at (S3): the customer's debts and credit."""

    _inherit = "sale.order"

    jxc_credit_used = fields.Float(
        "Credit Used (%)",
        compute="_compute_jxc_credit",
        search="_search_jxc_credit_used",
        compute_sudo=True,
        digits=(16, 2),
        groups=SELLERS,
        help="What the customer owes, what he ordered and was not invoiced yet, and"
        " this order, as a part of his credit limit; 0 without a limit. Customers of a"
        " group share one limit.",
    )
    jxc_over_credit = fields.Monetary(
        "Over Credit Limit",
        compute="_compute_jxc_credit",
        search="_search_jxc_over_credit",
        compute_sudo=True,
        currency_field="jxc_company_currency_id",
        groups=SELLERS,
        help="By how much this order takes the customer over his credit limit.",
    )
    jxc_overdue_days = fields.Integer(
        "Customer Overdue (Days)",
        compute="_compute_jxc_credit",
        search="_search_jxc_overdue_days",
        compute_sudo=True,
        groups=SELLERS,
        help="How long the customer's oldest open invoice has been due.",
    )

    # --- fields -----------------------------------------------------------------

    @api.depends("state", "partner_id", "company_id", "jxc_amount_total_cc")
    def _compute_jxc_credit(self):
        members = self._jxc_credit_group()
        debts = self._jxc_debts(members)
        today = fields.Date.context_today(self)
        for order, (used, limit) in self._jxc_credit(members, debts).items():
            order.jxc_credit_used = used / limit * 100 if limit else 0.0
            order.jxc_over_credit = max(used - limit, 0.0) if limit else 0.0
            order.jxc_overdue_days = debts[order._jxc_debtor()].days(today)

    def _search_jxc_credit_used(self, operator, value):
        return self._search_jxc_credit("jxc_credit_used", operator, value)

    def _search_jxc_over_credit(self, operator, value):
        return self._search_jxc_credit("jxc_over_credit", operator, value)

    def _search_jxc_credit(self, name, operator, value):
        if operator not in HOLDS:
            return NotImplemented
        companies = self.env.companies.filtered("account_use_credit_limit")
        limited, orders = Domain("company_id", "in", companies.ids), self.sudo()
        drafts = orders.search(limited & Domain("state", "in", ("draft", "sent")))
        # The confirmed orders of a customer all have the same figure: one will do.
        groups = orders._read_group(
            limited & Domain("state", "=", "sale"),
            ["company_id", "partner_id"],
            ["id:max"],
        )
        samples = orders.browse(order for _company, _partner, order in groups)
        holds, none = HOLDS[operator], HOLDS[operator](0.0, value)
        found = (drafts | samples).filtered(lambda o: holds(o[name], value) != none)
        domain = Domain("id", "in", (found & drafts).ids) | Domain.OR(
            Domain("state", "=", "sale")
            & Domain("company_id", "=", company.id)
            & Domain("partner_id", "in", of_company.partner_id.ids)
            for company, of_company in (found & samples).grouped("company_id").items()
        )
        return ~domain if none else domain

    def _search_jxc_overdue_days(self, operator, value):
        if operator not in HOLDS:
            return NotImplemented
        today = fields.Date.context_today(self)
        holds, none = HOLDS[operator], HOLDS[operator](0, value)
        found = defaultdict(list)
        for (company, partner), debt in self._jxc_debts().items():
            if holds(debt.days(today), value) != none:
                found[company].append(partner)
        domain = Domain.OR(
            Domain("company_id", "=", company)
            & Domain("partner_id.commercial_partner_id", "in", partners)
            for company, partners in found.items()
        )
        return ~domain if none else domain

    def _jxc_forget_debts(self):
        """Customers go on buying and paying: read their debts anew."""
        self.invalidate_recordset(DEBTS, flush=False)

    # --- figures ----------------------------------------------------------------

    def _jxc_credit_group(self):
        """The customers of these orders, and all who share credit limits with them."""
        return self.partner_id._jxc_credit_heads()._jxc_credit_members()

    def _jxc_credit(self, members, debts, shipped=False):
        """:param members: as :meth:`_jxc_credit_group` finds them; ``debts`` theirs.
        :param shipped: without what is ordered and not shipped yet.
        :return: ``{order: (used, limit)}``; a limit of 0 is none
        """
        heads = self.partner_id._jxc_credit_heads()
        used = self._jxc_by_head(members, debts, self._jxc_ordered(members, shipped))
        for company in self.company_id.filtered("account_use_credit_limit"):
            heads.with_company(company).fetch(["credit_limit"])
        found = {}
        for order in self:
            limit, (company, head) = 0.0, order._jxc_credit_key()
            if order.company_id.account_use_credit_limit and order.state != "cancel":
                partner = heads.browse(head).with_prefetch(heads.ids)
                limit = partner.with_company(order.company_id).credit_limit
            own = not shipped and order.state in ("draft", "sent")
            own = order.jxc_amount_total_cc if own else 0.0
            found[order] = (used[company, head] + own, limit)
        return found

    def _jxc_credit_key(self):
        """Whose limit counts: customers of a group share that of one of them."""
        self.ensure_one()
        return self.company_id.id, self.partner_id._jxc_credit_heads().id

    def _jxc_by_head(self, members, debts, ordered):
        """Debts and orders of the members of each group, together.

        :param ordered: as :meth:`_jxc_ordered` returns it.
        :return: ``{(company id, id of the partner whose limit counts): amount}``
        """
        head_of = {partner.id: partner._jxc_credit_heads().id for partner in members}
        used = defaultdict(float)
        for (company, partner), debt in debts.items():
            used[company, head_of[partner]] += debt.owed
        for (company, partner), amounts in ordered.items():
            used[company, head_of[partner]] += sum(amounts.values())
        return used

    def _jxc_ordered(self, partners, shipped=False):
        """What these customers ordered and no posted invoice asks for yet.

        :param shipped: only what was shipped of it.
        :return: ``{(company id, commercial partner id): {order id: amount}}``
        """
        amounts = defaultdict(dict)
        for order in self._jxc_uninvoiced_orders(partners):
            amounts[order._jxc_debtor()][order.id] = sum(
                line._jxc_uninvoiced(shipped) for line in order.order_line
            ) / (order.currency_rate or 1.0)
        return amounts

    # --- the guard --------------------------------------------------------------

    def _jxc_approval_check(self):
        """Two sessions must not both give a customer his last credit."""
        rules = self.env["jxc.approval.rule"].sudo()
        rules = rules.search([("model", "=", self._name)])
        if any("credit" in rule.domain for rule in rules):
            keys = {order._jxc_credit_key() for order in self}
            self.env["jxc.lock"].acquire(f"credit:{c}:{p}" for c, p in keys)
        self._jxc_forget_debts()
        return super()._jxc_approval_check()
