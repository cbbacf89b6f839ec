from odoo import fields, models
from odoo.tools import formatLang

from odoo.addons.jxc_stock.last_prices import last_prices, price_of, prices_text

from .purchase_order_figures import PRICES


class PurchaseOrder(models.Model):
    """What the approver is shown of a purchase order (P4), in twelve lines."""

    _inherit = "purchase.order"

    def _jxc_approval_evidence(self):
        self.ensure_one()
        amount = formatLang(self.env, self.amount_total, currency_obj=self.currency_id)
        if self.currency_id != self.company_id.currency_id:
            amount = f"{amount} = {self._jxc_cc_text(self.amount_total_cc)}"
        vendor = self.partner_id.display_name
        if self.jxc_first_order:
            vendor = self.env._("%(vendor)s (first order)", vendor=vendor)
        reasons = self.order_line.jxc_suggestion_ids.mapped("reason")
        return [
            (self.env._("Vendor"), vendor),
            (self.env._("Amount"), amount),
            (self.env._("Payment terms"), self.payment_term_id.name or ""),
            (self.env._("Buyer"), self.user_id.name or ""),
            *((self.env._("Reason"), reason or "") for reason in reasons[:2]),
            *self._jxc_evidence_of_prices(),
            *self._jxc_evidence_of_stock(),
            *self._jxc_evidence_of_vendor(),
            *self._jxc_evidence_of_budget(),
        ]

    def _jxc_approval_amount(self):
        return self.amount_total_cc

    def _jxc_cc_text(self, amount):
        currency = self.company_id.currency_id
        return formatLang(self.env, amount, currency_obj=currency)

    def _jxc_evidence_of_prices(self):
        """The last three prices of the two lines that rose most."""
        before = last_prices(self, PRICES, limit=3)
        found = []
        for line in self.order_line:
            last = before.get((self, line.product_id.id))
            now = price_of(line, line.product_qty)
            if last and now:
                found.append((last[0].change_to(now), line, last))
        found.sort(key=lambda row: -row[0])
        return [
            (
                self.env._("Last prices of %(product)s", product=line.product_id.name),
                f"{prices_text(self.env, last)}: {change:+.2f} %",
            )
            for change, line, last in found[:2]
        ]

    def _jxc_evidence_of_stock(self):
        """What there is of the two dearest products, where the goods are to go."""
        warehouse = self.picking_type_id.warehouse_id
        lines = self.order_line.filtered("product_id.is_storable")
        products = lines.sorted("price_subtotal", reverse=True).product_id[:2]
        figures = self.env["jxc.stock.availability"]._get(products, warehouse)
        return [
            (
                self.env._("Stock of %(product)s", product=product.name),
                self.env._(
                    "on hand %(on_hand).10g, available %(available).10g, on order"
                    " %(on_order).10g %(unit)s",
                    on_hand=figures[product.id, warehouse.id].on_hand,
                    available=figures[product.id, warehouse.id].atp,
                    on_order=figures[product.id, warehouse.id].incoming,
                    unit=product.uom_id.name,
                ),
            )
            for product in products
            if warehouse
        ]

    def _jxc_evidence_of_vendor(self):
        evidence = []
        on_time, receipts = self._jxc_punctuality()
        if receipts:
            text = self.env._(
                "%(on_time)s of %(receipts)s receipts of the last 12 months"
                " (%(rate)d %%)",
                on_time=on_time,
                receipts=receipts,
                rate=on_time * 100 // receipts,
            )
            evidence.append((self.env._("On time"), text))
        owed, overdue = self._jxc_payable()
        text = self._jxc_cc_text(owed)
        if not self.company_id.currency_id.is_zero(overdue):
            text = self.env._(
                "%(owed)s, of it overdue %(overdue)s",
                owed=text,
                overdue=self._jxc_cc_text(overdue),
            )
        return [*evidence, (self.env._("We owe the vendor"), text)]

    def _jxc_punctuality(self):
        """:return: the vendor's receipts on time and all, of the last 12 months"""
        vendor = self.partner_id.commercial_partner_id
        found = vendor._jxc_punctuality(self.company_id)
        return found.get(vendor.id, (0, 0))

    def _jxc_payable(self):
        """:return: what the company owes the vendor, and what of it is overdue"""
        lines = self.env["account.move.line"].sudo()
        domain = [
            ("account_id.account_type", "=", "liability_payable"),
            ("parent_state", "=", "posted"),
            ("reconciled", "=", False),
            ("company_id", "=", self.company_id.id),
            (
                "partner_id.commercial_partner_id",
                "=",
                self.partner_id.commercial_partner_id.id,
            ),
        ]
        ((owed,),) = lines._read_group(domain, aggregates=["amount_residual:sum"])
        today = fields.Date.context_today(self)
        domain += [("date_maturity", "<", today), ("amount_residual", "<", 0)]
        ((overdue,),) = lines._read_group(domain, aggregates=["amount_residual:sum"])
        return -owed or 0.0, -overdue or 0.0
