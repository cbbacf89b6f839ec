from odoo import fields, models


class StockReturnPicking(models.TransientModel):
    _inherit = "stock.return.picking"

    def _create_return(self):
        """Goods that were inspected have moved on since their receipt: a return takes
        them from where it says, not from where the inspector got them."""
        back = super()._create_return()
        inspected = back.move_ids.filtered(
            lambda move: move.origin_returned_move_id._jxc_inspected()
        )
        if inspected:
            # What lies there by now is of another receipt, and nobody has seen it.
            inspected._do_unreserve()
            inspected.move_orig_ids = [fields.Command.clear()]
            back.action_assign()
        self._jxc_take_from_shelf(back)
        return back

    def _jxc_take_from_shelf(self, back):
        """What came in several steps is not where the truck left it any more: what is
        not there is taken from the shelf."""
        house = back.picking_type_id.warehouse_id or back.location_id.warehouse_id
        shelf = house.lot_stock_id
        gone = back.move_ids.filtered(
            lambda move: (
                shelf
                and move.location_dest_id.usage == "supplier"
                and move.location_id != shelf
                and move.product_uom.compare(move.quantity, move.product_uom_qty) < 0
            )
        )
        if not gone:
            return
        gone._do_unreserve()
        if gone == back.move_ids:
            back.location_id = shelf
        gone.write({"location_id": shelf.id, "move_orig_ids": [fields.Command.clear()]})
        gone._action_assign()
