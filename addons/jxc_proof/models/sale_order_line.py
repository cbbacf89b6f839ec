from odoo import api, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.depends(
        "move_ids.picking_id.jxc_proof_ids.state",
        "move_ids.picking_id.jxc_proof_ids.holds",
    )
    def _compute_qty_to_invoice(self):
        """What was shipped and waits for its proof is not to be invoiced yet (S7)."""
        res = super()._compute_qty_to_invoice()
        for line, held in self._jxc_held().items():
            line.qty_to_invoice -= held
        return res

    @api.depends(
        "move_ids.picking_id.jxc_proof_ids.state",
        "move_ids.picking_id.jxc_proof_ids.holds",
    )
    def _compute_invoice_status(self):
        """The host takes a line that is shipped and has nothing to invoice for done."""
        res = super()._compute_invoice_status()
        for line, held in self._jxc_held().items():
            if held and line.invoice_status == "invoiced":
                line.invoice_status = "no"
        return res

    def _jxc_held(self):
        """{line: what the customer has got, not signed for, and pays on proof}."""
        held = {}
        together = self.sudo().move_ids._prefetch_ids
        for line in self.sudo():
            if line.state != "sale" or line.product_id.invoice_policy == "order":
                continue
            # Of those alone that the host counts as delivered.
            shipped, _back = line._get_outgoing_incoming_moves()
            moves = shipped.filtered(
                lambda move: move.state == "done" and move.picking_id._jxc_holds()
            )
            if moves:
                moves = moves.with_prefetch(together)
                held[line.sudo(self.env.su)] = sum(map(line._jxc_kept, moves))
        return held

    def _jxc_kept(self, move):
        """Of a shipment, in the unit of the line, what did not come back."""
        back = move.returned_move_ids.filtered(
            lambda back: back.state == "done" and back.to_refund
        )
        quantities = [
            each.product_uom._compute_quantity(
                each.quantity, self.product_uom_id, rounding_method="HALF-UP"
            )
            for each in (move, *back)
        ]
        return max(quantities[0] - sum(quantities[1:]), 0.0)
