from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..defaults import without_defaults

AMOUNTS = {"quantity", "reserved_quantity"}
COUNTS = {"inventory_quantity", "inventory_diff_quantity"}
AUTO_APPLY = "inventory_quantity_auto_apply"
PLACE = {"product_id", "location_id", "lot_id", "package_id", "owner_id", "in_date"}


class StockQuant(models.Model):
    _inherit = "stock.quant"

    @api.model_create_multi
    def create(self, vals_list):
        self = without_defaults(self, AMOUNTS | COUNTS | {AUTO_APPLY})
        for vals in vals_list:
            self.browse()._jxc_refuse_amounts(AMOUNTS & vals.keys())
            self._jxc_refuse_counts(vals)
        return super().create(vals_list)

    def write(self, vals):
        guarded = AMOUNTS if self._is_inventory_mode() else AMOUNTS | PLACE
        self._jxc_refuse_amounts(guarded & vals.keys())
        self._jxc_refuse_counts(vals)
        return super().write(vals)

    def action_clear_inventory_quantity(self):
        counting = self.with_context(inventory_mode=True)
        return super(StockQuant, counting).action_clear_inventory_quantity()

    def action_apply_inventory(self, date=None):
        """Queue for the goods first, and apply only what was counted.

        The host takes what nobody has counted for a count of nothing.
        """
        self.env["jxc.lock"].wait_turn(
            f"promise:{quant.product_id.id}:{quant.warehouse_id.id}" for quant in self
        )
        missing = self.filtered(lambda quant: not quant.inventory_quantity_set)
        if missing:
            raise UserError(
                self.env._(
                    "%(places)s has not been counted. Enter the quantity first.",
                    places=missing._jxc_places_text(),
                )
            )
        if not self.env.user.has_group("stock.group_stock_manager"):
            self._jxc_refuse_outdated()
        return super().action_apply_inventory(date)

    def _apply_inventory(self, date=None):
        self._jxc_refuse_outdated()
        return super()._apply_inventory(date)

    def _jxc_refuse_outdated(self):
        """A count says what lay there then; later it would undo what came between."""
        outdated = self.filtered("is_outdated")
        if outdated:
            raise UserError(
                self.env._(
                    "Goods were moved since the count of %(places)s. Count again, or"
                    " ask a stock manager to decide.",
                    places=outdated._jxc_places_text(),
                )
            )

    def _jxc_places_text(self):
        return ", ".join(
            f"{quant.product_id.display_name} ({quant.location_id.display_name})"
            for quant in self
        )

    def _jxc_refuse_counts(self, vals):
        """Who counts does so in the screen; to apply at once, or to decide what became
        of a count that is out of date, is for managers."""
        if self.env.su:
            return
        decides = AUTO_APPLY in vals or vals.get("inventory_diff_quantity")
        if decides and not self.env.user.has_group("stock.group_stock_manager"):
            raise AccessError(
                self.env._(
                    "Only a stock manager can change stock at once. Enter the counted"
                    " quantity in the stock-take and apply it."
                )
            )
        if COUNTS & vals.keys() and not self._is_inventory_mode():
            raise UserError(
                self.env._(
                    "Counted quantities are entered in the stock-take, not written"
                    " directly."
                )
            )

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
        _allowed, refused, placed = products.sudo()._jxc_by_negative()
        inside = locations.filtered(lambda place: place.usage == "internal")
        strict = inside.filtered(lambda place: not place.jxc_allow_negative)
        found = self.sudo()._read_group(
            Domain("product_id", "in", refused.ids)
            & Domain("location_id", "in", inside.ids)
            | Domain("product_id", "in", placed.ids)
            & Domain("location_id", "in", strict.ids),
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
