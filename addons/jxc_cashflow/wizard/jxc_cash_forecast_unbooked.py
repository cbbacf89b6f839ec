from odoo import models

from .. import cash_sql


class JxcCashForecast(models.TransientModel):
    """Money of suggestions, and money in the bank that is matched with nothing."""

    _inherit = "jxc.cash.forecast"

    def _jxc_suggestions(self, rates):
        rows = self.env.execute_query(cash_sql.suggestions(self.company_id))
        taxes = _Taxes(self, rows)
        for row in rows:
            key, _product, _vendor, partner, currency, day, _quantity, _price = row
            yield {
                "kind": "suggestion",
                "res_model": "jxc.purchase.suggestion",
                "res_id": key,
                "document": self.env._("Purchase Suggestion"),
                "partner_id": partner,
                "date_due": day,
                "amount": -rates.exact(currency, taxes.total(row)),
            }

    def _jxc_unmatched(self, rates, today):
        """Bank lines in the balance already: advances of those who paid them."""
        rows = self.env.execute_query(cash_sql.unmatched(self.company_id, today))
        partners = self._jxc_bank_partners(rows)
        for line, move, name, _partner, currency, money, day in rows:
            amount, partner = rates.exact(currency, money), partners.get(line)
            if amount and partner:
                yield {
                    "kind": "receivable" if amount > 0 else "payable",
                    "res_model": "account.move",
                    "res_id": move,
                    "document": name,
                    "partner_id": partner,
                    "date_due": day,
                    "amount": -amount,
                }

    def _jxc_bank_partners(self, rows):
        """``{bank line id: commercial partner id}`` of those that are known."""
        return {row[0]: row[3] for row in rows}


class _Taxes:
    """Amounts of suggestions with the taxes that their orders would have."""

    def __init__(self, forecast, rows):
        env, self.company = forecast.env, forecast.company_id
        self.products = env["product.product"].sudo().browse({row[1] for row in rows})
        self.vendors = env["res.partner"].sudo().browse({row[2] for row in rows})
        self.product = {product.id: product for product in self.products}
        self.vendor = {vendor.id: vendor for vendor in self.vendors}
        self.positions, self.ratios = {}, {}

    def total(self, row):
        """Quantity × price with taxes, in the suggestion's currency."""
        _key, product, vendor, _partner, _currency, _day, quantity, price = row
        taxes = self._taxes(self.product[product], self.vendor[vendor])
        if not taxes:
            return quantity * price
        kinds = set(taxes.flatten_taxes_hierarchy().mapped("amount_type"))
        if kinds != {"percent"}:
            return taxes.compute_all(price, quantity=quantity)["total_included"]
        if taxes not in self.ratios:
            # Of a large amount, so that rounding to cents does not matter.
            found = taxes.compute_all(10.0**6, handle_price_include=True)
            self.ratios[taxes] = found["total_included"] / 10.0**6
        return quantity * price * self.ratios[taxes]

    def _taxes(self, product, vendor):
        taxes = product.supplier_taxes_id._filter_taxes_by_company(self.company)
        if vendor not in self.positions:
            positions = vendor.env["account.fiscal.position"].with_company(self.company)
            self.positions[vendor] = positions._get_fiscal_position(vendor)
        return self.positions[vendor].map_tax(taxes)
