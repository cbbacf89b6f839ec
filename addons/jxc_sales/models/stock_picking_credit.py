from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError

from .sale_order_credit import AT_ORDER_ONLY

OPEN = ("waiting", "confirmed", "assigned")


class CreditExceeded(UserError):
    """The customer of a delivery owes too much for it to leave."""


class StockPicking(models.Model):
    """Deliveries that wait for the customer's money (S3)."""

    _inherit = "stock.picking"

    jxc_credit_release_ids = fields.One2many(
        "jxc.credit.release", "picking_id", "Credit Releases", readonly=True
    )
    jxc_credit_hold = fields.Text(
        "Stopped for Credit",
        compute="_compute_jxc_credit_hold",
        compute_sudo=True,
        help="Why this delivery cannot be shipped: the customer would be over his"
        " credit limit, or is overdue.",
    )

    @api.depends("state", "move_ids.quantity", "jxc_credit_release_ids.amount")
    @api.depends_context("uid")
    def _compute_jxc_credit_hold(self):
        self.jxc_credit_hold = False
        waiting = self.filtered(lambda picking: picking.state in OPEN)
        for picking, reason in waiting._jxc_credit_refusals().items():
            picking.jxc_credit_hold = reason

    def _jxc_check_credit(self):
        """Goods that were posted just now must not take the customer over his limit.

        Under the lock of the limit: two sessions do not both ship the last credit.
        """
        orders = self._jxc_judged().move_ids.sale_line_id.order_id
        keys = {order._jxc_credit_key() for order in orders}
        self.env["jxc.lock"].acquire(f"credit:{c}:{p}" for c, p in keys)
        if refusals := self._jxc_credit_refusals():
            raise CreditExceeded("\n".join(refusals.values()))

    def _jxc_judged(self):
        """Those that bring goods to customers, where the company looks at credit."""
        return self.sudo().filtered(
            lambda picking: picking.company_id.jxc_credit_block != AT_ORDER_ONLY
            and picking._jxc_credit_moves()
        )

    def _jxc_credit_moves(self):
        return self.move_ids.filtered(
            lambda move: move.state != "cancel"
            and move.sale_line_id
            and move.location_dest_id.usage == "customer"
            and move.location_id.usage != "customer"
        )

    def _jxc_credit_worth(self):
        """What shipping it adds, or has just added, to the debts, with taxes, in the
        company's currency; nothing for what is invoiced already."""
        worth = 0.0
        for move in self.sudo()._jxc_credit_moves():
            line, done = move.sale_line_id, move.state == "done"
            quantity = move.quantity
            if not done:
                quantity = max(quantity, move.product_uom_qty)
            quantity = move.product_uom._compute_quantity(quantity, line.product_uom_id)
            before = line.qty_delivered - (quantity if done else 0.0)
            rise = line._jxc_worth(before + quantity) - line._jxc_worth(before)
            worth += rise / (line.order_id.currency_rate or 1.0)
        return worth

    def _jxc_credit_refusals(self):
        """:return: ``{picking: why it must not leave}``"""
        judged = self._jxc_judged()
        if not judged:
            return {}
        orders = judged.move_ids.sale_line_id.order_id
        members = orders._jxc_credit_group()
        debts = orders._jxc_debts(members)
        credit = orders._jxc_credit(members, debts, shipped=True)
        stops = orders._jxc_credit_stops()
        refusals = defaultdict(list)
        for picking in judged:
            worth = picking._jxc_credit_worth()
            money = picking.company_id.currency_id
            released = max(picking.jxc_credit_release_ids.mapped("amount"), default=-1)
            if money.compare_amounts(worth, released) <= 0:
                continue
            more = 0.0 if picking.state == "done" else worth
            for order in picking._jxc_credit_moves().sale_line_id.order_id:
                used, limit = credit[order]
                days = debts[order._jxc_debtor()].days(
                    fields.Date.context_today(picking)
                )
                refusals[picking] += order._jxc_credit_reasons(used + more, limit, days)
                refusals[picking] += stops.get(order, [])
        return {
            picking: picking._jxc_credit_text(reasons)
            for picking, reasons in refusals.items()
            if reasons
        }

    def _jxc_credit_text(self, reasons):
        self.ensure_one()
        order = self._jxc_credit_moves().sale_line_id.order_id[:1]
        return self.env._(
            "%(delivery)s to %(customer)s is stopped: %(reasons)s. Book the customer's"
            " payment, ship less, or ask a manager to release this delivery with a"
            " reason.",
            delivery=self.name,
            customer=order.partner_id.commercial_partner_id.display_name,
            reasons=" / ".join(dict.fromkeys(reasons)),
        )
