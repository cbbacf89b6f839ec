from collections import defaultdict
from dataclasses import dataclass

from odoo import api, fields, models

from .sale_order_figures import SELLERS


@dataclass(frozen=True, slots=True)
class Balance:
    """What a customer owes with and without an order, in the company's currency."""

    before: float
    amount: float
    paid: float

    @property
    def after(self):
        return self.before + self.amount - self.paid

    def of_part(self, earlier, amount):
        """The same for a part of the order, when earlier parts took payments first."""
        used = min(max(self.paid, 0.0), max(earlier, 0.0))
        paid = min(max(self.paid - used, 0.0), max(amount, 0.0))
        return Balance(self.before + earlier - used, amount, paid)


class SaleOrder(models.Model):
    """What the customer owes, where the order is taken and printed (S1)."""

    _inherit = "sale.order"

    jxc_debt = fields.Monetary(
        "Customer's Debt",
        compute="_compute_jxc_debt",
        compute_sudo=True,
        currency_field="jxc_company_currency_id",
        groups=SELLERS,
        help="What the customer owes today without this order: open items of posted"
        " invoices and payments, and invoices of shipped goods that wait for the"
        " accountant.",
    )
    jxc_debt_after = fields.Monetary(
        "Debt After This Order",
        compute="_compute_jxc_debt",
        compute_sudo=True,
        currency_field="jxc_company_currency_id",
        groups=SELLERS,
        help="The debt with this order, less what was paid for it.",
    )

    @api.depends("state", "partner_id", "company_id", "jxc_amount_total_cc")
    def _compute_jxc_debt(self):
        for order, balance in self._jxc_balances().items():
            money = order.jxc_company_currency_id
            order.jxc_debt = money.round(balance.before)
            order.jxc_debt_after = money.round(balance.after)

    def _jxc_balances(self):
        """:return: ``{order: Balance}``; a number of queries that does not grow"""
        partners = self.partner_id.commercial_partner_id._origin
        debts, drafts = self._jxc_debts(partners), self._jxc_drafted(partners)
        items, balances = self._origin._jxc_own_items(), {}
        for order in self:
            unpaid, paid = items[order._origin.id]
            owed = debts[order._jxc_debtor()].owed + drafts[order._jxc_debtor()]
            amount = 0.0 if order.state == "cancel" else order.jxc_amount_total_cc
            balances[order] = Balance(owed - unpaid, amount, paid)
        return balances

    def _jxc_drafted(self, partners):
        """Invoices of shipments that nobody posted yet: the goods are owed already.

        :return: ``{(company id, commercial partner id): amount}``
        """
        amounts = defaultdict(float)
        groups = (
            self.env["account.move"]
            .sudo()
            ._read_group(
                [
                    ("state", "=", "draft"),
                    ("move_type", "in", ("out_invoice", "out_refund")),
                    ("commercial_partner_id", "in", partners.ids),
                    ("invoice_line_ids.sale_line_ids", "!=", False),
                ],
                ["company_id", "commercial_partner_id"],
                ["amount_total_signed:sum"],
            )
        )
        for company, partner, amount in groups:
            amounts[company.id, partner.id] = amount
        return amounts

    def _jxc_own_items(self):
        """What of the orders' invoices is open, drafts included, and what is paid.

        :return: ``{order id: (open, paid)}``
        """
        items = defaultdict(lambda: (0.0, 0.0))
        invoices = self.sudo().invoice_ids
        # Read in one go: the host would ask invoice by invoice.
        invoices.invoice_line_ids.fetch(["sale_line_ids"])
        for invoice in invoices:
            whole, rest = invoice.amount_total_signed, invoice.amount_residual_signed
            if invoice.state == "draft":
                rest = whole
            elif invoice.state != "posted":
                continue
            for order, share in self._jxc_shares(invoice).items():
                unpaid, paid = items[order]
                items[order] = unpaid + share * rest, paid + share * (whole - rest)
        return items

    def _jxc_shares(self, invoice):
        """Which part of an invoice is of which order: it may be of several.

        :return: ``{order id: share}``
        """
        lines = invoice.invoice_line_ids.filtered(lambda x: x.display_type == "product")
        total = sum(lines.mapped("price_total"))
        if invoice.currency_id.is_zero(total):
            return {}
        shares = defaultdict(float)
        for line in lines:
            orders = line.sale_line_ids.order_id
            for order in orders:
                shares[order.id] += line.price_total / total / len(orders)
        return shares
