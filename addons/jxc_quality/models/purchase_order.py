from odoo import fields, models
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
        """Where the goods were billed in full before the concession, refund it."""
        bills = super()._jxc_bill_accepted()
        for order in self.filtered(lambda o: o.state == "purchase"):
            bills |= order._jxc_refund_concessions()
        return bills

    def _jxc_refund_concessions(self):
        self.ensure_one()
        values = []
        for line, concessions in self.order_line._jxc_concessions().items():
            billed = line.qty_invoiced - sum(c._carried() for c in concessions)
            for concession, rest in line._jxc_concession_due(concessions):
                quantity = line.product_uom_id.round(min(rest, billed))
                if line.product_uom_id.compare(quantity, 0) > 0:
                    billed -= quantity
                    values.append(line._jxc_refund_values(concession, quantity))
        refund = self.env["account.move"]
        if values:
            order = self.with_company(self.company_id)
            head = order._prepare_invoice()
            head.update(
                move_type="in_refund",
                invoice_date=fields.Date.context_today(self),
                invoice_line_ids=[Command.create(one) for one in values],
            )
            refund = refund.with_company(self.company_id).create(head)
        return refund
