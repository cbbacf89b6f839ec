from odoo import api, models


class StockLot(models.Model):
    _name = "stock.lot"
    _inherit = ["stock.lot", "jxc.label.source"]

    @api.depends("product_id")
    def _compute_name(self):
        """A lot without a number gets one by the rule, before the host's sequence."""
        for lot in self.filtered(lambda lot: not lot.name and lot.product_id):
            company = lot.company_id or lot.product_id.company_id or self.env.company
            lot.name = next(
                iter(
                    lot.product_id._jxc_take_lot_names(
                        1, lot.jxc_production_date, company
                    )
                ),
                False,
            )
        return super()._compute_name()

    @api.model
    def generate_lot_names(self, first_lot, count):
        """“Generate Lots” with the first number left empty."""
        product = self.env.context.get("jxc_lot_product")
        if product and not first_lot:
            self.check_access("create")
            product = self.env["product.product"].browse(product)
            names = product._jxc_take_lot_names(count)
            if names:
                return [{"lot_name": name} for name in names]
        return super().generate_lot_names(first_lot, count)

    def _jxc_label_sources(self):
        return [
            {
                "lot_id": lot.id,
                "product_id": lot.product_id.id,
                "quantity": lot.product_qty,
                **lot.product_id._jxc_label_counts(
                    lot.product_qty, lot.product_uom_id, lot.product_qty
                ),
            }
            for lot in self
        ]
