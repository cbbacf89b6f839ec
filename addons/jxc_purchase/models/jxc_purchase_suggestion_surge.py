from odoo import api, models


class JxcPurchaseSuggestion(models.Model):
    """What is needed because far more is ordered than usual (P1, V2)."""

    _inherit = "jxc.purchase.suggestion"

    @api.model
    def _suggest_surges(self, wanted):
        """Suggest what is not there, not on its way and not asked for.

        What is suggested for the same goods already grows up to it; what a buyer has
        refused stays so.

        :param wanted: ``{(product id, warehouse id): (quantity that has to be there,
            why)}``, in the product's unit.
        :return: the new suggestions
        """
        self.env["jxc.lock"].acquire(f"suggest:{p}:{w}" for p, w in wanted)
        products = self.env["product.product"].browse({p for p, _house in wanted})
        houses = self.env["stock.warehouse"].browse({h for _product, h in wanted})
        figures = self.env["jxc.stock.availability"]._get(products, houses)
        asked = self._requested(products, houses)
        known = self._known(set(wanted))
        fresh, grown = [], self.browse()
        for pair, (quantity, why) in wanted.items():
            unit = self.env["product.product"].browse(pair[0]).uom_id
            there = figures[pair].atp + figures[pair].incoming + asked[pair]
            need = unit.round(quantity - there)
            if unit.compare(need, 0.0) <= 0:
                continue
            if pair in known:
                grown |= known[pair]._reach(need)
                continue
            values = {"product_id": pair[0], "warehouse_id": pair[1], "reason": why}
            fresh.append({**values, "kind": "surge", "quantity": need})
        grown._reprice()
        made = self.create(fresh)
        made._propose()
        return made

    def _reach(self, need):
        """At least that much; from then on it is there because of the surge.

        :return: the suggestion that has grown, if any
        """
        unit, before = self.product_id.uom_id, sum(self.mapped("need"))
        more = unit.round(need - before)
        if unit.compare(more, 0.0) <= 0:
            return self.browse()
        grown = self._grow(more)
        grown.filtered(lambda s: s.kind == "minimum").kind = "surge"
        return grown

    @api.model
    def _withdraw_surges(self, pairs):
        """Orders are as usual again: what was suggested for the surge and is not yet
        on an order goes, but what the minimum needs."""
        gone = self.browse()
        for suggestions in self._known(set(pairs)).values():
            gone |= suggestions.filtered(lambda s: s.kind == "surge")
        gone.state = "withdrawn"
        self._suggest({(s.product_id.id, s.warehouse_id.id) for s in gone})
