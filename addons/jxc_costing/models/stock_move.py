from odoo import fields, models

from .jxc_cost_mixin import COST_GROUP, with_costs, without_costs

#: The price of a receipt comes from the order line that a buyer wrote.
PRICE_GROUPS = f"jxc_base.group_jxc_purchase_buyer,{COST_GROUP}"


class StockMove(models.Model):
    _name = "stock.move"
    _inherit = ["stock.move", "jxc.cost.mixin"]

    # A copy is a move of its own that has not been valued yet.
    value = fields.Monetary(groups=COST_GROUP, copy=False)
    value_justification = fields.Text(groups=COST_GROUP)
    value_computed_justification = fields.Text(groups=COST_GROUP)
    value_manual = fields.Monetary(groups=COST_GROUP)
    standard_price = fields.Float(groups=COST_GROUP)
    remaining_value = fields.Monetary(groups=COST_GROUP)
    price_unit = fields.Float(groups=PRICE_GROUPS)

    # Who moves goods makes the host value them, without seeing the value.

    def _action_done(self, cancel_backorder=False):
        moves = super(StockMove, with_costs(self))._action_done(cancel_backorder)
        return without_costs(moves, self.env)

    def _set_value(self, correction_quantity=None):
        return super(StockMove, with_costs(self))._set_value(correction_quantity)

    def _split(self, qty, restrict_partner_id=False):
        return super(StockMove, with_costs(self))._split(qty, restrict_partner_id)

    def _merge_moves(self, merge_into=False):
        moves = super(StockMove, with_costs(self))._merge_moves(merge_into)
        return without_costs(moves, self.env)
