from odoo import fields, models

NOTICE = "jxc_sales.mail_activity_type_notice"


class StockPicking(models.Model):
    _inherit = "stock.picking"

    # --- delivery notice 出库通知单 ----------------------------------------------

    def _jxc_open_notice(self):
        """A to-do for each keeper of the warehouse, on pickings that have none."""
        self = self.sudo().with_context(mail_activity_quick_update=True)
        for picking in self:
            if picking._jxc_notices():
                continue
            day = fields.Date.context_today(self, picking.scheduled_date)
            for user in picking._jxc_keepers():
                picking.activity_schedule(
                    NOTICE,
                    date_deadline=day,
                    summary=picking.with_context(lang=user.lang)._jxc_notice_summary(),
                    user_id=user.id,
                )

    def _jxc_notices(self):
        kind = self.env.ref(NOTICE)
        activities = self.sudo().activity_ids
        return activities.filtered(lambda a: a.activity_type_id == kind)

    def _jxc_notice_summary(self):
        self.ensure_one()
        return self.env._(
            "Ship %(order)s to %(customer)s",
            order=self.sale_id.name or self.origin or self.name,
            customer=self.partner_id.commercial_partner_id.name or "",
        )

    def _jxc_close_notice(self):
        """Shipped: who ships has done it, the others need not any more."""
        todo = self._jxc_notices()
        mine = todo.filtered(lambda a: a.user_id == self.env.user)
        (todo - mine).unlink()
        if mine:
            mine.action_feedback()

    def action_cancel(self):
        res = super().action_cancel()
        self.filtered(lambda p: p.state == "cancel")._jxc_close_notice()
        return res

    def _jxc_notice_rows(self):
        """The lines of the printed notice: per bin and lot where stock is reserved.

        :return: list of dicts of product, uom, quantity, bin, lot; no cost or price.
        """
        self.ensure_one()
        rows = []
        for move in self.move_ids.filtered(lambda m: m.state != "cancel"):
            unit = move.product_uom
            reserved = 0.0
            for line in move.move_line_ids.filtered("quantity"):
                quantity = line.product_uom_id._compute_quantity(line.quantity, unit)
                reserved += quantity
                rows.append(
                    {
                        "product": move.product_id,
                        "uom": unit,
                        "quantity": quantity,
                        "bin": line.location_id.display_name,
                        "lot": line.lot_id.name or line.lot_name or "",
                    }
                )
            rest = move.product_uom_qty - reserved
            if move.state != "done" and unit.compare(rest, 0.0) > 0:
                row = {"product": move.product_id, "uom": unit, "quantity": rest}
                rows.append({**row, "bin": "", "lot": ""})
        return rows

    # --- shipping ---------------------------------------------------------------

    def _action_done(self):
        orders = self._jxc_customer_orders()
        # First, so that a second session loses before it has done any work.
        self.env["jxc.lock"].acquire(orders._jxc_invoice_keys())
        res = super()._action_done()
        done = self.filtered(lambda picking: picking.state == "done")
        done._jxc_check_credit()
        done._jxc_close_notice()
        done._jxc_booked_out()
        # What a pick hands on, or a part shipment leaves behind, has its own keeper.
        done.sudo().move_ids.sale_line_id.order_id._jxc_notify_keepers()
        done._jxc_customer_orders()._jxc_invoice_shipped()
        return res

    def _jxc_booked_out(self):
        """Hook: these goods have moved, and nothing of them is invoiced yet."""

    def _jxc_customer_orders(self):
        """Orders whose goods go to the customer, or come back, by these pickings."""
        moves = self.sudo().move_ids.filtered(
            lambda move: "customer"
            in (move.location_dest_id.usage, move.location_id.usage)
        )
        return moves.sale_line_id.order_id
