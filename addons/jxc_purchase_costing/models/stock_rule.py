from odoo import api, models

from odoo.addons.jxc_costing.models.jxc_cost_mixin import with_costs


class StockRule(models.Model):
    _inherit = "stock.rule"

    @api.model
    def _run_buy(self, procurements):
        # Whoever causes the need, the host compares the vendors' prices.
        opened = [
            (need._replace(product_id=with_costs(need.product_id)), rule)
            for need, rule in procurements
        ]
        return super(StockRule, with_costs(self))._run_buy(opened)
