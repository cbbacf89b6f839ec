from decimal import Decimal

from odoo import models

from odoo.addons.jxc_settlement.logic.matching import Item, oldest_first


class AccountMove(models.Model):
    """A vendor's bill uses the deposits that were paid on its orders."""

    _inherit = "account.move"

    def _post(self, soft=True):
        posted = super()._post(soft)
        for bill in posted.filtered(lambda m: m.move_type == "in_invoice"):
            bill._jxc_use_deposits()
        return posted

    def _jxc_use_deposits(self):
        """Match deposits, oldest first: of an order no more than the bill charges."""
        self.ensure_one()
        by_order = self.invoice_line_ids.grouped(lambda i: i.purchase_line_id.order_id)
        orders = self.env["purchase.order"].union(*by_order)
        payments = self._jxc_deposits_of(orders)
        if not payments:
            return
        items = self.line_ids.filtered(
            lambda i: i.account_id.account_type == "liability_payable"
        )
        self.env["jxc.lock"].acquire(
            {items.partner_id[:1]._jxc_settlement_key(a) for a in items.account_id}
            | {f"deposit:{order.id}" for order in orders}
        )
        left = {order: sum(by_order[order].mapped("price_total")) for order in orders}
        deposits = []
        for entry in payments.move_id.line_ids.sorted("date"):
            order = entry.move_id.origin_payment_id.jxc_purchase_order_id
            usable = min(entry.amount_residual_currency, left[order])
            if entry.account_id in items.account_id and usable > 0:
                left[order] -= usable
                deposits.append(self._jxc_item(entry, usable))
        pairs = oldest_first(
            deposits,
            [self._jxc_item(item, -item.amount_residual_currency) for item in items],
        )
        browse = self.env["account.move.line"].browse
        before = items.matched_debit_ids
        browse()._jxc_reconcile_pairs(
            [(browse(p.debit), browse(p.credit), float(p.amount)) for p in pairs]
        )
        items.invalidate_recordset(["matched_debit_ids"])
        (items.matched_debit_ids - before)._jxc_trace()

    def _jxc_deposits_of(self, orders):
        """Posted deposits in this bill's currency; the poster may not see payments."""
        domain = [
            ("jxc_purchase_order_id", "in", orders.ids),
            ("currency_id", "=", self.currency_id.id),
            ("state", "in", ("in_process", "paid")),
        ]
        return self.env["account.payment"].sudo().search(domain)

    def _jxc_item(self, entry, amount):
        due = entry.date_maturity or entry.date
        exact = Decimal(str(self.currency_id.round(amount)))
        return Item(entry.id, due, exact, entry.account_id.id)
