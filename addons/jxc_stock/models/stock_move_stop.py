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
        target = self.location_final_id or self.location_dest_id
        if self.location_id.usage in BACK:
            return False
        return target.usage in OUT or any(
            move._jxc_leaves() for move in self.move_dest_ids if move.state != "cancel"
        )

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
