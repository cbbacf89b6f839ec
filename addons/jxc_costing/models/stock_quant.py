from odoo import fields, models

from ..ledger_writing import together
from .jxc_cost_mixin import COST_GROUP


class StockQuant(models.Model):
    _name = "stock.quant"
    _inherit = ["stock.quant", "jxc.cost.mixin"]

    value = fields.Monetary(groups=COST_GROUP)
    currency_id = fields.Many2one(groups=COST_GROUP)

    def _compute_value(self):
        # By warehouse each has a cost of its own; the host knows one of the company.
        result = super()._compute_value()
        costing = self.env["jxc.cost.ledger"].sudo()
        for company, quants in self.grouped("company_id").items():
            if company.sudo().jxc_cost_scope != "warehouse":
                continue
            ours = quants.filtered(
                lambda quant, company=company: (
                    quant.location_id._should_be_valued()
                    and not quant._should_exclude_for_valuation()
                    and quant.product_id.sudo()._jxc_in_ledger(company)
                )
            )
            found = costing.pools(company, ours.product_id.ids) if ours else {}
            for quant in ours:
                place = quant.location_id._jxc_cost_place()
                lot = quant.lot_id.id if quant.product_id._jxc_by_lot(company) else None
                quantity, amount, unit = together(
                    figures
                    for pool, figures in found.get(quant.product_id.id, {}).items()
                    if pool == (place if lot is None else f"{place}/lot:{lot or 0}")
                )
                if not quant.product_uom_id.is_zero(quantity):
                    unit = amount / quantity
                quant.value = quant.quantity * unit
        return result
