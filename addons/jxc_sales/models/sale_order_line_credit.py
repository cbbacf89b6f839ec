from odoo import models


class SaleOrderLine(models.Model):
    """What of a line is the customer's debt to be (S3)."""

    _inherit = "sale.order.line"

    def _jxc_uninvoiced(self, shipped=False):
        """What is still to be invoiced of the line: nothing of what will not be shipped
        any more, and less what an advance was invoiced for.

        :param shipped: only of what was shipped.
        """
        self.ensure_one()
        if self._jxc_is_advance():
            return -self._jxc_advance_left()
        closed = shipped or self.order_id.delivery_status == "full"
        ordered = 0.0 if closed else self.product_uom_qty
        return self._jxc_worth(max(ordered, self.qty_delivered))

    def _jxc_advance_left(self):
        """What was invoiced in advance, and no later invoice has deducted."""
        items = self.invoice_lines.filtered(lambda item: item.parent_state == "posted")
        return sum(
            -item.price_total if item.move_type == "out_refund" else item.price_total
            for item in items
        )

    def _jxc_worth(self, quantity):
        """What of so much is not on a posted invoice, with taxes."""
        missing = max(quantity - self.qty_invoiced_posted, 0.0)
        if self.product_uom_qty:
            return self.price_total / self.product_uom_qty * missing
        # Shipped on top of the order: the host keeps no total of such a line.
        if not missing:
            return 0.0
        price = self.price_unit * (1 - (self.discount or 0.0) / 100)
        taxes = self.tax_ids.compute_all(price, self.currency_id, missing)
        return taxes["total_included"]
