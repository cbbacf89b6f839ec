from typing import NamedTuple

from odoo import fields, models

OUT = ("customer", "production")
BACK = ("customer", "production", "inventory")


class Leaving(NamedTuple):
    """In the context it says that goods are sought that may leave the house. It is an
    object, so that no RPC client can put it there."""

    until: object
    lots: tuple
    places: tuple
    short: tuple = ()

    @classmethod
    def of(cls, env):
        found = env.context.get("jxc_leaving")
        return found if isinstance(found, cls) else None


class StockMoveStop(models.Model):
    """Expired and blocked goods are not reserved for customers or production."""

    _inherit = "stock.move"

    def _jxc_leaves(self):
        """Whether its goods go to a customer or into production, now or in the end."""
        self.ensure_one()
        return any(
            move.location_id.usage not in BACK
            and (move.location_final_id or move.location_dest_id).usage in OUT
            for move in self._jxc_way()
        )

    def _jxc_way(self):
        """It, and the moves that take its goods on. The return of a return follows on
        what it returns, and that on it: such a way is a circle."""
        way = next_ones = self
        while next_ones:
            on = next_ones.filtered(lambda move: move.location_id.usage not in BACK)
            next_ones = on.move_dest_ids.filtered(lambda m: m.state != "cancel") - way
            way |= next_ones
        return way

    def _jxc_seeking(self):
        """The move, in a context in which only goods are found that may leave."""
        if not self.product_id.is_storable or not self.sudo()._jxc_leaves():
            return self
        picking = self.sudo().picking_id
        leaving = Leaving(
            max(self.date, fields.Datetime.now()),
            tuple(picking.jxc_released_lot_ids.ids),
            tuple(picking.jxc_released_location_ids.ids),
        )
        return self.with_context(jxc_leaving=self._jxc_enough(leaving))

    def _update_reserved_quantity_vals(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        seeking = super(StockMoveStop, self._jxc_seeking())
        return seeking._update_reserved_quantity_vals(
            need, location_id, lot_id, package_id, owner_id, strict
        )

    def _set_quantity_done_prepare_vals(self, qty):
        seeking = super(StockMoveStop, self._jxc_seeking())
        return seeking._set_quantity_done_prepare_vals(qty)
