from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..logic.pinyin import may_be_initials
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

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Products by the initials of their pinyin as well, after what the host found.

        A code that is met exactly is what was meant, and asks for nothing more.
        """
        found = super().name_search(name, domain, operator, limit)
        by_key = self._jxc_by_initials(operator, name)
        if by_key is None or (limit and len(found) >= limit):
            return found
        products = self.browse([product_id for product_id, _name in found])
        if any(name in (one.default_code, one.barcode) for one in products):
            return found
        others = self.search_fetch(
            by_key & Domain("id", "not in", products.ids) & Domain(domain or []),
            ["display_name"],
            limit=limit and limit - len(found),
        )
        return found + [(one.id, one.display_name) for one in others]

    @api.model
    def _search_display_name(self, operator, value):
        """Lists that are filtered by a product take the initials, too."""
        domain = super()._search_display_name(operator, value)
        by_key = self._jxc_by_initials(operator, value)
        if by_key is None:
            return domain
        # As the host does: an OR of two tables would use the index of neither.
        everything = self.with_context(active_test=False)
        queries = [everything._search(one).select() for one in (domain, by_key)]
        return [("id", "in", SQL("(%s UNION ALL %s)", *queries))]

    @api.model
    def _jxc_by_initials(self, operator, text):
        """The domain of what ``text`` may stand for as initials; None if nothing."""
        text = text.strip() if isinstance(text, str) else ""
        if operator not in ("ilike", "like") or not may_be_initials(text):
            return None
        templates = self.env["product.template"].with_context(active_test=False)
        query = templates._search([("jxc_search_key", "ilike", text)])
        return Domain("product_tmpl_id", "in", query)

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
