from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.jxc_costing.logic.apportion import apportion
from odoo.addons.jxc_costing.logic.movement import Money
from odoo.addons.jxc_costing.models.jxc_cost_mixin import COST_GROUP

#: Only ``button_validate`` may say so: no client can send it.
_DECIDING = object()

#: What cannot change any more when the goods have taken their cost.
SETTLED = {
    "state",
    "date",
    "company_id",
    "picking_ids",
    "cost_lines",
    "valuation_adjustment_lines",
}


class StockLandedCost(models.Model):
    """费用分摊: what goods cost beyond their price, shared to the cent (T5)."""

    _name = "stock.landed.cost"
    _inherit = ["stock.landed.cost", "jxc.cost.mixin"]

    amount_total = fields.Monetary(groups=COST_GROUP)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.pop("state", None)
        return super().create(vals_list)

    def write(self, vals):
        if not self._jxc_is_deciding():
            if vals.get("state") == "done":
                raise UserError(
                    self.env._("Landed costs are posted with their button.")
                )
            if SETTLED & vals.keys():
                self._jxc_check_open()
        return super().write(vals)

    def button_validate(self):
        self.check_access("write")
        self._check_can_validate()
        self.lock_for_update()
        deciding = self.with_context(jxc_landed_cost=_DECIDING)
        return super(StockLandedCost, deciding).button_validate()

    def compute_landed_cost(self):
        # In one go, and the odd cents to whom they belong; the host writes line by
        # line and gives them to the last one.
        self._jxc_check_open()
        lines = self.env["stock.valuation.adjustment.lines"]
        lines.search([("cost_id", "in", self.ids)]).unlink()
        vals_list = []
        for cost in self.filtered(lambda cost: cost._get_targeted_move_ids()):
            vals_list += cost.with_company(cost.company_id)._jxc_shares()
        lines.create(vals_list)
        return True

    def _get_targeted_move_ids(self):
        # What has not come has no cost yet, and what went takes the cost of what came.
        moves = super()._get_targeted_move_ids()
        return moves.filtered(lambda move: move.state == "done" and move.is_in)

    def _jxc_shares(self):
        """The lines of the goods, each with its part of each cost."""
        goods = self.get_valuation_lines()
        money = Money(self.currency_id.decimal_places)
        vals_list = []
        for line in self.cost_lines:
            weights = line._jxc_weights(goods)
            parts = apportion(Decimal(str(line.price_unit)), weights, money)
            vals_list += [
                {
                    **some,
                    "cost_id": self.id,
                    "cost_line_id": line.id,
                    "additional_landed_cost": float(part),
                }
                for some, part in zip(goods, parts, strict=True)
            ]
        return vals_list

    def _jxc_is_deciding(self):
        return self.env.context.get("jxc_landed_cost") is _DECIDING

    def _jxc_check_open(self):
        """Goods have taken it: only a cost below nothing takes it back."""
        if self._jxc_is_deciding():
            return
        if any(cost.state == "done" for cost in self):
            raise UserError(
                self.env._(
                    "The goods have taken this cost. Enter another one, below nothing"
                    " if they cost less."
                )
            )
