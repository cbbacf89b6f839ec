from odoo import fields, models


class PurchaseOrder(models.Model):
    """Bills collected by vendor and month (P9)."""

    _inherit = "purchase.order"

    def _jxc_bill_keys(self):
        """Who adds to the vendor's draft of the month is alone with the vendor."""
        keys = super()._jxc_bill_keys()
        for order in self.filtered(lambda o: o.partner_id._jxc_collects(o.company_id)):
            keys += order.partner_id._jxc_payable_keys(order.company_id)
        return keys

    def _jxc_create_bill(self):
        if not self.partner_id._jxc_collects(self.company_id):
            return super()._jxc_create_bill()
        today = self.company_id._jxc_today()
        month = fields.Date.start_of(today, "month")
        lines = self._jxc_lines_to_bill()
        bills = self.env["account.move"]
        draft = self._jxc_open_draft(month)
        if draft:
            short = draft._jxc_collect(lines)
            bills |= draft.exists()
            bills.invoice_origin = self._jxc_add_origin(bills)
            if not short:
                bills._jxc_date_collected(today)
                return bills
        new = super()._jxc_create_bill()
        collected = new.filtered(lambda bill: bill.move_type == "in_invoice")
        collected.jxc_collected_month = month
        (bills | collected)._jxc_date_collected(today)
        return bills | new

    def _jxc_open_draft(self, month):
        """The vendor's draft of the month that this order may be added to."""
        self.ensure_one()
        values = self._prepare_invoice()
        domain = [
            ("move_type", "=", "in_invoice"),
            ("state", "=", "draft"),
            ("posted_before", "=", False),
            ("jxc_collected_month", "=", month),
            ("company_id", "=", self.company_id.id),
            ("ref", "in", (False, "")),
        ]
        for name in ("partner_id", "currency_id", "invoice_payment_term_id"):
            domain.append((name, "=", values[name]))
        domain.append(("fiscal_position_id", "=", values["fiscal_position_id"]))
        return self.env["account.move"].search(domain, order="id desc", limit=1)

    def _jxc_add_origin(self, bill):
        origins = (bill.invoice_origin or "").split(", ") if bill else []
        return ", ".join(dict.fromkeys(filter(None, [*origins, self.name])))
