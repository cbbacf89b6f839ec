from odoo import models


class LotsOf(tuple):
    """In the context it says of which lots goods are sought. It is an object, so that
    no RPC client can put it there."""

    @classmethod
    def sought(cls, env):
        found = env.context.get("jxc_lots_of")
        return found if isinstance(found, cls) else None


class StockMoveReturn(models.Model):
    """A vendor gets back the lots that he delivered, whatever else is on the shelf."""

    _inherit = "stock.move"

    def _jxc_delivered_lots(self):
        """:return: the lots of the receipt that this move returns to the vendor; none
        if any will do."""
        self.ensure_one()
        received = self.sudo().origin_returned_move_id
        if received.location_id.usage != "supplier":
            return self.env["stock.lot"]
        return received.move_line_ids.lot_id

    def _update_reserved_quantity_vals(
        self,
        need,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=True,
    ):
        seeking = self
        if not lot_id and (lots := self._jxc_delivered_lots()):
            seeking = self.with_context(jxc_lots_of=LotsOf(lots.ids))
        return super(StockMoveReturn, seeking)._update_reserved_quantity_vals(
            need, location_id, lot_id, package_id, owner_id, strict
        )
