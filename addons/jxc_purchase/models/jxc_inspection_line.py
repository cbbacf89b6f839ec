from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class JxcInspectionLine(models.Model):
    _name = "jxc.inspection.line"
    _description = "Inspection Line"
    _check_company_auto = True

    inspection_id = fields.Many2one(
        "jxc.inspection", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="inspection_id.company_id", store=True)
    state = fields.Selection(related="inspection_id.state")
    move_id = fields.Many2one(
        "stock.move", "Receipt Move", required=True, index=True, readonly=True
    )
    product_id = fields.Many2one(related="move_id.product_id")
    lot_id = fields.Many2one("stock.lot", readonly=True)
    uom_id = fields.Many2one(related="product_id.uom_id")
    received = fields.Float(digits="Product Unit", readonly=True)
    accepted = fields.Float(digits="Product Unit")
    rejected = fields.Float(digits="Product Unit", compute="_compute_rejected")
    reason = fields.Char("Reason of Rejection")
    scrap_ids = fields.One2many(
        "stock.scrap", "jxc_inspection_line_id", "Scraps", readonly=True
    )
    reworked = fields.Float(
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="Rejected, reworked, and inspected again on another inspection.",
    )
    quarantined = fields.Float(
        "To Dispose Of",
        digits="Product Unit",
        compute="_compute_quarantined",
        compute_sudo=True,
        help="Rejected, still in quarantine, and neither in a return nor scrapped.",
    )

    _accepted_range = models.Constraint(
        "CHECK (accepted >= 0 AND accepted <= received)",
        "Accepted is not less than zero and not more than what was received.",
    )

    @api.depends("received", "accepted")
    def _compute_rejected(self):
        for line in self:
            unit = line.uom_id
            rest = line.received - line.accepted
            line.rejected = unit.round(rest) if unit else rest

    @api.model
    def _entered(self):
        """What an inspector enters; the rest comes from the receipt."""
        return {"accepted", "reason"}

    def write(self, vals):
        if not self.env.su:
            self.check_access("write")
            if vals.keys() - self._entered():
                raise UserError(
                    self.env._(
                        "What was received comes from the receipt. Only the verdict is"
                        " entered."
                    )
                )
            self.inspection_id._check_open()
        return super().write(vals)

    def _transfer_values(self, picking, verdict):
        """Values of the move that takes one verdict's goods where they belong."""
        self.ensure_one()
        return {
            "location_id": picking.location_id.id,
            "location_dest_id": picking.location_dest_id.id,
            "picking_id": picking.id,
            "product_id": self.product_id.id,
            "product_uom": self.uom_id.id,
            "product_uom_qty": self[verdict],
            "company_id": self.company_id.id,
            "picking_type_id": picking.picking_type_id.id,
            "origin": picking.origin,
            "picked": True,
        }

    def _transfer_detail(self, move, verdict):
        """Values of the line that says which lot that is."""
        self.ensure_one()
        return {
            "move_id": move.id,
            "picking_id": move.picking_id.id,
            "location_id": move.location_id.id,
            "location_dest_id": move.location_dest_id.id,
            "product_id": self.product_id.id,
            "product_uom_id": self.uom_id.id,
            "lot_id": self.lot_id.id,
            "quantity": self[verdict],
        }

    # --- what was rejected (P7) -----------------------------------------------------

    @api.depends("state", "accepted", "scrap_ids.state", "reworked")
    def _compute_quarantined(self):
        # After rework a receipt has several inspections; the earlier ones come first.
        lines = self.search([("move_id", "in", self.move_id.ids)], order="id") | self
        returned, without_lot = lines._returned()
        free = lines._free()
        for line in lines:
            gone = line._scrapped() + line.reworked
            left = line.rejected - gone if line.state == "done" else 0.0
            for amounts, key in (
                (returned, (line.move_id.id, line.lot_id.id)),
                (without_lot, line.move_id.id),
            ):
                taken = max(0.0, min(left, amounts[key]))
                amounts[key] -= taken
                left -= taken
            left = max(0.0, min(left, free[line._free_key()]))
            free[line._free_key()] -= left
            line.quarantined = line.uom_id.round(left)

    def _to_dispose_of(self):
        return self.filtered(lambda r: r.uom_id.compare(r.quarantined, 0) > 0)

    def _goods_text(self):
        """Products, lots and quantities in quarantine, as people read them."""
        parts = (
            (line.product_id.display_name, line.lot_id.name, f"{line.quarantined:.10g}")
            for line in self
        )
        return ", ".join(" ".join(filter(None, part)) for part in parts)

    def _scrapped(self):
        self.ensure_one()
        done = self.scrap_ids.filtered(lambda scrap: scrap.state == "done")
        return sum(
            scrap.product_uom_id._compute_quantity(scrap.scrap_qty, self.uom_id)
            for scrap in done
        )

    def _quarantine(self):
        kinds = self.inspection_id.picking_id.picking_type_id
        return kinds.warehouse_id.jxc_quarantine_location_id

    def _returns(self):
        """Moves that take goods of these receipts from quarantine to the vendor."""
        return self.env["stock.move"].search(
            [
                ("origin_returned_move_id", "in", self.move_id.ids),
                ("location_id.jxc_area", "=", "quarantine"),
                ("state", "!=", "cancel"),
            ]
        )

    def _returned(self):
        """What is in returns, by receipt move and lot, and by receipt move what is in
        returns that name no lot yet."""
        returned, without_lot = defaultdict(float), defaultdict(float)
        for move in self._returns():
            origin = move.origin_returned_move_id.id
            for detail in move.move_line_ids:
                returned[origin, detail.lot_id.id] += detail.quantity_product_uom
            if move.state != "done":
                named = sum(move.move_line_ids.mapped("quantity_product_uom"))
                without_lot[origin] += max(0.0, move.product_qty - named)
        return returned, without_lot

    def _free_key(self):
        return self._quarantine().id, self.product_id.id, self.lot_id.id

    def _free(self):
        """What nothing is reserved for, by place, product and lot."""
        found = self.env["stock.quant"]._read_group(
            [
                ("location_id", "in", self._quarantine().ids),
                ("product_id", "in", self.product_id.ids),
            ],
            ["location_id", "product_id", "lot_id"],
            ["quantity:sum", "reserved_quantity:sum"],
        )
        free = defaultdict(float)
        for place, product, lot, quantity, reserved in found:
            free[place.id, product.id, lot.id] = quantity - reserved
        return free

    def _reserve_return(self, back, goods):
        """Have the return take these very goods, lot by lot, out of quarantine.

        :param goods: how much of each line, as it was before there was a return.
        """
        place = self._quarantine()
        back.move_ids._do_unreserve()
        back.location_id = place
        for move in back.move_ids:
            origin = move.origin_returned_move_id
            lines = self.filtered(lambda line, origin=origin: line.move_id == origin)
            move.write(
                {
                    "product_uom": move.product_id.uom_id.id,
                    "product_uom_qty": sum(goods[line] for line in lines),
                    "location_id": place.id,
                }
            )
            for line in lines:
                move._update_reserved_quantity(goods[line], place, lot_id=line.lot_id)
            move._recompute_state()

    def _scrap_values(self):
        self.ensure_one()
        return {
            "product_id": self.product_id.id,
            "lot_id": self.lot_id.id,
            "scrap_qty": self.quarantined,
            "product_uom_id": self.uom_id.id,
            "location_id": self._quarantine().id,
            "origin": self.inspection_id.name,
            "company_id": self.company_id.id,
            "jxc_inspection_line_id": self.id,
        }
