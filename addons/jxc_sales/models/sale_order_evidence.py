from odoo import fields, models
from odoo.tools import format_date, formatLang

from odoo.addons.jxc_stock.last_prices import last_prices, price_of, prices_text

from .sale_order_figures import PRICES


class SaleOrder(models.Model):
    """What the approver is shown of a sales order (S3), in twelve lines."""

    _inherit = "sale.order"

    def _jxc_approval_evidence(self):
        self.ensure_one()
        amount = formatLang(self.env, self.amount_total, currency_obj=self.currency_id)
        if self.currency_id != self.company_id.currency_id:
            amount = f"{amount} = {self._jxc_cc_text(self.jxc_amount_total_cc)}"
        return [
            (self.env._("Customer"), self.partner_id.display_name),
            (self.env._("Amount"), amount),
            (self.env._("Highest discount"), f"{self.jxc_max_discount:.2f} %"),
            (self.env._("Payment terms"), self.payment_term_id.name or ""),
            (self.env._("Salesperson"), self.user_id.name or ""),
            *self._jxc_evidence_of_stock(),
            *self._jxc_evidence_of_prices(),
            *self._jxc_evidence_of_debts(),
            *self._jxc_evidence_of_margin(),
        ]

    def _jxc_approval_amount(self):
        return self.jxc_amount_total_cc

    def _jxc_cc_text(self, amount):
        currency = self.company_id.currency_id
        return formatLang(self.env, amount, currency_obj=currency)

    def _jxc_goods(self):
        return self.order_line.filtered(
            lambda line: not line.display_type and line.product_uom_qty
        )

    def _jxc_evidence_of_stock(self):
        short = self._jxc_goods().filtered("jxc_atp_short")
        texts = [
            self.env._(
                "%(product)s %(available)s of %(asked).10g %(unit)s",
                product=line.product_id.display_name,
                available=f"{max(line.jxc_atp_qty, 0.0):.10g}",
                asked=line.product_uom_qty,
                unit=line.product_uom_id.name,
            )
            for line in short[:3]
        ]
        if len(short) > 3:
            texts.append(self.env._("%(number)s more", number=len(short) - 3))
        return [(self.env._("Not enough stock"), ", ".join(texts))] if texts else []

    def _jxc_evidence_of_prices(self):
        """The last three prices of the three lines that fell most."""
        before = last_prices(self, PRICES, limit=3)
        found = []
        for line in self._jxc_goods():
            last = before.get((self, line.product_id.id))
            now = price_of(line, line.product_uom_qty)
            if last and now:
                found.append((last[0].change_to(now), line, last))
        return [
            (
                self.env._("Last prices of %(product)s", product=line.product_id.name),
                f"{prices_text(self.env, last)}: {change:+.2f} %",
            )
            for change, line, last in sorted(found, key=lambda row: row[0])[:3]
        ]

    def _jxc_evidence_of_debts(self):
        partner = self.partner_id.commercial_partner_id
        members = self._jxc_credit_group()
        debts = self._jxc_debts(members)
        debt = debts[self._jxc_debtor()]
        text = self._jxc_cc_text(debt.owed)
        if debt.since:
            text = self.env._(
                "%(owed)s, of it overdue %(overdue)s, the oldest since %(day)s"
                " (%(days)s days)",
                owed=text,
                overdue=self._jxc_cc_text(debt.overdue),
                day=format_date(self.env, debt.since),
                days=debt.days(fields.Date.context_today(self)),
            )
        evidence = [(self.env._("Customer owes"), text)]
        used, limit = self._jxc_credit(members, debts)[self]
        if limit:
            left = self.env._(
                "%(left)s of %(limit)s",
                left=self._jxc_cc_text(limit - used),
                limit=self._jxc_cc_text(limit),
            )
            head = self.partner_id._jxc_credit_heads()
            if head != partner:
                left = self.env._(
                    "%(left)s, shared with the group of %(head)s",
                    left=left,
                    head=head.display_name,
                )
            evidence.append((self.env._("Credit left after this order"), left))
        return evidence

    def _jxc_evidence_of_margin(self):
        text = self.env._(
            "%(order).2f %%, lowest line %(line).2f %%",
            order=self.jxc_order_margin,
            line=self.jxc_line_margin,
        )
        return [(self.env._("Margin"), text, "cost")]
