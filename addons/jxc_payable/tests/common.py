from datetime import timedelta

from odoo import fields

from odoo.addons.jxc_purchase.tests.common import PurchaseCase


class PayableCase(PurchaseCase):
    """The verbs of an accountant who pays vendors."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jxc_billing = "receipt"

    def _lines(self, bill):
        return [
            (line.product_id, line.quantity, line.price_subtotal)
            for line in bill.invoice_line_ids
            if line.display_type == "product"
        ]

    # --- the month before -------------------------------------------------------------

    @classmethod
    def _last_day(cls):
        """Of the month before this one."""
        return fields.Date.today().replace(day=1) - timedelta(days=1)

    def _happened(self, order, day):
        """Have all that was done for an order been done on this day."""
        order = order.sudo()
        noon = fields.Datetime.to_datetime(day) + timedelta(hours=4)
        moves = order.order_line.move_ids.filtered(lambda m: m.state == "done")
        moves.date = noon
        lines = self.env["jxc.inspection.line"].search([("move_id", "in", moves.ids)])
        done = lines.inspection_id.filtered(lambda one: one.state == "done")
        done.date_done = noon

    def _billed(self, bill, day):
        """The accountant posts a bill of this day."""
        bill = bill.with_user(self.accountant)
        bill.write({"invoice_date": day, "date": day})
        bill.action_post()

    def _unbilled(self, order, day=None):
        """``[(quantity, price, amount in currency, amount)]`` of an order"""
        rows = self.env["jxc.payable.unbilled"].with_user(self.accountant)
        if day:
            rows = rows.with_context(jxc_unbilled_at=fields.Date.to_string(day))
        rows.invalidate_model()
        found = rows.search([("order_id", "=", order.id)], order="id")
        return [(r.quantity, r.price, r.amount_currency, r.amount) for r in found]
