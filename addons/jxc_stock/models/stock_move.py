from odoo import api, models

CHANGED = "jxc_stock_changed"
PLACE = {"product_id", "location_id", "location_dest_id", "location_final_id"}
FLOW = PLACE | {"state", "product_uom_qty", "product_uom"}


class StockMove(models.Model):
    _inherit = "stock.move"

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.filtered(lambda move: move.state != "draft")._jxc_changed()
        return moves

    def write(self, vals):
        if PLACE & vals.keys():
            self._jxc_changed()
        result = super().write(vals)
        if FLOW & vals.keys():
            self._jxc_changed()
        return result

    def _jxc_needs_inspection(self):
        """Whether what arrives by this move is looked at before it can be promised."""
        self.ensure_one()
        return False

    def _jxc_to_inspection(self):
        """Send what needs it to the place for inspection; its final place stays."""
        for move in self.filtered(lambda m: m.state == "draft"):
            if move.location_id.usage != "supplier" or not move._jxc_needs_inspection():
                continue
            warehouse = (
                move.picking_type_id.warehouse_id or move.location_dest_id.warehouse_id
            )
            target = warehouse.jxc_inspection_location_id
            if target and move.location_dest_id != target:
                final = move.location_final_id or move.location_dest_id
                move.write(
                    {"location_dest_id": target.id, "location_final_id": final.id}
                )

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        self._jxc_to_inspection()
        return super()._action_confirm(
            merge=merge, merge_into=merge_into, create_proc=create_proc
        )

    def _action_assign(self, force_qty=False):
        self._jxc_lock()
        return super()._action_assign(force_qty=force_qty)

    def _action_done(self, cancel_backorder=False):
        self._jxc_lock()
        done = super()._action_done(cancel_backorder=cancel_backorder)
        lines = done.sudo().move_line_ids
        self.env["stock.quant"]._jxc_refuse_negative(
            lines.product_id, lines.location_id
        )
        return done

    def _jxc_lock(self):
        """Nobody else decides about the same goods until we are through."""
        keys = {
            f"promise:{move.product_id.id}:{move.location_id.warehouse_id.id}"
            for move in self.sudo()
            if move.state not in ("done", "cancel")
            and move.product_id.is_storable
            and move.location_id.usage == "internal"
            and move.location_id.warehouse_id
        }
        if keys:
            self.env["jxc.lock"].acquire(keys)

    def _jxc_changed(self):
        """Remember whose limits to look at; written down once per transaction."""
        keys = set()
        for move in self.sudo():
            places = move.location_id | move.location_dest_id | move.location_final_id
            keys |= {(move.product_id.id, house) for house in places.warehouse_id.ids}
        if not keys:
            return
        data = self.env.cr.precommit.data
        if CHANGED not in data:
            data[CHANGED] = set()
            self.env.cr.precommit.add(self.env["stock.move"].sudo()._jxc_mark)
        data[CHANGED] |= keys

    @api.model
    def _jxc_mark(self):
        keys = self.env.cr.precommit.data.pop(CHANGED, set())
        self.env["stock.warehouse.orderpoint"]._jxc_mark_limits(keys)
