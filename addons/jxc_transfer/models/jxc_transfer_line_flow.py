from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError


class JxcTransferLine(models.Model):
    """The moves of a line, and what follows when some of them are posted."""

    _inherit = "jxc.transfer.line"

    def _make_moves(self, picking, step, quantities=None):
        """One move of each line in ``picking``, in the lines' order.

        What comes out of transit follows the moves that brought it there.
        """
        moves = self.env["stock.move"].create(
            [
                {
                    "picking_id": picking.id,
                    "picking_type_id": picking.picking_type_id.id,
                    "company_id": picking.company_id.id,
                    "product_id": line.product_id.id,
                    "product_uom": line.uom_id.id,
                    "product_uom_qty": (quantities or {}).get(line, line.quantity),
                    "location_id": picking.location_id.id,
                    "location_dest_id": picking.location_dest_id.id,
                    "origin": picking.origin,
                    "date": picking.scheduled_date,
                    "procure_method": "make_to_stock"
                    if step == "ship"
                    else "make_to_order",
                    "jxc_transfer_line_id": line.id,
                    "jxc_transfer_step": step,
                }
                for line in self
            ]
        )
        for line, move in zip(self, moves, strict=True):
            if step != "ship":
                move.move_orig_ids = line.move_ids.filtered(
                    lambda m: m.jxc_transfer_step == "ship" and m.state != "cancel"
                )
        return moves

    def _follow(self):
        """Expect what was really shipped: no receipt waits for what never comes."""
        for line in self:
            unit = line.uom_id
            moves = line.move_ids.filtered(
                lambda m: m.jxc_transfer_step == "receive"
                and m.state not in ("done", "cancel")
            )
            if not moves:
                continue
            gone = line.received + line.returned + line.lost + line.damaged
            coming = line.shipped + line.to_ship - gone
            last = moves[-1]
            others = sum(
                m.product_uom._compute_quantity(m.product_uom_qty, unit, round=False)
                for m in moves - last
            )
            wanted = unit.round(coming - others)
            if unit.compare(wanted, 0) <= 0:
                last._action_cancel()
                continue
            wanted = unit._compute_quantity(wanted, last.product_uom)
            if last.product_uom.compare(wanted, last.product_uom_qty):
                last.product_uom_qty = wanted

    def _check_posted(self):
        """No more is shipped than was asked for, or comes out than went in, by lot."""
        for line in self:
            if line.uom_id.compare(line.shipped, line.quantity) > 0:
                raise UserError(
                    self.env._(
                        "%(transfer)s: %(quantity)g %(unit)s of %(product)s were"
                        " asked for, not %(shipped)g. Ship what was asked for, and"
                        " make another transfer for more.",
                        transfer=line.transfer_id.name,
                        quantity=line.quantity,
                        unit=line.uom_id.name,
                        product=line.product_id.display_name,
                        shipped=line.shipped,
                    )
                )
            unit, inside = line.product_id.uom_id, line._in_transit_by_lot()
            for lot, quantity in inside.items():
                if unit.compare(quantity, 0) < 0:
                    raise UserError(
                        self.env._(
                            "%(transfer)s: %(quantity)g %(unit)s more of %(product)s"
                            " %(lot)s would arrive than were shipped. Receive what"
                            " was shipped; count the rest in as a gain.",
                            transfer=line.transfer_id.name,
                            quantity=-quantity,
                            unit=unit.name,
                            product=line.product_id.display_name,
                            lot=lot.name or "",
                        )
                    )

    def _in_transit_by_lot(self):
        """``{lot: quantity in the product's unit}`` of what came in and not out."""
        self.ensure_one()
        inside = defaultdict(float)
        done = self.move_ids.filtered(lambda m: m.state == "done")
        for part in done.move_line_ids:
            sign = 1 if part.move_id.jxc_transfer_step == "ship" else -1
            inside[part.lot_id] += sign * part.quantity_product_uom
        return inside
