from decimal import Decimal

from odoo import fields, models
from odoo.fields import Domain

from ..logic import allocation


class StockMove(models.Model):
    """Goods that arrive are shared among the deliveries that wait, if wanted (S2).

    Only what is free: what a delivery has already stays with it. Who is to give back
    what he has is decided by a person, in the dialog.
    """

    _inherit = "stock.move"

    def _trigger_assign(self):
        for company, moves in self.grouped("company_id").items():
            if company.sudo().jxc_allocate_on_arrival:
                moves.sudo()._jxc_share_arrival(company.sudo())
        # What is left goes the host's way: to other moves than deliveries.
        return super()._trigger_assign()

    def _jxc_share_arrival(self, company):
        arrived = self.filtered(
            lambda move: move.state == "done" and move.location_dest_id.jxc_promisable
        )
        waiting = arrived._jxc_waiting(company)
        if not waiting:
            return
        waiting._jxc_lock()
        # What was bought for an order is for that order.
        own = waiting.filtered(lambda move: move.reference_ids & arrived.reference_ids)
        own._action_assign()
        rivals = (waiting - own).filtered(lambda move: move._jxc_lacks())
        free = rivals._jxc_free()
        for key, moves in rivals.grouped(
            lambda move: (move.product_id, move.location_id)
        ).items():
            ranked = moves.sorted(lambda move: (move.date, move.id))
            wishes = {
                move: move._jxc_wish(rank, move._jxc_reserved())
                for rank, move in enumerate(ranked)
            }
            supply = Decimal(str(key[0].uom_id.round(free[key])))
            shares = allocation.shares(
                supply, wishes, company.jxc_allocate_proportional
            )
            for move, quantity in shares.items():
                move._jxc_take(float(quantity))

    def _jxc_waiting(self, company):
        """Deliveries that lack something of what these moves have brought to where
        they take from, and that the host would reserve by itself."""
        if not self:
            return self.browse()
        by_itself = Domain("picking_type_id.reservation_method", "=", "at_confirm")
        by_itself |= Domain("reservation_date", "<=", fields.Date.today())
        leaving = Domain("picking_type_id.code", "=", "outgoing")
        leaving |= Domain("location_final_id.usage", "=", "customer")
        return self.search(
            Domain("company_id", "=", company.id)
            & Domain("product_id", "in", self.product_id.ids)
            & Domain("product_id.is_storable", "=", True)
            & Domain("location_id", "parent_of", self.location_dest_id.ids)
            & Domain("location_id.jxc_promisable", "=", True)
            & Domain("state", "in", ("confirmed", "partially_available"))
            & Domain("procure_method", "=", "make_to_stock")
            & Domain("move_orig_ids", "=", False)
            & Domain("picked", "=", False)
            & by_itself
            & leaving
        )

    def _jxc_take(self, quantity):
        """Reserve so much more, or what of it may go to this customer."""
        self.ensure_one()
        unit = self.product_id.uom_id
        if unit.is_zero(quantity):
            return
        self._action_assign(
            force_qty=unit._compute_quantity(quantity, self.product_uom)
        )
        if self._jxc_lacks():
            # The host takes what was forced for all that is needed.
            self._recompute_state()
