from odoo import Command, fields, models


def move_values(product, quantity, source, target, **line):
    """A move of one line, as the host makes one for what was counted."""
    places = {
        "product_id": product.id,
        "location_id": source.id,
        "location_dest_id": target.id,
    }
    return places | {
        "product_uom": product.uom_id.id,
        "product_uom_qty": quantity,
        "restrict_partner_id": line.get("owner_id"),
        "move_line_ids": [
            Command.create(
                places
                | {"product_uom_id": product.uom_id.id, "quantity": quantity}
                | line
            )
        ],
    }


class StockMove(models.Model):
    _inherit = "stock.move"

    jxc_adjustment_id = fields.Many2one(
        "jxc.stock.adjustment",
        "Loss or Gain",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    jxc_stocktake_line_id = fields.Many2one(
        "jxc.stocktake.line",
        "Stock-Take Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    jxc_reason_id = fields.Many2one(
        related="jxc_stocktake_line_id.reason_id", string="Reason"
    )

    def _jxc_back_values(self):
        """The values of a move that brings this one back at its own value."""
        self.ensure_one()
        line = self.move_line_ids
        values = move_values(
            self.product_id,
            line.quantity_product_uom,
            line.location_dest_id,
            line.location_id,
            lot_id=line.lot_id.id,
            package_id=line.result_package_id.id,
            result_package_id=line.package_id.id,
            owner_id=line.owner_id.id,
        )
        return values | {
            "origin_returned_move_id": self.id,
            "jxc_stocktake_line_id": self.jxc_stocktake_line_id.id,
        }
