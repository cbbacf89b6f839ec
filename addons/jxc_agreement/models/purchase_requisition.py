from odoo import models


class PurchaseRequisition(models.Model):
    _inherit = "purchase.requisition"

    def action_confirm(self):
        """A price that a rule wants approved is submitted with the agreement."""
        result = super().action_confirm()
        prices = self.line_ids.supplier_info_ids
        proposed = prices.filtered(lambda price: not price.jxc_in_force)
        if proposed:
            # Buyers agree on prices, and do not write price lists.
            proposed.sudo().action_jxc_submit()
        return result

    def write(self, vals):
        """Prices are for the days of the agreement."""
        result = super().write(vals)
        days = {name: vals[name] for name in ("date_start", "date_end") if name in vals}
        prices = self.line_ids.supplier_info_ids
        if days and prices:
            prices.sudo().write(days)
        return result
