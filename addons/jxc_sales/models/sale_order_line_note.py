from odoo import models


class SaleOrderLine(models.Model):
    """The money in a line of a delivery note."""

    _inherit = "sale.order.line"

    def _jxc_note_money(self, quantity, uom):
        """What this much of the line costs, tax included."""
        price = self.product_uom_id._compute_price(self._jxc_price_paid(), uom)
        return {"price": price, "amount": self.currency_id.round(price * quantity)}

    def _jxc_price_paid(self):
        """Of one unit, discount off and tax on."""
        self.ensure_one()
        if self.product_uom_qty:
            return self.price_total / self.product_uom_qty
        # Shipped on top of the order: nothing was agreed but the price.
        price = self.price_unit * (1 - self.discount / 100)
        taxes = self.tax_ids.compute_all(price, self.currency_id, 1.0)
        return taxes["total_included"]
