from odoo import api, models


class JxcPurchaseSuggestion(models.Model):
    _inherit = "jxc.purchase.suggestion"

    @api.model
    def _look(self, pairs, rows=None):
        """Ask the other warehouses first."""
        self.env["jxc.transfer.suggestion"].sudo()._suggest(pairs)
        return super()._look(pairs, rows)

    @api.model
    def _requested(self, products, warehouses):
        """What will be moved here need not be bought; transfers that are confirmed
        count as incoming already."""
        found = super()._requested(products, warehouses)
        suggestions = self.env["jxc.transfer.suggestion"].sudo()
        coming, _going = suggestions._planned(products, warehouses)
        for key, quantity in coming.items():
            found[key] += quantity
        return found
