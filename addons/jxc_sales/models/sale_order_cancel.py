from odoo import models
from odoo.exceptions import UserError

# In the context it says that the order is being cancelled. It is an object and not a
# name, so that no RPC client can put it there.
CANCELLING = object()


class SaleOrder(models.Model):
    """Cancelling and changing give back, or take, what is promised (S2, S7)."""

    _inherit = "sale.order"

    def write(self, vals):
        if vals.get("state", "sale") != "sale":
            self._jxc_refuse_state()
        if "order_line" in vals and any(order.state == "sale" for order in self):
            self._jxc_queue_for_deliveries()
        return super().write(vals)

    def _jxc_refuse_state(self):
        """Written by hand, the deliveries would go on, and never be invoiced."""
        confirmed = self.filtered(lambda order: order.state == "sale")
        if confirmed and self.env.context.get("jxc_cancelling") is not CANCELLING:
            raise UserError(
                self.env._(
                    "%(orders)s: the state of a sales order cannot be written. Cancel"
                    " it with its button, which gives back its goods.",
                    orders=", ".join(confirmed.mapped("name")),
                )
            )

    def action_cancel(self):
        self._jxc_queue_for_deliveries()
        return super().action_cancel()

    def _jxc_queue_for_deliveries(self):
        """First thing in a request, instead of starting over."""
        moves = self.sudo().picking_ids.move_ids
        self.env["jxc.lock"].wait_turn(moves._jxc_lock_keys())

    def _action_cancel(self):
        """What was shipped stays sold: the host would cancel its draft invoice too.

        Under the lock that a shipment takes, so that they do not cross.
        """
        self.check_access("write")
        self.env["jxc.lock"].acquire(self._jxc_invoice_keys())
        self._jxc_refuse_shipped()
        self._jxc_refuse_credited()
        # Nothing is with the customer, so no draft asks for money. Who sells has no
        # rights in accounting.
        invoices = self.sudo().invoice_ids
        drafts = invoices.filtered(lambda invoice: invoice.state == "draft")
        self._jxc_cancel_drafts(drafts)
        cancelling = self.with_context(jxc_cancelling=CANCELLING)
        return super(SaleOrder, cancelling)._action_cancel()

    def _jxc_cancel_drafts(self, drafts):
        """Hook: these draft invoices ask for goods of these orders."""
        drafts.button_cancel()

    def _jxc_refuse_credited(self):
        """A draft credit note makes up for an invoice that the books hold."""
        for order in self.sudo():
            states = order.invoice_ids.grouped("state")
            drafts = states.get("draft", order.invoice_ids.browse())
            if "posted" in states and "out_refund" in drafts.mapped("move_type"):
                raise UserError(
                    self.env._(
                        "%(order)s: the goods came back, and the credit note is still a"
                        " draft. Have it posted, then cancel the order.",
                        order=order.name,
                    )
                )

    def _jxc_shipped_lines(self):
        """The lines of which the customer has goods."""
        return self.order_line.filtered(
            lambda line: (
                line.qty_delivered_method == "stock_move"
                and line.product_uom_id.compare(line.qty_delivered, 0.0) > 0
            )
        )

    def _jxc_refuse_shipped(self):
        shipped = self._jxc_shipped_lines()
        if shipped:
            raise UserError(
                self.env._(
                    "%(orders)s: goods have been shipped, so the order cannot be"
                    " cancelled. Lower the quantities to what was shipped, or have the"
                    " goods taken back first.",
                    orders=", ".join(shipped.order_id.mapped("name")),
                )
            )
