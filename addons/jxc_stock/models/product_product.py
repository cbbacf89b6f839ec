from odoo import models
from odoo.exceptions import UserError

from ..logic.shelf_life import ShelfLife


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _inverse_qty_available(self):
        """A quantity on the product's form books a count; that is for managers."""
        if (
            not self.env.su
            and not self.env.context.get("skip_qty_available_update")
            and not self.env.user.has_group("stock.group_stock_manager")
        ):
            raise UserError(
                self.env._(
                    "The quantity on hand of %(product)s cannot be written on the"
                    " product. Count it in the stock-take.",
                    product=", ".join(self.mapped("display_name")),
                )
            )
        return super()._inverse_qty_available()

    def _jxc_shelf_life(self):
        """How long the goods keep; a number of 0 where nobody knows."""
        if self.jxc_shelf_unit == "month":
            return ShelfLife(self.jxc_shelf_months, "month")
        return ShelfLife(self.expiration_time, "day")

    def _jxc_by_negative(self):
        """The products that may fall below nothing, that may not, and that may where
        the place allows it: in this order."""
        none = self.browse()
        found = {"allow": none, "refuse": none, False: none}
        for product in self:
            says = product.jxc_negative or product.categ_id._jxc_negative()
            found[says or False] |= product
        return found["allow"], found["refuse"], found[False]
