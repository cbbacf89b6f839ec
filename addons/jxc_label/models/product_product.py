from math import ceil

from odoo import models

#: Goods in these, or in what is reckoned from them, do not come in pieces.
MEASURES = (
    "uom.product_uom_kgm",
    "uom.product_uom_litre",
    "uom.product_uom_meter",
    "uom.product_uom_square_meter",
)


class ProductProduct(models.Model):
    _name = "product.product"
    _inherit = ["product.product", "jxc.label.source"]

    def action_open_label_layout(self):
        if self.env.context.get("jxc_host_labels"):
            return super().action_open_label_layout()
        return self.action_jxc_labels()

    def _jxc_label_sources(self):
        return [
            {"product_id": product.id, "quantity": 1, "units": 1, "packs": 1}
            for product in self
        ]

    def _jxc_label_counts(self, quantity, uom, base):
        """How many labels a quantity takes, by packs and by single units.

        :param quantity: in ``uom``
        :param base: the same in the unit of the product
        """
        self.ensure_one()
        single = not any(
            self.uom_id._has_common_reference(measure)
            for measure in map(self.env.ref, MEASURES)
        )
        if uom != self.uom_id and uom.factor > self.uom_id.factor:
            packs = quantity
        else:
            pack = self.uom_ids.filtered(
                lambda u: u.factor > self.uom_id.factor
                and u._has_common_reference(self.uom_id)
            )[:1]
            packs = base * self.uom_id.factor / pack.factor if pack else base
        # Weights and volumes are labelled once, however much it is.
        units = base if single else 1
        return {
            "units": self._jxc_whole(units),
            "packs": self._jxc_whole(packs if single or uom != self.uom_id else 1),
        }

    def _jxc_whole(self, quantity):
        """Up to the next whole number, but not for a rounding error."""
        return max(ceil(self.uom_id.round(quantity) - 1e-6), 0)

    def _jxc_take_lot_names(self, count, made=None, company=None):
        """Reserve lot numbers by the product's rule; none where it has no rule."""
        self.ensure_one()
        rule = self.product_tmpl_id._jxc_lot_rule()
        if not rule or count <= 0:
            return []
        company = company or self.company_id or self.env.company
        return rule._jxc_take(self, count, made or None, company)
