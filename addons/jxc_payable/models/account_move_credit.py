from odoo import api, fields, models

from .account_move_line_match import BLOCKED


class AccountMove(models.Model):
    """Differences on the bill, and the credit note for them (P9)."""

    _inherit = "account.move"

    jxc_match_on = fields.Boolean(related="company_id.jxc_match")
    jxc_match_line_ids = fields.Many2many(
        "account.move.line", string="Differences", compute="_compute_jxc_match_lines"
    )
    jxc_match_count = fields.Integer(
        "Number of Differences", compute="_compute_jxc_match_lines"
    )
    jxc_match_excess = fields.Monetary(
        "Billed Too Much",
        compute="_compute_jxc_match_lines",
        help="By the orders' prices and the accepted quantities, without taxes.",
    )
    jxc_match_pending = fields.Boolean(
        "Credit Note Drafted", compute="_compute_jxc_match_lines"
    )

    @api.depends(
        "invoice_line_ids.jxc_match_state",
        "invoice_line_ids.jxc_match_excess",
        "company_id.jxc_match",
    )
    def _compute_jxc_match_lines(self):
        for bill in self:
            lines = self.env["account.move.line"]
            # Once posted, only what a credit note has to settle is still open.
            if bill.company_id.jxc_match and bill.state in ("draft", "posted"):
                lines = bill.invoice_line_ids.filtered(
                    lambda one: one.jxc_match_state in BLOCKED and one._jxc_open()
                )
            bill.jxc_match_line_ids = lines._origin
            bill.jxc_match_count = len(lines)
            bill.jxc_match_excess = sum(lines.mapped("jxc_match_excess"))
            bill.jxc_match_pending = "credit" in lines.mapped("jxc_match_state")

    def action_jxc_resolve(self):
        """Open the wizard for what differs on this bill."""
        return self.jxc_match_line_ids.action_jxc_resolve()

    def action_jxc_credit(self):
        """Draft the credit note for what is billed too much, and show it."""
        self.ensure_one()
        return self.jxc_match_line_ids._jxc_credit()._jxc_open_credits()

    def _jxc_open_credits(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "account.action_move_in_refund_type"
        )
        action["domain"] = [("id", "in", self.ids)]
        if len(self) == 1:
            action.update(res_id=self.id, view_mode="form", views=[(False, "form")])
        return action

    def _jxc_draft_credit(self, wanted):
        """:param wanted: ``[(bill line, values of a line that takes back)]``"""
        self.ensure_one()
        refund = self.create(
            {
                "move_type": "in_refund",
                "partner_id": self.partner_id.id,
                "currency_id": self.currency_id.id,
                "journal_id": self.journal_id.id,
                "fiscal_position_id": self.fiscal_position_id.id,
                "invoice_date": self.company_id._jxc_today(),
                "invoice_origin": self.invoice_origin,
                "reversed_entry_id": self.id,
                "invoice_line_ids": [
                    fields.Command.create(values) for _line, values in wanted
                ],
            }
        )
        lines = refund.invoice_line_ids.sorted("id")
        for (line, _values), taken in zip(wanted, lines, strict=True):
            # The mark is sealed: nobody may say so of a refund of his own.
            taken.sudo().jxc_credit_of_id = line
        self.message_post(
            body=self.env._(
                "A credit note of %(amount)s is drafted for the differences:\n"
                "%(lines)s",
                amount=refund.currency_id.format(refund.amount_total),
                lines="\n".join(
                    line._jxc_difference_text()
                    for line in lines.jxc_credit_of_id.sorted("id")
                ),
            )
        )
        return refund

    def write(self, vals):
        """A posted credit note settles its bill; cancelled, it no longer does."""
        changed = self.browse()
        if "state" in vals:
            changed = self.filtered(
                lambda m: m.state != vals["state"]
                and "posted" in (m.state, vals["state"])
            )
            undone = changed.filtered(lambda m: m.move_type == "in_invoice")
            changed |= undone.reversed_entry_id
            changed = changed.filtered(lambda m: m.move_type == "in_refund")
        result = super().write(vals)
        for refund in changed:
            refund._jxc_tell_credited()
        return result

    def _jxc_tell_credited(self):
        """Note on the bill lines, and in the bill's history, what settled them."""
        self.ensure_one()
        # Who posts the refund need not write the bill, which may be posted itself.
        lines = self.sudo().invoice_line_ids.jxc_credit_of_id
        if not lines:
            return
        posted = self.state == "posted" and self._jxc_left_of_credit() > 0
        reason = self.env._("Credit note %(refund)s", refund=self.display_name)
        lines.write(
            {
                "jxc_match_reason": reason if posted else False,
                "jxc_match_uid": self.env.uid if posted else False,
            }
        )
        for bill in lines.move_id:
            bill.message_post(
                body=self.env._(
                    "Differences settled by the credit note %(refund)s.",
                    refund=self.display_name,
                )
                if posted
                else self.env._(
                    "The credit note %(refund)s is no longer posted, or was reversed:"
                    " the differences are open again.",
                    refund=self.display_name,
                )
            )

    def _jxc_left_of_credit(self):
        """The share of a posted refund that no posted bill has reversed."""
        self.ensure_one()
        undone = self.sudo().reversal_move_ids.filtered(
            lambda m: m.state == "posted" and m.move_type == "in_invoice"
        )
        if not undone:
            return 1.0
        back = sum(undone.mapped("amount_untaxed"))
        whole = self.amount_untaxed
        return max(0.0, 1 - back / whole) if whole else 0.0

    def _post(self, soft=True):
        """A credit note that came before its bill is matched with it."""
        posted = super()._post(soft)
        for bill in posted.filtered(lambda m: m.move_type == "in_invoice"):
            credits = bill.invoice_line_ids.jxc_credit_line_ids.move_id
            for refund in credits.filtered(lambda m: m.state == "posted"):
                bill._reconcile_reversed_moves(refund, False)
        return posted
