from odoo import models


class AccountTax(models.Model):
    """Prices of orders and bills are compared without the taxes in them (P9)."""

    _inherit = "account.tax"

    def _jxc_in_price(self):
        """Whether a price with these taxes has some of them in it."""
        return any(self.flatten_taxes_hierarchy().mapped("price_include"))

    def _jxc_net(self, price, currency, product, partner):
        """A unit's price without the taxes in it, not rounded."""
        if not self._jxc_in_price():
            return price
        return self._jxc_taxed(price, currency, product, partner)["total_excluded"]

    def _jxc_gross(self, net, currency, product, partner):
        """The unit's price that has these taxes in it, of which this is the net."""
        if not self._jxc_in_price():
            return net
        found = self._jxc_taxed(net, currency, product, partner, price_include=False)
        taxes = sum(tax["amount"] for tax in found["taxes"] if tax["price_include"])
        # No digit that comes of computing with binary fractions.
        return round(net + taxes, 8)

    def _jxc_taxed(self, price, currency, product, partner, price_include=True):
        return self.with_context(round_base=False).compute_all(
            price,
            currency=currency,
            product=product,
            partner=partner,
            handle_price_include=price_include,
            rounding_method="round_globally",
        )
