from odoo import api, fields, models

LIMITS = {
    "product_id",
    "warehouse_id",
    "location_id",
    "product_min_qty",
    "product_max_qty",
    "active",
}


class StockWarehouseOrderpoint(models.Model):
    _inherit = "stock.warehouse.orderpoint"

    # The host's scheduler orders by itself, past suggestion and approval.
    trigger = fields.Selection(default="manual")

    @api.model_create_multi
    def create(self, vals_list):
        points = super().create(vals_list)
        points._jxc_mark_all(points._jxc_keys())
        return points

    def write(self, vals):
        changed = LIMITS & vals.keys()
        before = self._jxc_keys() if changed else set()
        result = super().write(vals)
        if changed:
            self._jxc_mark_all(before | self._jxc_keys())
        return result

    def unlink(self):
        self._jxc_mark_all(self._jxc_keys())
        return super().unlink()

    def _jxc_keys(self):
        return {(point.product_id.id, point.warehouse_id.id) for point in self}

    @api.model
    def _jxc_mark_all(self, keys):
        """Have the limits of ``(product_id, warehouse_id)`` pairs looked at."""
        names = {f"{product}:{warehouse}" for product, warehouse in keys}
        kinds = dict.fromkeys(("below_min", "above_max", "out_of_stock"), names)
        self.env["jxc.alert.mark"]._mark_watched(kinds)

    @api.model
    def _jxc_limited(self, keys):
        """The keys of those ``(product_id, warehouse_id)`` pairs that have limits."""
        limited = self.sudo()._read_group(
            [
                ("product_id", "in", [product for product, _house in keys]),
                ("warehouse_id", "in", [house for _product, house in keys]),
            ],
            ["product_id", "warehouse_id"],
        )
        found = {(product.id, house.id) for product, house in limited}
        return {f"{product}:{house}" for product, house in found & keys}
