from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_is_zero

from .account_move_line_match import HELD


class AccountMoveLine(models.Model):
    """Credit notes for what a bill has too much (P9).

    A bill line is settled by figures, not by a mark: what its posted credit notes took
    back is no longer billed, in quantity and in money.
    """

    _inherit = "account.move.line"

    # Written by the button only, see SEALED.
    jxc_credit_of_id = fields.Many2one(
        "account.move.line",
        "Credit For",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    jxc_credit_line_ids = fields.One2many(
        "account.move.line", "jxc_credit_of_id", "Credited By", readonly=True
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_jxc_credited(self):
        for line in self.sudo():
            bill = line.jxc_credit_of_id.move_id
            credits = line.jxc_credit_line_ids.move_id
            if bill.state == "posted":
                raise UserError(
                    self.env._(
                        "%(refund)s is for a difference of the posted bill %(bill)s."
                        " Cancel it instead, so that the difference is seen again.",
                        refund=line.move_id.display_name,
                        bill=bill.display_name,
                    )
                )
            # A return of the goods may take from the draft, in the keeper's name.
            posted = credits.filtered(lambda one: one.state == "posted")
            if posted and not self.env.su:
                raise UserError(
                    self.env._(
                        "%(product)s: the credit note %(refund)s is posted for this"
                        " line. Reset that one to draft and cancel it first.",
                        product=line.product_id.display_name,
                        refund=posted[0].display_name,
                    )
                )

    def _jxc_credited(self):
        """:return: quantity and net amount that posted credit notes took back, in this
        line's unit and currency"""
        quantity = amount = 0.0
        for one in self._origin.sudo().jxc_credit_line_ids:
            if one.parent_state != "posted":
                continue
            left = one.move_id._jxc_left_of_credit()
            quantity -= one._jxc_signed(self.product_uom_id) * left
            amount += one.currency_id._convert(
                one._jxc_net() * one.quantity * left,
                self.currency_id,
                self.company_id,
                one.move_id.invoice_date or fields.Date.context_today(self),
                round=False,
            )
        return quantity, amount

    def _jxc_after_credit(self, state):
        """What the credit notes of a line make of its state."""
        states = self._jxc_credit_states()
        if state in HELD and "draft" in states:
            return "credit"
        if state in ("ok", "tolerated") and "posted" in states:
            return "credited"
        return state

    def _jxc_credit_states(self):
        """The states of its credit notes; one that was reversed is as good as none."""
        credits = self._origin.sudo().jxc_credit_line_ids.move_id
        return {
            one.state
            if one.state != "posted" or one._jxc_left_of_credit() > 0
            else "cancel"
            for one in credits
        }

    def _jxc_undoes(self):
        """Whether this line only takes back what a posted refund gave: no more of it,
        and at its price. What was billed before has been matched before."""
        self.ensure_one()
        refund = self.move_id.reversed_entry_id
        if (
            self.move_id.move_type != "in_invoice"
            or refund.move_type != "in_refund"
            or refund.state != "posted"
            or refund.currency_id != self.currency_id
        ):
            return False
        others = refund.sudo().reversal_move_ids.filtered(lambda m: m.state != "cancel")
        given = self._jxc_same_of(refund.invoice_line_ids)
        taken = self._jxc_same_of((others | self.move_id).invoice_line_ids)
        unit = self.product_uom_id
        return given * taken > 0 and unit.compare(abs(taken), abs(given)) <= 0

    def _jxc_same_of(self, lines):
        """:return: the quantity of the lines for the same thing at the same price"""
        price = self.price_unit * (1 - self.discount / 100)
        return sum(
            line.product_uom_id._compute_quantity(
                line.quantity, self.product_uom_id, round=False
            )
            for line in lines
            if line.display_type == "product"
            and line.purchase_line_id == self.purchase_line_id
            and line.jxc_inspection_line_id == self.jxc_inspection_line_id
            and line.product_id == self.product_id
            and line.tax_ids == self.tax_ids
            and float_is_zero(
                line.price_unit * (1 - line.discount / 100) - price, precision_digits=6
            )
        )

    def _jxc_pending_credit(self):
        """Drafts of credit notes for these lines."""
        return self.jxc_credit_line_ids.move_id.filtered(lambda m: m.state == "draft")

    def _jxc_state_text(self, label):
        names = self._jxc_pending_credit().mapped("display_name")
        return f"{label} ({', '.join(names)})" if names else label

    def _jxc_refuse_pending(self):
        if pending := self._jxc_pending_credit():
            raise UserError(
                self.env._(
                    "The credit note %(refund)s waits for these lines. Post it, or"
                    " cancel it first.",
                    refund=pending[0].display_name,
                )
            )

    def _jxc_credit(self):
        """Draft a credit note for what these lines have too much, one per bill.

        What has one already does not get another, whoever asks at the same time.

        :return: the credit notes that are drafts now.
        """
        bills = self.move_id
        bills.check_access("write")
        self.env["jxc.lock"].acquire(bills._jxc_hold_keys())
        self.invalidate_recordset()
        refunds = self._jxc_pending_credit()
        open_lines = self.filtered(
            lambda one: one.jxc_match_state in HELD and one.move_type == "in_invoice"
        )
        for bill, lines in open_lines.grouped("move_id").items():
            wanted = [(line, values) for line in lines for values in line._jxc_taken()]
            if wanted:
                refunds |= bill._jxc_draft_credit(wanted)
        if not refunds:
            raise UserError(
                self.env._(
                    "Nothing here is billed too much by an order. Lower prices are"
                    " corrected or accepted; goods without an order are linked to"
                    " theirs first."
                )
            )
        return refunds

    def _jxc_taken(self):
        """Values of the lines that take back what this line has too much.

        Where only the quantity differs, the surplus at the billed price. Where the
        price does, all is taken back and billed again at the order's price: so the
        quantity billed of the order, and the cost of the goods, stay right.
        """
        self.ensure_one()
        if self.jxc_match_state not in ("price", "quantity", "both"):
            return []
        unit, net, agreed = (
            self.product_uom_id,
            self._jxc_net(),
            self._jxc_agreed_here(),
        )
        done, amount = self._jxc_credited()
        left = self.quantity - done
        total = self.jxc_match_before + self.quantity
        over = unit.round(max(0.0, min(total - self.jxc_match_limit, left)))
        rest = unit.round(left - over)
        # What the price makes too much of the quantity that remains.
        gap = net * self.quantity - amount - agreed * left - (net - agreed) * over
        product = self.product_id.display_name or self.name
        if self.currency_id.compare_amounts(gap, 0) > 0 and not unit.is_zero(rest):
            price = self.tax_ids._jxc_gross(
                net - gap / rest, self.currency_id, self.product_id, self.partner_id
            )
            back = self.env._("Taken back: %(product)s", product=product)
            again = self.env._("At the order's price: %(product)s", product=product)
            return [
                self._jxc_taken_values(back, left),
                {
                    **self._jxc_taken_values(again, -rest),
                    "price_unit": round(price, 8),
                    "discount": 0.0,
                },
            ]
        name = self.env._("Billed too much: %(product)s", product=product)
        return [] if unit.is_zero(over) else [self._jxc_taken_values(name, over)]

    def _jxc_taken_values(self, name, quantity):
        return {
            "product_id": self.product_id.id,
            "name": name,
            "quantity": quantity,
            "product_uom_id": self.product_uom_id.id,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "tax_ids": [fields.Command.set(self.tax_ids.ids)],
            "account_id": self.account_id.id,
            "analytic_distribution": self.analytic_distribution,
            "purchase_line_id": self.purchase_line_id.id,
            "jxc_inspection_line_id": self.jxc_inspection_line_id.id,
        }
