from odoo import models

from .jxc_cost_mixin import COST_GROUP, with_costs


class StockForecasted(models.AbstractModel):
    _inherit = "stock.forecasted_product_product"

    def _get_report_header(self, *args, **kwargs):
        """The forecast shows the stock's value to whoever manages the warehouse."""
        header = super(StockForecasted, with_costs(self))._get_report_header(
            *args, **kwargs
        )
        if not self.env.user.has_group(COST_GROUP):
            header.pop("value", None)
        return header
