from odoo import models
from odoo.fields import Command


class PurchaseOrder(models.Model):
    _inherit = "purchase.order"

    # --- what a concession costs the vendor (P7, P9) --------------------------------

    def action_create_invoice(self, attachment_ids=False):
        """Whoever makes the bill: what was accepted by concession has its own price."""
        before = self.sudo().invoice_ids
        action = super().action_create_invoice(attachment_ids)
        orders = self.sudo()
        lines = orders.order_line
        for line, concessions in lines._jxc_concessions().items():
            bills = line.order_id.invoice_ids - before
            line._jxc_carry(bills, line._jxc_concession_due(concessions))
        return action

    def _jxc_bill_accepted(self):
        """What bills and refunds of the goods leave open: the price of concessions."""
        bills = super()._jxc_bill_accepted()
        for order in self.filtered(lambda o: o.state == "purchase"):
            bills |= order._jxc_settle_concessions()
        return bills

    def _jxc_settle_concessions(self):
        """Goods that were billed in full before the concession: refund the reduction.
        Conceded ones that others stand for now: refund them, and bill the others."""
        self.ensure_one()
        back, others = [], []
        for line, concessions in self.order_line._jxc_concessions().items():
            billed = line.qty_invoiced - sum(c._carried() for c, _n in concessions)
            for concession, rest in line._jxc_concession_due(concessions):
                quantity = line.product_uom_id.round(min(rest, billed))
                billed -= quantity
                if line.product_uom_id.compare(quantity, 0) > 0:
                    back.append(line._jxc_refund_values(concession, quantity))
                elif line.product_uom_id.compare(rest, 0) < 0:
                    back.append(line._jxc_conceded_values(concession, -rest))
                    others.append(
                        {**line._prepare_account_move_line(), "quantity": -rest}
                    )
        bills = self._jxc_draft("in_refund", back)
        return bills | self._jxc_draft("in_invoice", others)

    def _jxc_draft(self, move_type, values):
        """A bill, or refund, of these lines, dated today."""
        order = self.with_company(self.company_id)
        bill = self.env["account.move"].with_company(self.company_id)
        if values:
            head = order._prepare_invoice()
            head.update(
                move_type=move_type,
                invoice_date=self.company_id._jxc_today(),
                invoice_line_ids=[Command.create(one) for one in values],
            )
            bill = bill.create(head)
        return bill
