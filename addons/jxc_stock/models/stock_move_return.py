from odoo import models
from odoo.exceptions import UserError


class StockMoveReturn(models.Model):
    """No more goes back of a document than came by it; the host asks nobody."""

    _inherit = "stock.move"

    def _jxc_lock_keys(self, posting=False):
        """Two returns of one document do not go at once, also of what is not stored."""
        keys = super()._jxc_lock_keys(posting)
        if posting:
            keys |= {
                f"return:{move.id}" for move in self.sudo().origin_returned_move_id
            }
        return keys

    def _action_done(self, cancel_backorder=False):
        done = super()._action_done(cancel_backorder=cancel_backorder)
        done.sudo().origin_returned_move_id._jxc_refuse_overreturned()
        return done

    def _jxc_refuse_overreturned(self):
        """Refuse that more of these has gone back than they brought."""
        kept = self._jxc_kept()
        for move in self:
            unit = move.product_id.uom_id
            if unit.compare(kept[move], 0) >= 0:
                continue
            came = unit.round(move._jxc_stock_quantity())
            raise UserError(
                self.env._(
                    "%(document)s is about %(came)s %(unit)s of %(product)s, of which"
                    " %(back)s would have gone back in all. What came by another"
                    " document is returned from that one.",
                    document=move.picking_id.name or move.reference,
                    product=move.product_id.display_name,
                    came=f"{came:g}",
                    back=f"{unit.round(came - kept[move]):g}",
                    unit=unit.name,
                )
            )

    def _jxc_stock_quantity(self):
        """:return: how much it has moved, in the unit of its product"""
        self.ensure_one()
        return self.product_uom._compute_quantity(
            self.quantity, self.product_id.uom_id, round=False
        )

    def _jxc_kept(self):
        """What has not gone back, or has come once more by the return of a return.

        :return: {move: quantity in the unit of its product}
        """
        levels = [self]
        while back := levels[-1].returned_move_ids.filtered(
            lambda m: m.state == "done"
        ):
            levels.append(back)
        kept = {}
        for level in reversed(levels):
            for move in level:
                back = sum(kept.get(other, 0.0) for other in move.returned_move_ids)
                kept[move] = move._jxc_stock_quantity() - back
        return kept
