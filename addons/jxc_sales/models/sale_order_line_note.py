from odoo import models

from ..logic.pricing import price_digits


class SaleOrderLine(models.Model):
    """The money in a line of a delivery note."""

    _inherit = "sale.order.line"

    def _jxc_note_money(self, quantity, uom):
        """What this much of the line costs, tax included, and how many decimals of
        the price are printed: a customer multiplies."""
        price = self.product_uom_id._compute_price(self._jxc_price_paid(), uom)
        currency = self.currency_id
        amount = currency.round(price * quantity)
        least = self.env["decimal.precision"].precision_get("Product Price")
        digits = price_digits(price, quantity, amount, least, currency.decimal_places)
        return {"price": price, "price_digits": digits, "amount": amount}

    def _jxc_price_paid(self):
        """Of one unit, discount off and tax on."""
        self.ensure_one()
        if self.product_uom_qty:
            return self.price_total / self.product_uom_qty
        # Shipped on top of the order: nothing was agreed but the price.
        price = self.price_unit * (1 - self.discount / 100)
        taxes = self.tax_ids.compute_all(price, self.currency_id, 1.0)
        return taxes["total_included"]
