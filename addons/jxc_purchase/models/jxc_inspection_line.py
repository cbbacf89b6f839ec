from odoo import api, fields, models


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

    def _transfer_values(self, picking, verdict, location):
        """Values of the move that takes one verdict's goods where they belong."""
        self.ensure_one()
        places = {
            "location_id": picking.location_id.id,
            "location_dest_id": location.id,
        }
        detail = {
            **places,
            "picking_id": picking.id,
            "product_id": self.product_id.id,
            "product_uom_id": self.uom_id.id,
            "lot_id": self.lot_id.id,
            "quantity": self[verdict],
        }
        return {
            **places,
            "picking_id": picking.id,
            "product_id": self.product_id.id,
            "product_uom": self.uom_id.id,
            "product_uom_qty": self[verdict],
            "company_id": self.company_id.id,
            "picking_type_id": picking.picking_type_id.id,
            "origin": picking.origin,
            "picked": True,
            "move_line_ids": [fields.Command.create(detail)],
        }
