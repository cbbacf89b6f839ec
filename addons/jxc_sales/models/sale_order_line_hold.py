from odoo import api, models

#: What of a line decides which goods it asks for.
WATCHED = {
    "product_id",
    "product_uom_id",
    "product_uom_qty",
    "warehouse_id",
    "route_ids",
    "order_id",
    "is_expense",
}


class SaleOrderLine(models.Model):
    """Lines that change give back what their quotation holds (S2)."""

    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.order_id._jxc_drop_stale_holds()
        return lines

    def write(self, vals):
        orders = self.order_id if "order_id" in vals else self.env["sale.order"]
        res = super().write(vals)
        if WATCHED & vals.keys():
            (orders | self.order_id)._jxc_drop_stale_holds()
        return res

    def unlink(self):
        orders = self.order_id
        res = super().unlink()
        orders.exists()._jxc_drop_stale_holds()
        return res
