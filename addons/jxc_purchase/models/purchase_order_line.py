from collections import defaultdict

from odoo import api, fields, models


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "jxc.approval.line.mixin"]

    _jxc_approval_parent_field = "order_id"

    jxc_suggestion_ids = fields.One2many(
        "jxc.purchase.suggestion", "purchase_line_id", "Suggestions"
    )
    jxc_qty_accepted = fields.Float(
        "Accepted",
        compute="_compute_jxc_qty_accepted",
        digits="Product Unit",
        help="Received and not waiting for, or rejected by, an inspection.",
    )

    @api.depends("qty_received", "move_ids.state", "move_ids.quantity")
    def _compute_jxc_qty_accepted(self):
        held = self._jxc_held()
        for line in self:
            gross = 0.0
            for move in line.move_ids:
                if move.state == "done" and move.location_id.usage == "supplier":
                    gross += move.product_uom._compute_quantity(
                        move.quantity, line.product_uom_id
                    )
            # What went back to the vendor is no longer among the received.
            accepted = max(gross - held[line.id], 0.0)
            if gross:
                line.jxc_qty_accepted = min(line.qty_received, accepted)
            else:
                line.jxc_qty_accepted = line.qty_received

    def _jxc_held(self):
        """Quantities that nobody has accepted, by line, in the line's unit."""
        held = defaultdict(float)
        inspected = (
            self.env["jxc.inspection.line"]
            .sudo()
            .search([("move_id.purchase_line_id", "in", self.ids)])
        )
        for one in inspected:
            line = one.move_id.purchase_line_id
            quantity = one.rejected if one.state == "done" else one.received
            held[line.id] += one.uom_id._compute_quantity(quantity, line.product_uom_id)
        return held

    @api.depends("jxc_qty_accepted")
    def _compute_qty_invoiced(self):
        res = super()._compute_qty_invoiced()
        for line in self:
            if (
                line.state == "purchase"
                and line.product_id.purchase_method != "purchase"
                and line.qty_received_method == "stock_moves"
            ):
                line.qty_to_invoice = line.jxc_qty_accepted - line.qty_invoiced
        return res
