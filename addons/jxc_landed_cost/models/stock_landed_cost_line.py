from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.jxc_costing.models.jxc_cost_mixin import COST_GROUP

#: What a part weighs, by way of sharing.
WEIGHTS = {
    "by_quantity": "quantity",
    "by_current_cost_price": "former_cost",
    "by_weight": "weight",
    "by_volume": "volume",
}


class StockLandedCostLines(models.Model):
    _name = "stock.landed.cost.lines"
    _inherit = ["stock.landed.cost.lines", "jxc.cost.mixin"]

    price_unit = fields.Monetary(groups=COST_GROUP)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.cost_id._jxc_check_open()
        return lines

    def write(self, vals):
        self.cost_id._jxc_check_open()
        result = super().write(vals)
        self.cost_id._jxc_check_open()
        return result

    @api.ondelete(at_uninstall=False)
    def _jxc_unlink_of_open(self):
        self.cost_id._jxc_check_open()

    def _jxc_weights(self, goods):
        """What each of the goods weighs in this cost.

        Refused where nobody weighs anything: to share freight by weights that nobody
        entered would look like a result.
        """
        self.ensure_one()
        name = WEIGHTS.get(self.split_method)
        if not name:
            return [Decimal(1)] * len(goods)
        weights = [Decimal(str(some[name] or 0)) for some in goods]
        if not any(weight > 0 for weight in weights):
            raise UserError(
                self.env._(
                    "%(cost)s: none of the goods has a figure to share by (%(method)s)."
                    " Enter it in the products, or share in another way.",
                    cost=self.name or self.product_id.display_name,
                    method=dict(
                        self._fields["split_method"]._description_selection(self.env)
                    )[self.split_method],
                )
            )
        return weights
