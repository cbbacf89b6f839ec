from odoo import models


class StockPicking(models.Model):
    _name = "stock.picking"
    _inherit = ["stock.picking", "jxc.label.source"]

    def _sanity_check(self, separate_pickings=True):
        self.move_line_ids._jxc_fill_lots()
        return super()._sanity_check(separate_pickings=separate_pickings)

    def action_open_label_type(self):
        """The host's other formats are one click away in the dialog."""
        if self.env.context.get("jxc_host_labels"):
            return super().action_open_label_type()
        return self.action_jxc_labels()

    def _jxc_label_sources(self):
        """What came or goes, lot by lot; the same lot of several lines together."""
        found = {}
        lines = self.move_line_ids.filtered(
            lambda line: line.state != "cancel"
            and line.product_id.uom_id.compare(line.quantity_product_uom, 0) > 0
        )
        for line in lines.sorted("id"):
            product, name = line.product_id, line._jxc_lot_text()
            key = (product, name)
            source = found.setdefault(
                key,
                {
                    "product_id": product.id,
                    "lot_id": line.lot_id.id,
                    "move_line_id": line.id if name and not line.lot_id else False,
                    "quantity": 0,
                    "units": 0,
                    "packs": 0,
                },
            )
            source["quantity"] += line.quantity_product_uom
            counts = product._jxc_label_counts(
                line.quantity, line.product_uom_id, line.quantity_product_uom
            )
            source["units"] += counts["units"]
            source["packs"] += counts["packs"]
        return list(found.values())
