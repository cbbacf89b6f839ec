from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..logic.matching import Item, Pair, oldest_first, spread, totals
from .jxc_settlement_match import KIND_FIELDS


class JxcSettlementMatchEntry(models.TransientModel):
    """What a match puts into the books: differences written off, and set-offs."""

    _inherit = "jxc.settlement.match"

    date = fields.Date(
        "Entry Date",
        required=True,
        default=fields.Date.context_today,
        help="The date of the entry of differences or of the set-off.",
    )
    discount_amount = fields.Monetary("Cash Discount")
    small_amount = fields.Monetary("Small Difference")
    fee_amount = fields.Monetary("Bank Fee")
    rest = fields.Monetary("Stays Open", compute="_compute_rest")

    @api.depends("difference", *KIND_FIELDS.values())
    def _compute_rest(self):
        for match in self:
            written_off = sum(match[name] for name in KIND_FIELDS.values())
            match.rest = abs(match.difference) - written_off

    def _amount(self, value):
        return Decimal(str(self.currency_id.round(value)))

    def _post_entry(self, lines):
        """The posted entry of what is written off or set off; none if nothing is."""
        amounts = {
            kind: self[name]
            for kind, name in KIND_FIELDS.items()
            if not self.currency_id.is_zero(self[name])
        }
        if self.side == "setoff":
            if amounts:
                raise UserError(
                    self.env._("A set-off has no differences: write them off alone.")
                )
            values = self._set_off_values()
        elif amounts:
            self._check_amounts(amounts)
            values = self._difference_values(amounts)
        else:
            values = []
        entry = self.env["account.move"].with_company(self.company_id)
        if values:
            if self.side != "setoff":
                self._check_limits(lines, values)
            entry = entry.create(self._entry_values(lines, values))
            entry.action_post()
        return entry

    def _entry_values(self, lines, values):
        kind = "setoff" if self.side == "setoff" else "difference"
        names = dict(self.env["account.move"]._fields[
            "jxc_settlement_kind"
        ]._description_selection(self.env))  # fmt: skip
        return {
            "move_type": "entry",
            "journal_id": self.company_id._jxc_settlement_journal().id,
            "date": self.date,
            "currency_id": self.currency_id.id,
            "ref": f"{names[kind]} {self.partner_id.display_name}",
            "jxc_settlement_kind": kind,
            "jxc_settled_line_ids": [Command.set(lines.move_line_id.ids)],
            "line_ids": [Command.create(line) for line in values],
        }

    def _check_amounts(self, amounts):
        if (
            min(amounts.values()) < 0
            or self.currency_id.compare_amounts(self.rest, 0) < 0
        ):
            raise UserError(
                self.env._(
                    "Only the difference of %(difference)s can be written off, in "
                    "amounts above zero.",
                    difference=self.currency_id.format(abs(self.difference)),
                )
            )

    def _difference_values(self, amounts):
        """The journal items that take the difference off the partner's accounts."""
        sign = 1 if self.difference > 0 else -1
        left = {}
        for line in self.debit_line_ids + self.credit_line_ids:
            if line.selected:
                amount = self._amount(line.amount)
                amount *= sign if line.sign == "debit" else -sign
                account = line.move_line_id.account_id.id
                left[account] = left.get(account, 0) + amount
        names = dict(self.env["account.move.line"]._jxc_kind_names())
        values = [
            {
                **self._money(sign * amount),
                "name": names[kind],
                "account_id": self.company_id._jxc_difference_account(
                    kind, sign > 0
                ).id,
                "jxc_difference_kind": kind,
            }
            for kind, amount in amounts.items()
        ]
        total = sum(self._amount(amount) for amount in amounts.values())
        name = ", ".join(names[kind] for kind in amounts)
        values += self._partner_values(spread(total, left), -sign, name)
        return self._balanced(values)

    def _set_off_values(self):
        """Receivables against payables, with one item for each account."""
        name = self.env._("Set-Off")
        values = []
        for side, sign, taken in zip(
            ("debit", "credit"), (-1, 1), totals(self._pairs()), strict=True
        ):
            shares = {}
            for line in self._chosen(side):
                account = line.move_line_id.account_id.id
                amount = taken.get(line.move_line_id.id, 0)
                shares[account] = shares.get(account, 0) + amount
            values += self._partner_values(shares, sign, name)
        return self._balanced(values)

    def _partner_values(self, shares, sign, name):
        return [
            {
                **self._money(sign * float(amount)),
                "name": name,
                "account_id": account,
                "partner_id": self.partner_id.commercial_partner_id.id,
                "date_maturity": self.date,
            }
            for account, amount in shares.items()
            if amount
        ]

    def _money(self, amount):
        return {
            "currency_id": self.currency_id.id,
            "amount_currency": self.currency_id.round(amount),
            "balance": self.currency_id._convert(
                amount, self.company_id.currency_id, self.company_id, self.date
            ),
        }

    def _balanced(self, values):
        """The last item takes what rounding left in the company's currency."""
        if values:
            rest = sum(line["balance"] for line in values)
            own = self.company_id.currency_id
            values[-1]["balance"] = own.round(values[-1]["balance"] - rest)
        return values

    def _check_limits(self, lines, values):
        """Refuse more than an accountant may write off, earlier times counted."""
        written = [
            (line["jxc_difference_kind"], line["balance"])
            for line in values
            if line.get("jxc_difference_kind")
        ]
        lines.move_line_id._jxc_check_limits(self.company_id, written)

    def _pairs_with(self, entry):
        """What is matched with what, the items of the entry among them."""
        own = entry.line_ids.filtered(lambda i: i.partner_id and i.account_id.reconcile)
        if self.side != "setoff":
            sides = {
                sign: [line._to_item(line.amount) for line in self._chosen(sign)]
                for sign in ("debit", "credit")
            }
            for item in own:
                amount = item.amount_currency
                sides["debit" if amount > 0 else "credit"].append(
                    Item(
                        item.id,
                        self.date,
                        self._amount(abs(amount)),
                        item.account_id.id,
                    )
                )
            return oldest_first(sides["debit"], sides["credit"])
        of_account = {item.account_id.id: item.id for item in own}
        account = {
            line.move_line_id.id: of_account.get(line.move_line_id.account_id.id)
            for line in self._chosen("debit") + self._chosen("credit")
        }
        debits, credits = totals(self._pairs())
        return [Pair(key, account[key], amount) for key, amount in debits.items()] + [
            Pair(account[key], key, amount) for key, amount in credits.items()
        ]
