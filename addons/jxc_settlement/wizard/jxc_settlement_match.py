from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..logic.matching import oldest_first
from ..models.res_partner import ACCOUNT_TYPES, SIDES

#: Which field holds what is written off as which kind.
KIND_FIELDS = {
    "discount": "discount_amount",
    "small": "small_amount",
    "fee": "fee_amount",
}


class JxcSettlementMatch(models.TransientModel):
    """The matching workbench: a partner's open items, and what to match of them."""

    _name = "jxc.settlement.match"
    _description = "Matching Workbench"
    _rec_name = "partner_id"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    side = fields.Selection(
        [*SIDES, ("setoff", "Set-Off")],
        required=True,
        compute="_compute_side",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_id = fields.Many2one("res.partner", domain="[('jxc_open_side', '=', side)]")
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        precompute=True,
    )
    debit_line_ids = fields.One2many(
        "jxc.settlement.match.line",
        "match_id",
        "Debit Items",
        domain=[("sign", "=", "debit")],
        compute="_compute_lines",
        store=True,
        readonly=False,
    )
    credit_line_ids = fields.One2many(
        "jxc.settlement.match.line",
        "match_id",
        "Credit Items",
        domain=[("sign", "=", "credit")],
        compute="_compute_lines",
        store=True,
        readonly=False,
    )
    pair_ids = fields.One2many(
        "jxc.settlement.match.pair",
        "match_id",
        "What Will Be Matched",
        compute="_compute_pair_ids",
        store=True,
    )
    partial_ids = fields.Many2many(
        "account.partial.reconcile", string="Matched", compute="_compute_partial_ids"
    )
    debit_total = fields.Monetary("Debit Chosen", compute="_compute_totals")
    credit_total = fields.Monetary("Credit Chosen", compute="_compute_totals")
    pair_total = fields.Monetary("To Match", compute="_compute_totals")
    difference = fields.Monetary(compute="_compute_totals")

    @api.depends("partner_id")
    def _compute_side(self):
        for match in self:
            partner = match.partner_id
            if not match.side:
                vendor = partner.supplier_rank > partner.customer_rank
                match.side = "payable" if vendor else "receivable"

    @api.depends("company_id")
    def _compute_currency_id(self):
        for match in self:
            match.currency_id = match.currency_id or match.company_id.currency_id

    @api.depends("company_id", "side", "partner_id", "currency_id")
    def _compute_lines(self):
        for match in self:
            items = match._open_items()
            match.debit_line_ids = match._line_commands(
                "debit", items.filtered(lambda i: i.amount_residual_currency > 0)
            )
            match.credit_line_ids = match._line_commands(
                "credit", items.filtered(lambda i: i.amount_residual_currency < 0)
            )

    @api.depends(
        "debit_line_ids.selected",
        "debit_line_ids.amount",
        "credit_line_ids.selected",
        "credit_line_ids.amount",
    )
    def _compute_pair_ids(self):
        for match in self:
            match.pair_ids = [Command.clear()] + [
                Command.create(
                    {
                        "sequence": number,
                        "debit_id": pair.debit,
                        "credit_id": pair.credit,
                        "amount": float(pair.amount),
                    }
                )
                for number, pair in enumerate(match._pairs())
            ]

    @api.depends("pair_ids.amount")
    def _compute_totals(self):
        for match in self:
            match.debit_total = sum(match._chosen("debit").mapped("amount"))
            match.credit_total = sum(match._chosen("credit").mapped("amount"))
            match.pair_total = sum(match.pair_ids.mapped("amount"))
            match.difference = match.debit_total - match.credit_total

    @api.depends("company_id", "side", "partner_id")
    def _compute_partial_ids(self):
        for match in self:
            commercial = match.partner_id.commercial_partner_id
            domain = Domain("company_id", "=", match.company_id.id) & Domain(
                "debit_move_id.partner_id", "child_of", commercial.id
            )
            if match.side == "setoff":
                domain &= Domain.OR(
                    Domain(f"{item}.move_id.jxc_settlement_kind", "=", "setoff")
                    for item in ("debit_move_id", "credit_move_id")
                )
            else:
                kind = ACCOUNT_TYPES.get(match.side)
                domain &= Domain("debit_move_id.account_id.account_type", "=", kind)
                domain &= Domain(
                    "debit_move_id.move_id.jxc_settlement_kind", "!=", "undone"
                )
            partials = self.env["account.partial.reconcile"]
            if match.partner_id:
                partials = partials.search(domain, order="id desc", limit=80)
            match.partial_ids = partials

    def _open_items(self):
        partners = self.env["res.partner"]
        items = self.env["account.move.line"]
        if not self.partner_id:
            return items
        commercial = self.partner_id.commercial_partner_id
        if self.side == "setoff":
            domain = Domain.OR(
                partners._jxc_open_domain(side)
                & Domain("amount_residual_currency", sign, 0)
                for side, sign in (("receivable", ">"), ("payable", "<"))
            )
        else:
            domain = partners._jxc_open_domain(self.side)
        return items.search(
            domain
            & Domain("company_id", "=", self.company_id.id)
            & Domain("partner_id", "child_of", commercial.id)
            & Domain("currency_id", "=", self.currency_id.id)
        )

    def _line_commands(self, sign, items):
        items = items.sorted(lambda i: (i.date_maturity or i.date, i.id))
        return [Command.clear()] + [
            Command.create(
                {
                    "sign": sign,
                    "move_line_id": item.id,
                    "residual_seen": abs(item.amount_residual_currency),
                }
            )
            for item in items
        ]

    def _chosen(self, sign):
        return self[f"{sign}_line_ids"].filtered("selected")

    def _pairs(self):
        """The pairs of what is ticked, oldest first."""
        self.ensure_one()
        return oldest_first(
            *(
                [line._to_item(line.amount) for line in self._chosen(sign)]
                for sign in ("debit", "credit")
            )
        )

    def action_oldest_first(self):
        """Tick the items that oldest first would match, with their amounts."""
        self.ensure_one()
        debits, credits = self.debit_line_ids, self.credit_line_ids
        pairs = oldest_first(
            [line._to_item(line.residual_seen) for line in debits],
            [line._to_item(line.residual_seen) for line in credits],
        )
        taken = {}
        for pair in pairs:
            for key in (pair.debit, pair.credit):
                taken[key] = taken.get(key, 0) + pair.amount
        for line in debits + credits:
            amount = float(taken.get(line.move_line_id.id, 0))
            line.write({"selected": bool(amount), "amount": amount})
        if not pairs:
            raise UserError(
                self.env._(
                    "%(partner)s has nothing to match: open items stand on one side "
                    "only. Register a payment first, or choose another currency.",
                    partner=self.partner_id.display_name or "",
                )
            )
        return True

    def action_reload(self):
        """Read the open items again."""
        self._compute_lines()
        self.invalidate_recordset(["partial_ids"])
        return True

    def action_match(self):
        """Post the matches that are shown, and the differences with them."""
        self.ensure_one()
        lines = self._chosen("debit") + self._chosen("credit")
        items = lines.move_line_id
        self.env["jxc.lock"].acquire(
            self.partner_id._jxc_settlement_key(account) for account in items.account_id
        )
        self._check_lines(lines)
        entry = self._post_entry(lines)
        pairs = self._pairs_with(entry)
        if not pairs:
            raise UserError(
                self.env._(
                    "Tick at least one debit and one credit item of %(partner)s on the "
                    "same account.",
                    partner=self.partner_id.display_name or "",
                )
            )
        item = self.env["account.move.line"].browse
        before = items.matched_debit_ids | items.matched_credit_ids
        items._jxc_reconcile_pairs(
            [(item(p.debit), item(p.credit), float(p.amount)) for p in pairs]
        )
        items.invalidate_recordset(["matched_debit_ids", "matched_credit_ids"])
        ((items.matched_debit_ids | items.matched_credit_ids) - before)._jxc_trace()
        self.write(dict.fromkeys(KIND_FIELDS.values(), 0))
        return self.action_reload()

    def _check_items(self, lines):
        """Refuse what a screen never shows: items of somebody or something else."""
        shown = self._open_items()
        for line in lines:
            residual = line.move_line_id.amount_residual_currency
            if line.move_line_id not in shown or (line.sign == "debit") != (
                residual > 0
            ):
                raise UserError(
                    self.env._(
                        "%(document)s is not open for %(partner)s here. Read the list "
                        "again.",
                        document=line.move_id.display_name,
                        partner=self.partner_id.display_name or "",
                    )
                )

    def _check_lines(self, lines):
        """Refuse what is no longer as it was shown, and more than is open."""
        lines.move_line_id.invalidate_recordset()
        for line in lines:
            item = line.move_line_id
            residual = abs(item.amount_residual_currency)
            values = {
                "document": item.move_id.display_name,
                "open": line.currency_id.format(residual),
                "seen": line.currency_id.format(line.residual_seen),
                "amount": line.currency_id.format(line.amount),
            }
            stale = item.parent_state != "posted" or line.currency_id.compare_amounts(
                residual, line.residual_seen
            )
            if stale:
                raise UserError(
                    self.env._(
                        "%(document)s has changed since the list was read: %(open)s is "
                        "open now, not %(seen)s. Read the list again.",
                        **values,
                    )
                )
            if (
                line.amount < 0
                or line.currency_id.compare_amounts(line.amount, residual) > 0
            ):
                raise UserError(
                    self.env._(
                        "%(amount)s of %(document)s cannot be matched: "
                        "%(open)s is open.",
                        **values,
                    )
                )
        self._check_items(lines)
