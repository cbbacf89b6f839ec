from collections import defaultdict
from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import acceptance

PRICE = {"price_unit", "discount", "product_qty", "product_id", "product_uom_id"}


class PurchaseOrderLine(models.Model):
    _name = "purchase.order.line"
    _inherit = ["purchase.order.line", "jxc.approval.line.mixin"]

    _jxc_approval_parent_field = "order_id"

    jxc_suggestion_ids = fields.One2many(
        "jxc.purchase.suggestion", "purchase_line_id", "Suggestions"
    )
    jxc_qty_accepted = fields.Float(
        "Accepted",
        compute="_compute_jxc_qty_accepted",
        digits="Product Unit",
        help="Received and not waiting for, or rejected by, an inspection.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._jxc_mark_price()
        return lines

    def write(self, vals):
        result = super().write(vals)
        if PRICE & vals.keys():
            self._jxc_mark_price()
        return result

    def _get_date_planned(self, seller, po=False):
        """Days on which the vendor does not work do not count (P3)."""
        planned = super()._get_date_planned(seller, po=po)
        order = po or self.order_id
        if not seller or not order.company_id:
            return planned
        vendor = seller.partner_id
        calendar = vendor._jxc_calendars(order.company_id)[vendor]
        day = fields.Datetime.context_timestamp(
            self, planned - timedelta(days=seller.delay)
        ).date()
        late = calendar.arrival(day, seller.delay) - day
        return planned + late - timedelta(days=seller.delay)

    def _jxc_mark_price(self):
        """Have the prices of confirmed orders looked at."""
        keys = {str(line.id) for line in self if line.state == "purchase"}
        self.env["jxc.alert.mark"]._mark_watched({"price_rise": keys})

    @api.depends("qty_received", "move_ids.state", "move_ids.quantity")
    def _compute_jxc_qty_accepted(self):
        held = self._jxc_held()
        for line in self:
            gross = given = 0.0
            for move in line.move_ids.filtered(lambda m: m.state == "done"):
                quantity = move.product_uom._compute_quantity(
                    move.quantity, line.product_uom_id
                )
                if move._jxc_replaces():
                    # Of these counts what is rejected, see _jxc_held.
                    continue
                if move.location_id.usage == "supplier":
                    gross += quantity
                elif move._jxc_takes_accepted():
                    given += quantity
            accepted = max(gross - held[line.id] - given, 0.0)
            if gross:
                line.jxc_qty_accepted = min(line.qty_received, accepted)
            else:
                line.jxc_qty_accepted = line.qty_received

    def _jxc_held(self):
        """Quantities that nobody has accepted, by line, in the line's unit."""
        held = defaultdict(float)
        inspected = (
            self.env["jxc.inspection.line"]
            .sudo()
            .search([("move_id.purchase_line_id", "in", self.ids)])
        )
        for one in inspected:
            line, move = one.move_id.purchase_line_id, one.move_id
            if one.state == "done":
                quantity = one.rejected - one.reworked
            elif move._jxc_replaces() and not one.inspection_id.rework_of_id:
                # What they replace was accepted: the verdict may change that.
                continue
            else:
                quantity = one.received
            held[line.id] += one.uom_id._compute_quantity(quantity, line.product_uom_id)
        return held

    @api.depends("jxc_qty_accepted")
    def _compute_qty_invoiced(self):
        res = super()._compute_qty_invoiced()
        for line in self:
            if (
                line.state == "purchase"
                and line.product_id.purchase_method != "purchase"
                and line.qty_received_method == "stock_moves"
            ):
                line.qty_to_invoice = line.jxc_qty_accepted - line.qty_invoiced
        return res

    # --- over-receipt (P6) --------------------------------------------------------

    def _jxc_refuse_excess(self, arrived):
        """Refuse to receive more than was ordered and is tolerated.

        Returns count against it, so that a vendor may replace what went back.

        :param arrived: how much of each line came in just now, in its unit, by id.
        """
        lines = self.filtered(lambda line: not line.display_type)
        # Two receipts of one order: each has to see what the other one brought.
        self.env["jxc.lock"].acquire(lines.order_id._jxc_bill_keys())
        lines.invalidate_recordset(["qty_received"])
        for line in lines:
            most = acceptance.receivable(
                Decimal(str(line.product_qty)), line._jxc_over_receipt()
            )
            if line.jxc_closed:
                most = Decimal(str(line.product_qty)) - Decimal(
                    str(line.jxc_qty_closed)
                )
            if line.product_uom_id.compare(line.qty_received, float(most)) > 0:
                if line.jxc_closed:
                    line._jxc_refuse_change()
                line._jxc_raise_excess(most, arrived[line.id])

    def _jxc_over_receipt(self):
        self.ensure_one()
        return acceptance.tolerated(
            self.product_id.product_tmpl_id._jxc_over_receipt(),
            self.order_id.partner_id.commercial_partner_id._jxc_over_receipt(),
            Decimal(str(self.company_id.jxc_over_receipt_percent)),
        )

    def _jxc_raise_excess(self, most, now):
        unit = self.product_uom_id
        before = max(0.0, unit.round(self.qty_received - now))
        raise UserError(
            self.env._(
                "%(product)s of order %(order)s: %(ordered).10g %(unit)s are ordered,"
                " %(before).10g were received before, and up to %(most).10g are"
                " tolerated in all (%(percent).10g %% more). %(now).10g are too many:"
                " receive %(rest).10g and give the rest back to the vendor, or ask the"
                " buyer to raise the order.",
                product=self.product_id.display_name,
                order=self.order_id.name,
                ordered=self.product_qty,
                unit=unit.name,
                before=before,
                most=float(most),
                percent=float(self._jxc_over_receipt()),
                now=unit.round(now),
                rest=max(0.0, unit.round(float(most) - before, "DOWN")),
            )
        )
