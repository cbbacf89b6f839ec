from decimal import Decimal

from odoo import api, fields, models

from ..exceptions import CannotBeBooked

#: What the rest of a line may be; nothing chosen: it stays open, or is an advance.
RESTS = [
    ("small", "Small Difference"),
    ("fee", "Bank Fee"),
    ("exchange", "Exchange Difference"),
    ("discount", "Cash Discount"),
]


class AccountBankStatementLineRest(models.Model):
    """What is left between a line and its items: written off with it, if wanted."""

    _inherit = "account.bank.statement.line"

    jxc_rest = fields.Monetary(
        "Rest",
        compute="_compute_jxc_rest",
        help="What the chosen items are open for, less the amount of the line. Above "
        "zero: so much of them stays open. Below zero: so much is an advance.",
    )
    jxc_rest_kind = fields.Selection(
        RESTS,
        "Write Off the Rest as",
        copy=False,
        help="The rest is booked to the account of this kind, within the limits of the "
        "settings, and the items are settled in full.",
    )

    @api.depends("amount", "jxc_item_ids.amount_residual_currency")
    def _compute_jxc_rest(self):
        for line in self:
            rest = line._jxc_rest_amount() if line.jxc_item_ids else 0
            line.jxc_rest = float(rest)

    def _jxc_rest_amount(self, left=None):
        """:param left: what of items is open, where lines before take of them"""
        open_for = left.get if left else self._jxc_residual
        return sum(map(open_for, self.jxc_item_ids)) - self._jxc_amount()

    @api.model
    def _jxc_residual(self, item):
        return Decimal(str(item.currency_id.round(abs(item.amount_residual_currency))))

    def _jxc_written_off(self, left):
        """What of the items is settled by no money, below zero: money of no item."""
        self.ensure_one()
        if not (self.jxc_rest_kind and self.jxc_item_ids):
            return Decimal(0)
        return self._jxc_rest_amount(left)

    def _jxc_rest_account(self, rest):
        # Who pays too little, and what we pay too much, is our loss.
        loss = (self.amount > 0) == (rest > 0)
        return self.company_id._jxc_difference_account(self.jxc_rest_kind, loss)

    def _jxc_mark_rest(self, values):
        """Values of the item that takes the rest; refused above the limits."""
        kind = self.jxc_rest_kind
        self.jxc_item_ids._jxc_check_limits(
            self.company_id, [(kind, values["balance"])]
        )
        names = dict(self._fields["jxc_rest_kind"]._description_selection(self.env))
        return {**values, "name": names[kind], "jxc_difference_kind": kind}

    def _jxc_check_rest(self):
        """A rest is written off of items: of nothing there is none."""
        self.ensure_one()
        if self.jxc_rest_kind and not self.jxc_item_ids:
            raise CannotBeBooked(
                self.env._(
                    "Choose the items that %(line)s settles, or let nothing be written "
                    "off: without items there is no rest.",
                    line=self.payment_ref or self.display_name,
                )
            )

    def _jxc_trace_rest(self, undone=False):
        """Into the chatter of the documents what was written off with a line."""
        items = self.env["account.move.line"]
        kinds = dict(items._jxc_kind_names())
        for line in self:
            for item in line.line_ids.filtered("jxc_difference_kind"):
                facts = {
                    "kind": kinds[item.jxc_difference_kind],
                    "amount": item.currency_id.format(abs(item.amount_currency)),
                    "document": line.move_id.display_name,
                }
                text = (
                    self.env._(
                        "%(kind)s of %(amount)s, written off with %(document)s, was "
                        "taken back.",
                        **facts,
                    )
                    if undone
                    else self.env._(
                        "%(kind)s of %(amount)s written off with %(document)s.", **facts
                    )
                )
                moves = line._jxc_settled().move_id
                moves._message_log_batch({move.id: text for move in moves})

    def _jxc_settled(self):
        """The items that are matched with this line."""
        partials = self.line_ids.matched_debit_ids | self.line_ids.matched_credit_ids
        items = partials.debit_move_id | partials.credit_move_id
        return items - self.line_ids
