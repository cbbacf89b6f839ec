from odoo import models
from odoo.exceptions import UserError

from .account_move_line_match import BLOCKED

FIGURES = [
    "jxc_match_ordered",
    "jxc_match_limit",
    "jxc_match_before",
    "jxc_match_price",
    "jxc_match_gap",
    "jxc_match_excess",
    "jxc_match_state",
]


class AccountMove(models.Model):
    """Posting is where a vendor bill is held (P9)."""

    _inherit = "account.move"

    def write(self, vals):
        """Whatever posts a bill, a button, a job or a client's write, comes by here."""
        if vals.get("state") == "posted":
            bills = self.filtered(
                lambda m: m.state != "posted"
                and m.move_type in ("in_invoice", "in_refund")
            )
            if bills:
                bills._jxc_hold()
        return super().write(vals)

    def _jxc_hold(self):
        """Refuse what differs from its orders; note what is tolerated."""
        self.env["jxc.lock"].acquire(self._jxc_hold_keys())
        for bill in self:
            bill._jxc_check_reference()
        lines = self.filtered("company_id.jxc_match").invoice_line_ids
        lines.invalidate_recordset(FIGURES)
        held = lines.filtered(lambda line: line.jxc_match_state in BLOCKED)
        if held:
            raise UserError(
                self.env._(
                    "The bill does not agree with its orders and what was accepted:\n"
                    "%(lines)s\nCorrect it, or have a finance manager accept the"
                    " differences (Payables › Bill Differences).",
                    lines="\n".join(line._jxc_difference_text() for line in held),
                )
            )
        passed = lines.filtered(lambda line: line.jxc_match_state == "tolerated")
        for bill, few in passed.grouped("move_id").items():
            bill.message_post(
                body="\n".join(line._jxc_difference_text() for line in few)
            )

    def _jxc_hold_keys(self):
        keys = []
        for bill in self.filtered("partner_id"):
            keys += bill.partner_id._jxc_payable_keys(bill.company_id)
        orders = self.sudo().invoice_line_ids.purchase_line_id.order_id
        return keys + orders._jxc_bill_keys()

    def _jxc_check_reference(self):
        self.ensure_one()
        reference = (self.ref or "").strip()
        if not reference:
            if self.company_id.jxc_match_ref and self.move_type == "in_invoice":
                raise UserError(
                    self.env._(
                        "%(bill)s: enter the number of the vendor's invoice.",
                        bill=self.display_name,
                    )
                )
            return
        if self.move_type != "in_invoice":
            return
        other = self.sudo().search(
            [
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("move_type", "=", "in_invoice"),
                ("state", "=", "posted"),
                ("ref", "=ilike", reference),
                ("id", "!=", self.id),
            ],
            limit=1,
        )
        if other:
            raise UserError(
                self.env._(
                    "%(vendor)s: the invoice number %(number)s is already posted as"
                    " %(bill)s. Check the number, or delete this bill.",
                    vendor=self.commercial_partner_id.display_name,
                    number=reference,
                    bill=other.name,
                )
            )
