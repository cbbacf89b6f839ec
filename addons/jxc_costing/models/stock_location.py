from odoo import models


class StockLocation(models.Model):
    _inherit = "stock.location"

    def _jxc_cost_place(self):
        """Where goods are that have one cost, if a warehouse has its own (T5)."""
        self.ensure_one()
        if not self._should_be_valued():
            return None
        if self.warehouse_id:
            return f"wh:{self.warehouse_id.id}"
        return "transit" if self.usage == "transit" else "elsewhere"
