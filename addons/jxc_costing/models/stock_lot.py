from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import float_compare

from ..ledger_writing import together
from .jxc_cost_mixin import COST_GROUP, with_costs, without_costs


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "jxc.cost.mixin"]

    standard_price = fields.Float(groups=COST_GROUP)
    avg_cost = fields.Monetary(groups=COST_GROUP)
    total_value = fields.Monetary(groups=COST_GROUP)

    @api.model_create_multi
    def create(self, vals_list):
        if any("standard_price" in vals for vals in vals_list):
            self._check_field_access(self._fields["standard_price"], "write")
        lots = super(StockLot, with_costs(self)).create(vals_list)
        return without_costs(lots, self.env)

    def _update_standard_price(self, *args, **kwargs):
        # The ledger tells those that it values.
        company = self.env.company
        others = self.filtered(
            lambda lot: not lot.product_id.sudo()._jxc_in_ledger(company)
        )
        return super(StockLot, with_costs(others))._update_standard_price(
            *args, **kwargs
        )

    def _compute_value(self):
        company = self.env.company
        ours = self._jxc_ours(company)
        result = super(StockLot, self - ours)._compute_value()
        until = self.env["product.product"]._jxc_until(company)
        worth = self._jxc_worth(company, ours.product_id.ids, until)
        house = self.env.context.get("warehouse_id")
        by_house = company.sudo().jxc_cost_scope == "warehouse"
        for lot in ours:
            lot.company_currency_id = company.currency_id
            quantity, amount, unit = together(
                figures
                for place, figures in worth.get(lot.id, {}).items()
                if not (house and by_house) or place == f"wh:{house}"
            )
            if house and not by_house:
                product = lot.product_id.with_context(lot_id=lot.id)
                unit = amount / quantity if quantity else unit
                amount = company.currency_id.round(unit * product.qty_available)
            lot.total_value = amount
        return result

    def _compute_avg_cost(self):
        company = self.env.company
        ours = self._jxc_ours(company)
        result = super(StockLot, self - ours)._compute_avg_cost()
        until = self.env["product.product"]._jxc_until(company)
        worth = self._jxc_worth(company, ours.product_id.ids, until)
        for lot in ours:
            quantity, amount, _unit = together(worth.get(lot.id, {}).values())
            zero = lot.product_uom_id.is_zero(quantity)
            lot.avg_cost = 0 if zero else amount / quantity
        return result

    def _jxc_ours(self, company):
        return self.filtered(
            lambda lot: (
                lot.lot_valuated and lot.product_id.sudo()._jxc_in_ledger(company)
            )
        )

    def _jxc_worth(self, company, products, until=None):
        """{lot id: {place: (quantity, amount, unit)}}, in one query."""
        worth = defaultdict(dict)
        costing = self.env["jxc.cost.ledger"].sudo()
        found = costing.pools(company, products, until) if products else {}
        for pools in found.values():
            for pool, figures in pools.items():
                place, _slash, lot = pool.partition("/lot:")
                worth[int(lot or 0)][place] = figures
        return worth

    def _jxc_take_costs(self, company, products):
        """Let the host's costs of the lots of products follow the ledger."""
        worth = self._jxc_worth(company, [product.id for product in products])
        lots = with_costs(self.sudo().browse(worth.keys() - {0}).exists())
        lots = lots.with_company(company).with_context(disable_auto_revaluation=True)
        lots.invalidate_recordset(["total_value"], flush=False)
        for lot in lots:
            quantity, amount, unit = together(worth[lot.id].values())
            if lot.product_uom_id.compare(quantity, 0) > 0:
                unit = amount / quantity
            if unit and float_compare(unit, lot.standard_price, precision_digits=8):
                lot.standard_price = unit
                lot.avg_cost = unit
