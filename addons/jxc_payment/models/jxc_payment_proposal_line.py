from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.jxc_settlement.logic.matching import Item, oldest_first


class JxcPaymentProposalLine(models.Model):
    """A bill to pay, a credit to use, or a deposit to pay ahead."""

    _name = "jxc.payment.proposal.line"
    _description = "Payment Proposal Line"
    _inherit = "jxc.approval.line.mixin"
    _jxc_approval_parent_field = "proposal_id"
    _order = "proposal_id, partner_id, kind, date_due, id"
    _rec_name = "document"
    _check_company_auto = True

    proposal_id = fields.Many2one(
        "jxc.payment.proposal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="proposal_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="proposal_id.currency_id")
    move_line_id = fields.Many2one(
        "account.move.line",
        "Open Item",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('account_id.account_type', '=', 'liability_payable'),"
        " ('parent_state', '=', 'posted'), ('reconciled', '=', False),"
        " ('currency_id', '=', currency_id)]",
    )
    order_id = fields.Many2one(
        "purchase.order",
        "Deposit On",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('state', '=', 'purchase'), ('currency_id', '=', currency_id)]",
        help="The purchase order that is paid ahead.",
    )
    kind = fields.Selection(
        [("bill", "Bill"), ("credit", "Credit"), ("deposit", "Deposit")],
        compute="_compute_source",
        store=True,
    )
    partner_id = fields.Many2one(
        "res.partner", "Vendor", compute="_compute_source", store=True, index=True
    )
    date_due = fields.Date("Due Date", compute="_compute_source", store=True)
    document = fields.Char(compute="_compute_document")
    reference = fields.Char("Vendor's Number", compute="_compute_document")
    days_late = fields.Integer("Days Overdue", compute="_compute_days_late")
    open_amount = fields.Monetary("Open", compute="_compute_open_amount")
    amount = fields.Monetary(
        compute="_compute_amount",
        store=True,
        readonly=False,
        precompute=True,
        help="What is paid, or of a credit: what is used, as a positive figure.",
    )
    signed = fields.Monetary("Amount to Pay", compute="_compute_signed", store=True)
    bank_id = fields.Many2one(
        "res.partner.bank", "Vendor's Account", compute="_compute_bank_id"
    )

    _one_source = models.Constraint(
        "CHECK ((move_line_id IS NULL) <> (order_id IS NULL))",
        "A line pays an open item, or a deposit on an order: choose one of them.",
    )
    _once = models.UniqueIndex(
        "(proposal_id, move_line_id) WHERE move_line_id IS NOT NULL",
        "An open item stands once in a payment proposal.",
    )
    _order_once = models.UniqueIndex(
        "(proposal_id, order_id) WHERE order_id IS NOT NULL",
        "A deposit stands once in a payment proposal.",
    )

    @api.depends("move_line_id", "order_id")
    def _compute_source(self):
        for line in self:
            item, order = line.move_line_id, line.order_id
            if item:
                line.kind = "bill" if item.balance < 0 else "credit"
                line.date_due = item.date_maturity or item.date
            else:
                line.kind = "deposit" if order else False
                line.date_due = order.jxc_deposit_date
            partner = item.partner_id or order.partner_id
            line.partner_id = partner.commercial_partner_id

    @api.depends("move_line_id", "order_id")
    def _compute_document(self):
        for line in self:
            move = line.move_line_id.move_id
            document = move.origin_payment_id or move
            line.document = line.order_id.name or document.name
            line.reference = line.order_id.partner_ref or move.ref

    @api.depends("date_due", "proposal_id.date")
    def _compute_days_late(self):
        for line in self:
            late = line.date_due and line.proposal_id.date
            days = (line.proposal_id.date - line.date_due).days if late else 0
            line.days_late = max(days, 0)

    @api.depends("move_line_id.amount_residual_currency", "order_id")
    def _compute_open_amount(self):
        for line in self:
            if line.move_line_id:
                line.open_amount = abs(line.move_line_id.amount_residual_currency)
            else:
                line.open_amount = line.order_id.jxc_deposit_left

    @api.depends("move_line_id", "order_id")
    def _compute_amount(self):
        for line in self:
            line.amount = line.open_amount

    @api.depends("amount", "kind")
    def _compute_signed(self):
        for line in self:
            line.signed = -line.amount if line.kind == "credit" else line.amount

    @api.depends("partner_id")
    def _compute_bank_id(self):
        for line in self:
            line.bank_id = line.partner_id.bank_ids[:1]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        return lines

    def write(self, vals):
        self._check_draft()
        result = super().write(vals)
        self._check_draft()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._check_draft()

    def _check_draft(self):
        if self.env.su:
            return
        for proposal in self.proposal_id.filtered(lambda p: p.state != "draft"):
            raise UserError(
                self.env._(
                    "%(proposal)s is no longer a draft: set it back before its lines "
                    "are changed.",
                    proposal=proposal.display_name,
                )
            )

    def _check_payable(self):
        """Refuse what is not open, not of this proposal's kind, or too much."""
        self.move_line_id.invalidate_recordset(["amount_residual_currency"])
        self.invalidate_recordset(["open_amount"])
        for line in self:
            money = line.currency_id
            names = {
                "document": line.document,
                "vendor": line.partner_id.display_name,
                "currency": money.name,
                "amount": money.format(line.amount),
                "open": money.format(line.open_amount),
            }
            if not line._is_payable():
                raise UserError(
                    self.env._(
                        "%(document)s is no posted payable in %(currency)s: take it "
                        "off the proposal.",
                        **names,
                    )
                )
            if line.move_line_id.move_id.payment_state == "blocked":
                raise UserError(
                    self.env._(
                        "%(document)s of %(vendor)s is blocked for payment: release "
                        "the bill, or take it off the proposal.",
                        **names,
                    )
                )
            if (
                money.compare_amounts(line.amount, 0) <= 0
                or money.compare_amounts(line.amount, line.open_amount) > 0
            ):
                raise UserError(
                    self.env._(
                        "%(document)s of %(vendor)s: %(amount)s cannot be paid, "
                        "%(open)s is open. Change the amount or take the line off.",
                        **names,
                    )
                )

    def _is_payable(self):
        """Whether the source is a payable, or an order, of this proposal's kind."""
        self.ensure_one()
        item, order = self.move_line_id, self.order_id
        if (item or order).currency_id != self.currency_id:
            return False
        return order.state == "purchase" or bool(
            item
            and item.account_id.account_type == "liability_payable"
            and item.parent_state == "posted"
            and item.company_id == self.company_id
        )

    def _by_payee(self):
        """Lines by what becomes one payment: (vendor, payable account, order).

        A deposit is a payment of its own: it belongs to its order.
        """
        return self.grouped(
            lambda line: (line.partner_id, line.move_line_id.account_id, line.order_id)
        )

    def _match(self, payment, paid):
        """Match these lines of a vendor and account, with the payment if any."""

        def item(entry, amount):
            due = entry.date_maturity or entry.date
            return Item(entry.id, due, Decimal(str(self.currency_id.round(amount))))

        bills = self.filtered(lambda line: line.kind == "bill")
        credits = [item(line.move_line_id, line.amount) for line in self - bills]
        entry = payment._jxc_payable_item()
        if entry:
            credits.append(item(entry, paid))
        pairs = oldest_first(
            credits, [item(line.move_line_id, line.amount) for line in bills]
        )
        browse = self.env["account.move.line"].browse
        browse()._jxc_reconcile_pairs(
            [(browse(p.debit), browse(p.credit), float(p.amount)) for p in pairs]
        )
