from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

#: What of an order decides which goods it asks for.
WATCHED = {"state", "warehouse_id", "locked", "company_id", "partner_shipping_id"}


class SaleOrder(models.Model):
    """Quotations that hold their stock until a day 预占 (S2).

    What is held is kept by product and warehouse. It is given back as soon as the
    quotation does not ask for just that any more.
    """

    _inherit = "sale.order"

    jxc_hold_ids = fields.One2many(
        "jxc.stock.hold", "order_id", "Stock Held", readonly=True, copy=False
    )
    jxc_held_until = fields.Datetime(
        "Stock Held Until", compute="_compute_jxc_held_until"
    )

    @api.depends("jxc_hold_ids.until")
    def _compute_jxc_held_until(self):
        now = fields.Datetime.now()
        for order in self:
            live = [day for day in order.jxc_hold_ids.mapped("until") if day > now]
            order.jxc_held_until = min(live, default=False)

    def write(self, vals):
        res = super().write(vals)
        if WATCHED & vals.keys():
            self._jxc_drop_stale_holds()
        return res

    def action_jxc_give_back(self):
        """Let others have what this quotation holds."""
        self._jxc_check_may_hold()
        self.sudo().jxc_hold_ids._give_back(self.env._("given back"))

    # --- holding ----------------------------------------------------------------

    def _jxc_check_may_hold(self):
        """By the host keepers may write orders, to ship them; but they sell nothing."""
        self.browse().check_access("create")
        self.check_access("write")

    def _jxc_hold(self, until):
        """Hold the stock of the lines until then, all of it or nothing."""
        self.ensure_one()
        self._jxc_check_may_hold()
        if self.state not in ("draft", "sent"):
            raise UserError(
                self.env._(
                    "%(order)s is not a quotation: what was confirmed is promised, and"
                    " holds its stock without a day.",
                    order=self.name,
                )
            )
        self._jxc_wait_turn()
        # Not to stand in one's own way; back again if it is refused.
        self.sudo().jxc_hold_ids.unlink()
        needs = self.order_line._jxc_promise_needs()
        if not needs:
            raise UserError(
                self.env._("%(order)s asks for nothing from stock.", order=self.name)
            )
        self.env["jxc.stock.availability"]._promise(needs)
        self.env["jxc.stock.hold"].sudo().create(
            [
                {
                    "order_id": self.id,
                    "product_id": product,
                    "warehouse_id": warehouse,
                    "quantity": quantity,
                    "until": until,
                }
                for (product, warehouse), quantity in needs.items()
            ]
        )

    def _jxc_promise_all(self):
        # From here on the order itself counts.
        self.sudo().jxc_hold_ids.unlink()
        return super()._jxc_promise_all()

    def _jxc_drop_stale_holds(self):
        """Give back what a quotation holds and does not ask for any more."""
        holds = self.env["jxc.stock.hold"].sudo().search([("order_id", "in", self.ids)])
        for order, own in holds.grouped("order_id").items():
            needs = {}
            if order.state in ("draft", "sent"):
                needs = order.order_line._jxc_promise_needs()
            stale = own.filtered(
                lambda hold, needs=needs: hold.product_uom_id.compare(
                    needs.get((hold.product_id.id, hold.warehouse_id.id), 0.0),
                    hold.quantity,
                )
            )
            if stale:
                stale._give_back(self.env._("the quotation has changed"))

    # --- figures ----------------------------------------------------------------

    def _jxc_held(self):
        """What these orders hold for themselves.

        :return: ``{(order id, product id, warehouse id): quantity}``
        """
        found = defaultdict(float)
        if not self._origin:
            return found
        groups = (
            self.env["jxc.stock.hold"]
            .sudo()
            ._read_group(
                [
                    ("order_id", "in", self._origin.ids),
                    ("until", ">", fields.Datetime.now()),
                ],
                ["order_id", "product_id", "warehouse_id"],
                ["quantity:sum"],
            )
        )
        for order, product, warehouse, quantity in groups:
            found[order.id, product.id, warehouse.id] = quantity
        return found

    def _jxc_held_for_all(self):
        """The same of all of them together, by product and warehouse."""
        found = defaultdict(float)
        for (_order, *key), quantity in self._jxc_held().items():
            found[tuple(key)] += quantity
        return found
