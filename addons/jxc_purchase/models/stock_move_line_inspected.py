from collections import defaultdict

from odoo import models


class StockMoveLineInspected(models.Model):
    """What waits for the inspector where these were taken from."""

    _inherit = "stock.move.line"

    def _jxc_inspected_key(self, place):
        return place.warehouse_id.id, self.product_id.id, self.lot_id.id

    def _jxc_waiting(self):
        """{key: inspection lines without a verdict}"""
        lines = self.env["jxc.inspection.line"].search(
            [
                ("state", "=", "draft"),
                ("move_id.product_id", "in", self.product_id.ids),
                ("move_id.location_dest_id.jxc_area", "=", "inspection"),
            ]
        )
        return lines.grouped(
            lambda line: (
                line.move_id.location_dest_id.warehouse_id.id,
                line.product_id.id,
                line.lot_id.id,
            )
        )

    def _jxc_left(self):
        """{key: how much is left where inspectors look}"""
        left = defaultdict(float)
        for place, product, lot, quantity in self.env["stock.quant"]._read_group(
            [
                ("location_id.jxc_area", "=", "inspection"),
                ("location_id.warehouse_id", "in", self.location_id.warehouse_id.ids),
                ("product_id", "in", self.product_id.ids),
            ],
            ["location_id", "product_id", "lot_id"],
            ["quantity:sum"],
        ):
            left[place.warehouse_id.id, product.id, lot.id] += quantity
        return left
