from odoo import api, models
from odoo.fields import Domain

from .stock_move_stop import Leaving


class StockQuantPick(models.Model):
    """Which goods are taken first, and which are not taken at all."""

    _inherit = "stock.quant"

    @api.model
    def _get_removal_strategy(self, product_id, location_id):
        """What expires goes out by its expiry, unless somebody has chosen otherwise."""
        method = super()._get_removal_strategy(product_id, location_id)
        product, place = product_id.sudo(), location_id.sudo()
        if (
            method != "fifo"
            or product.tracking == "none"
            or not product.use_expiration_date
            or product.categ_id.removal_strategy_id
        ):
            return method
        while place:
            if place.removal_strategy_id:
                return method
            place = place.location_id
        return "fefo"

    @api.model
    def _get_removal_strategy_order(self, removal_strategy):
        """By expiry, then along the bins, then what came first; the host goes by the
        removal date. What has no date comes last."""
        if removal_strategy == "fefo":
            return "expiration_date, location_id, in_date, id"
        return super()._get_removal_strategy_order(removal_strategy)

    def _get_gather_domain(
        self,
        product_id,
        location_id,
        lot_id=None,
        package_id=None,
        owner_id=None,
        strict=False,
    ):
        leaving, fresh = Leaving.of(self.env), self.env.context.get("with_expiration")
        # The host leaves out what is to be removed; here that can be released too.
        quants = self.with_context(with_expiration=False) if leaving else self
        domain = super(StockQuantPick, quants)._get_gather_domain(
            product_id, location_id, lot_id, package_id, owner_id, strict
        )
        if not leaving:
            return domain
        blocked = Domain("jxc_blocked", "=", True)
        lots = self.env["stock.lot"].sudo()
        lots = lots.search(blocked & Domain("product_id", "=", product_id.id))
        places = self.env["stock.location"].sudo().with_context(active_test=False)
        places = places.search([("jxc_is_blocked", "=", True)])
        alive = Domain("expiration_date", "=", False)
        alive |= Domain("expiration_date", ">", leaving.until)
        if fresh:
            kept = Domain("removal_date", "=", False)
            alive &= kept | Domain("removal_date", ">=", fresh)
        refused = [*lots.ids, *leaving.short]
        free = (alive & Domain("lot_id", "not in", refused)) | Domain(
            "lot_id", "in", leaving.lots
        )
        closed = set(places.ids) - set(leaving.places)
        return Domain(domain) & free & Domain("location_id", "not in", list(closed))
