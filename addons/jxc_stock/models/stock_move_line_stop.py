from odoo import fields, models
from odoo.exceptions import UserError

from .stock_move_stop import BACK, OUT


class StockMoveLineStop(models.Model):
    """Expired and blocked goods do not leave, whatever way they got onto the line."""

    _inherit = "stock.move.line"

    def _action_done(self):
        """Afterwards: it is now that the host finds the lots by their names."""
        result = super()._action_done()
        self.exists()._jxc_refuse_stopped(posting=True)
        return result

    def _jxc_leaves(self):
        self.ensure_one()
        if self.location_id.usage in BACK:
            return False
        return self.location_dest_id.usage in OUT or bool(
            self.move_id and self.move_id._jxc_leaves()
        )

    def _jxc_stop_reason(self, posting=False):
        """Why its goods may not leave with this transfer, as text; or None."""
        self.ensure_one()
        lot, place, picking = self.lot_id, self.location_id, self.picking_id
        if not self.product_id.is_storable or not self._jxc_leaves():
            return None
        if lot and lot not in picking.jxc_released_lot_ids:
            if lot.jxc_blocked:
                return self.env._("it is blocked (%s)", lot.jxc_block_reason)
            if lot.expiration_date and lot.expiration_date <= fields.Datetime.now():
                day = lot._jxc_day(lot.expiration_date, self.company_id)
                return self.env._("it expired on %s", fields.Date.to_string(day))
            if reason := self._jxc_life_reason(posting):
                return reason
        if place.jxc_is_blocked and place not in picking.jxc_released_location_ids:
            while not place.jxc_blocked:
                place = place.location_id
            return self.env._(
                "%(location)s is blocked (%(reason)s)",
                location=place.display_name,
                reason=place.jxc_block_reason,
            )
        return self._jxc_unaccepted_reason()

    def _jxc_unaccepted_reason(self):
        """What the inspector has not accepted is no customer's (P7), whoever turned the
        line to it. On its way to the shelf it may well be meant for one."""
        place, text = self.location_id, None
        if self.location_dest_id.usage not in OUT:
            return text
        if place.jxc_area == "inspection":
            text = self.env._("what is in %s waits for inspection", place.display_name)
        elif place.jxc_area == "quarantine":
            text = self.env._("what is in %s was rejected", place.display_name)
        return text

    def _jxc_refuse_stopped(self, posting=False):
        for line in self.sudo():
            if line.product_uom_id.compare(line.quantity, 0.0) <= 0:
                continue
            reason = line._jxc_stop_reason(posting)
            if reason:
                text = self.env._(
                    "%(product)s %(lot)s cannot leave by %(document)s: %(reason)s."
                    " Take other goods, or ask somebody who may release it.",
                    **line._jxc_stop_texts(reason),
                )
                raise UserError(text)
            arrives = posting or line.state == "done"
            reason = arrives and line._jxc_arrives() and line._jxc_life_reason(posting)
            if reason:
                text = self.env._(
                    "%(product)s %(lot)s cannot be received by %(document)s:"
                    " %(reason)s. Refuse it, or ask somebody who may release it.",
                    **line._jxc_stop_texts(reason),
                )
                raise UserError(text)

    def _jxc_arrives(self):
        target = self.location_dest_id.usage
        return self.location_id.usage == "supplier" and target not in (*OUT, "supplier")

    def _jxc_stop_texts(self, reason):
        return {
            "product": self.product_id.display_name,
            "lot": self._jxc_lot_text(),
            "document": self.picking_id.name
            or self.move_id.reference
            or self.display_name,
            "reason": reason,
        }

    def _jxc_take_back(self, reason):
        """Reserve other goods for those who were to get these; what has been picked
        stays with them, and is refused when they ship it."""
        lines = self.filtered(
            lambda line: not line.picked and line._jxc_stop_reason() is not None
        )
        moves, pickings = lines.move_id, lines.picking_id
        goods = {
            picking: ", ".join(
                f"{line.product_id.display_name} {line._jxc_lot_text()}".strip()
                for line in lines
                if line.picking_id == picking
            )
            for picking in pickings
        }
        lines.unlink()
        moves._action_assign()
        for picking in pickings:
            picking.message_post(
                body=self.env._(
                    "No longer reserved here: %(goods)s. Blocked: %(reason)s",
                    goods=goods[picking],
                    reason=reason,
                )
            )
