from collections import defaultdict

from odoo import models

COUNTED = {"state", "quantity", "purchase_line_id", "product_uom", "location_id"}


class StockMove(models.Model):
    _inherit = "stock.move"

    def write(self, vals):
        """Whatever makes a receipt count for its order comes by here (P6)."""
        if not COUNTED & vals.keys():
            return super().write(vals)
        before = self._jxc_received()
        result = super().write(vals)
        self._jxc_refuse_excess(before)
        return result

    def _jxc_received(self):
        """What these moves brought in for each purchase line, in the line's unit."""
        received = defaultdict(float)
        for move in self.sudo():
            line = move.purchase_line_id
            if line and move.state == "done" and not move._is_purchase_return():
                received[line.id] += move.product_uom._compute_quantity(
                    move.quantity, line.product_uom_id, round=False
                )
        return received

    def _jxc_refuse_excess(self, before):
        """Refuse what came on top of ``before`` if it is more than is tolerated."""
        arrived = {
            line_id: quantity - before[line_id]
            for line_id, quantity in self._jxc_received().items()
        }
        lines = self.sudo().purchase_line_id.filtered(
            lambda line: line.product_uom_id.compare(arrived.get(line.id, 0.0), 0) > 0
        )
        if lines:
            lines._jxc_refuse_excess(arrived)

    def _get_upstream_documents_and_responsibles(self, visited):
        """Who cancels a sales order need not be one who reads purchase orders: the
        host tells their buyers, and looks for them as the user."""
        moves = self.sudo()
        return super(StockMove, moves)._get_upstream_documents_and_responsibles(visited)

    def _jxc_needing_inspection(self):
        """What a vendor delivers of a product that is to be inspected (P7)."""
        found = super()._jxc_needing_inspection()
        return found | self.filtered(
            lambda move: move.purchase_line_id
            and move.location_id.usage == "supplier"
            and move.product_id.jxc_inspect
        )

    def _jxc_in_inspection(self):
        """Whether the goods of this receipt were put where the inspector looks."""
        self.ensure_one()
        warehouse = self.picking_type_id.warehouse_id
        return bool(
            self.location_id.usage == "supplier"
            and self.location_dest_id == warehouse.jxc_inspection_location_id
        )

    def _jxc_from_shelf(self):
        """Whether this takes goods from among the accepted: what lies in quarantine,
        or waits for the inspector, never was."""
        self.ensure_one()
        place = self.location_id
        waiting = place.warehouse_id.jxc_inspection_location_id
        return place.jxc_area != "quarantine" and place != waiting

    def _jxc_exchanges(self):
        """Whether the vendor gets these back to replace them: they stay owed."""
        self.ensure_one()
        return bool(
            self.location_dest_id.usage == "supplier"
            and self.origin_returned_move_id
            and not self.to_refund
        )

    def _jxc_takes_accepted(self):
        """Whether this return takes from what was accepted, and owes it no more."""
        self.ensure_one()
        return (
            self.location_dest_id.usage == "supplier"
            and not self._jxc_exchanges()
            and self._jxc_from_shelf()
        )

    def _jxc_replaces(self):
        """Whether the vendor replaces accepted goods with these. They were accepted
        once, and still are until an inspector rejects what came for them."""
        self.ensure_one()
        back = self.origin_returned_move_id
        return bool(
            self.location_id.usage == "supplier"
            and not self.to_refund
            and back
            and back._jxc_exchanges()
            and back._jxc_from_shelf()
        )

    def _jxc_inspected(self):
        """Whether an inspector has given his verdict on this receipt."""
        lines = self.env["jxc.inspection.line"].sudo()
        domain = [("move_id", "in", self.ids), ("state", "=", "done")]
        return bool(lines.search_count(domain, limit=1))
