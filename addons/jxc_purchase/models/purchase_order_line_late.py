from collections import defaultdict
from datetime import datetime, time

from pytz import UTC

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class PurchaseOrderLine(models.Model):
    """Receipts that are late, and whom they put at risk (V2, P6)."""

    _inherit = "purchase.order.line"

    jxc_late = fields.Boolean(
        "Late", compute="_compute_jxc_days_late", search="_search_jxc_late"
    )
    jxc_days_late = fields.Integer(
        "Days Late",
        compute="_compute_jxc_days_late",
        help="Days since the expected arrival of what is still to come.",
    )
    jxc_endangered = fields.Char(
        "Orders at Risk",
        compute="_compute_jxc_endangered",
        help="Customer orders that these goods are bought for, or whose deliveries wait"
        " for this product in this warehouse.",
    )
    jxc_reminded_on = fields.Date(related="order_id.jxc_reminded_on")
    jxc_buyer_id = fields.Many2one(related="order_id.user_id", string="Buyer")

    @api.depends("jxc_qty_open", "date_planned", "jxc_closed")
    @api.depends_context("tz")
    def _compute_jxc_days_late(self):
        today = fields.Date.context_today(self)
        for line in self:
            days = 0
            if line._jxc_open() and line.date_planned:
                days = max((today - line._jxc_planned_day()).days, 0)
            line.jxc_days_late = days
            line.jxc_late = days > 0

    def _jxc_planned_day(self):
        return fields.Datetime.context_timestamp(self, self.date_planned).date()

    def _jxc_open(self):
        """Whether something is still to come."""
        self.ensure_one()
        return bool(
            self.product_uom_id
            and not self.jxc_closed
            and self.product_uom_id.compare(self.jxc_qty_open, 0.0) > 0
        )

    def _search_jxc_late(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        return self._jxc_expected_before(fields.Date.context_today(self))

    @api.model
    def _jxc_expected_before(self, day):
        """A domain of what should have come before this day, and has not."""
        moment = self.env.tz.localize(datetime.combine(day, time()))
        return [
            ("state", "=", "purchase"),
            ("display_type", "=", False),
            ("product_id.type", "=", "consu"),
            ("date_planned", "<", moment.astimezone(UTC).replace(tzinfo=None)),
            ("id", "in", self._jxc_open_query()),
        ]

    @api.model
    def _jxc_open_query(self):
        return SQL(
            """(
            SELECT l.id FROM purchase_order_line l
             WHERE l.jxc_closed IS NOT TRUE
               AND ROUND((l.product_qty - COALESCE(l.qty_received, 0))::numeric, %s) > 0
            )""",
            self.env["decimal.precision"].precision_get("Product Unit"),
        )

    @api.depends("product_id", "order_id.picking_type_id", "jxc_suggestion_ids")
    def _compute_jxc_endangered(self):
        found = self._jxc_endangered()
        for line in self:
            line.jxc_endangered = ", ".join(sorted(found[line.id]))

    def _jxc_endangered(self):
        """Customer orders at risk, by the id of each line.

        Buyers do not read sales orders: they are told the names, and no more.
        """
        lines = self.sudo()
        waiting = lines._jxc_waiting_deliveries()
        found = defaultdict(set)
        for line in lines:
            documents = [
                (order.name, order.partner_id)
                for order in line.jxc_suggestion_ids._jxc_waiting()
            ]
            pair = line.product_id, line.order_id.picking_type_id.warehouse_id
            for name, partner in [*documents, *waiting[pair]]:
                found[line.id].add(
                    f"{name} ({partner.display_name})" if partner else name
                )
        return found

    def _jxc_waiting_deliveries(self):
        """Names and customers of what waits for goods, by product and warehouse."""
        moves = self.env["stock.move"].search(
            [
                ("product_id", "in", self.product_id.ids),
                ("state", "in", ("confirmed", "waiting", "partially_available")),
                "|",
                ("location_dest_id.usage", "=", "customer"),
                ("location_final_id.usage", "=", "customer"),
            ]
        )
        found = defaultdict(set)
        for move in moves:
            pair = move.product_id, move.picking_type_id.warehouse_id
            name = move.origin or move.picking_id.origin or move.picking_id.name
            if name:
                partner = move.picking_id.partner_id or move.partner_id
                found[pair].add((name, partner.commercial_partner_id))
        return found

    def action_jxc_remind(self):
        """Remind the vendors of the chosen lines, one mail per order."""
        orders = self.filtered("jxc_late").order_id
        if not orders:
            raise UserError(
                self.env._("None of these lines is late: there is nobody to remind.")
            )
        return orders.action_jxc_remind()
