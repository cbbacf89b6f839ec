from odoo import fields, models

from odoo.addons.jxc_costing.models.jxc_cost_mixin import with_costs

from .product_supplierinfo import PRICE_GROUPS


class StockMove(models.Model):
    """What bills say that goods cost of which some were given back to the vendor."""

    _inherit = "stock.move"

    price_unit = fields.Float(groups=PRICE_GROUPS)

    def _action_done(self, cancel_backorder=False):
        moves = super()._action_done(cancel_backorder)
        # What is kept is what is billed: see below.
        origins = with_costs(moves)._jxc_given_back().origin_returned_move_id
        origins.filtered("purchase_line_id")._set_value()
        return moves

    def _get_value_from_account_move(self, quantity, at_date=None):
        """Of a receipt of 5 that is billed at 13, while the order says 12, all 5 cost
        13, also when 2 of them are given back: before the bill, that is of 3 then, or
        after it, with a credit note.

        The host takes those 2 for not billed, and so for 12 each; it counts them once
        more as received before a replacement. It also leaves out the tax that cannot
        be deducted (普票), which the order's price has and the bill books on the goods.
        """
        found = super()._get_value_from_account_move(quantity, at_date)
        line = self.purchase_line_id
        if not line:
            return found
        pieces, value = line._jxc_billed(self, at_date)
        kept = self._jxc_kept_of_receipt(at_date)
        earlier = line.move_ids.filtered(
            lambda m: (m.date, m.id) < (self.date, self.id) and m._jxc_received_as(self)
        )
        billed = pieces - sum(move._jxc_kept_of_receipt(at_date) for move in earlier)
        compare = self.product_id.uom_id.compare
        if compare(billed, 0) <= 0:
            return found | {"quantity": 0, "value": 0, "description": False}
        known = quantity
        if compare(kept, billed) > 0:
            # What was given back cost what was kept.
            known = min(self._get_valued_qty() * billed / kept, quantity)
        return found | {"quantity": known, "value": value * known / pieces}

    def _jxc_received_as(self, other):
        """Whether this is a receipt, or a 直运, of the same goods that is done."""
        return (
            self.state == "done"
            and self.product_id == other.product_id
            and self.location_dest_id.usage != "supplier"
            and (self.is_in or self.is_dropship)
        )

    def _jxc_given_back(self):
        """Those that give goods back to their vendor, and are done."""
        return self.filtered(
            lambda move: (
                move.state == "done"
                and move.location_dest_id.usage == "supplier"
                and move.origin_returned_move_id.location_id.usage == "supplier"
            )
        )

    def _jxc_kept_of_receipt(self, at_date=None):
        """How much of a receipt was not given back, in the product's unit."""
        self.ensure_one()
        unit, back = self.product_id.uom_id, self.returned_move_ids._jxc_given_back()
        if at_date:
            until = fields.Datetime.to_datetime(at_date)
            back = back.filtered(lambda move: move.date <= until)
        return self._get_valued_qty() - sum(
            move.product_uom._compute_quantity(move.quantity, unit, round=False)
            for move in back
        )
