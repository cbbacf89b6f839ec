from odoo import fields, models

from ..ledger_writing import together
from .jxc_cost_mixin import COST_GROUP


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "jxc.cost.mixin"]

    value = fields.Monetary(groups=COST_GROUP)
    currency_id = fields.Many2one(groups=COST_GROUP)

    def _compute_value(self):
        # From the ledger, one query for all. The host shares the value by what is in
        # warehouses, and goods on the way would be worth something on top of it.
        others = self
        for company, quants in self.grouped("company_id").items():
            ours = quants.filtered(
                lambda quant, company=company: (
                    company and quant.product_id.sudo()._jxc_in_ledger(company)
                )
            )
            costing = self.env["jxc.cost.ledger"].sudo()
            found = costing.pools(company, ours.product_id.ids) if ours else {}
            for quant in ours:
                if quant.product_id.id in found:
                    others -= quant
                    quant.value = quant._jxc_value(found[quant.product_id.id])
        return super(StockQuant, others)._compute_value()

    def _jxc_value(self, pools):
        """Its part of what the pool that it belongs to is worth."""
        place = self.location_id._jxc_cost_place()
        if not place or self._should_exclude_for_valuation():
            return 0
        if self.company_id.sudo().jxc_cost_scope != "warehouse":
            place = "all"
        if self.product_id._jxc_by_lot(self.company_id):
            place = f"{place}/lot:{self.lot_id.id or 0}"
        quantity, amount, unit = pools.get(place) or together(pools.values())
        if not self.product_id.uom_id.is_zero(quantity):
            unit = amount / quantity
        return self.quantity * unit
