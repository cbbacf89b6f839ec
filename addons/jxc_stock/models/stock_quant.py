from odoo import api, models
from odoo.exceptions import UserError

AMOUNTS = {"quantity", "reserved_quantity"}
PLACE = {"product_id", "location_id", "lot_id", "package_id", "owner_id", "in_date"}


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._jxc_refuse_amounts(AMOUNTS & vals.keys())
        return super().create(vals_list)

    def write(self, vals):
        guarded = AMOUNTS if self._is_inventory_mode() else AMOUNTS | PLACE
        self._jxc_refuse_amounts(guarded & vals.keys())
        return super().write(vals)

    def _jxc_refuse_amounts(self, names):
        """Stock is changed by transfers and counts, which run as superuser; what
        comes from a client never does."""
        if names and not self.env.su:
            raise UserError(
                self.env._(
                    "The stock of %(product)s cannot be written directly. Make a"
                    " transfer, or enter a counted quantity and apply it.",
                    product=", ".join(self.product_id.mapped("display_name"))
                    or self.env._("a product"),
                )
            )

    @api.model
    def _jxc_refuse_negative(self, products, locations):
        """No place may hold less than nothing of a product, lot or package."""
        locations = locations.filtered(
            lambda place: place.usage == "internal" and not place.jxc_allow_negative
        )
        if not products or not locations:
            return
        found = self.sudo()._read_group(
            [
                ("product_id", "in", products.ids),
                ("location_id", "in", locations.ids),
            ],
            ["product_id", "location_id", "lot_id", "package_id", "owner_id"],
            ["quantity:sum"],
            having=[("quantity:sum", "<", 0)],
        )
        for product, location, lot, _package, _owner, quantity in found:
            if product.uom_id.compare(quantity, 0.0) < 0:
                raise UserError(
                    self.env._(
                        "%(product)s in %(location)s would fall to %(quantity)s"
                        " %(unit)s. Take no more than there is, or count the place"
                        " first.",
                        product=f"{product.display_name} {lot.name or ''}".strip(),
                        location=location.display_name,
                        quantity=product.uom_id.round(quantity),
                        unit=product.uom_id.name,
                    )
                )
