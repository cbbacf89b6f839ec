from decimal import Decimal

from odoo import api, fields, models

from ..logic.matching import Item


class JxcSettlementMatchLine(models.TransientModel):
    _name = "jxc.settlement.match.line"
    _description = "Open Item to Match"
    _order = "date_due, id"

    match_id = fields.Many2one(
        "jxc.settlement.match", "Workbench", required=True, ondelete="cascade"
    )
    sign = fields.Selection([("debit", "Debit"), ("credit", "Credit")], required=True)
    move_line_id = fields.Many2one("account.move.line", "Open Item", required=True)
    selected = fields.Boolean("Match")
    amount = fields.Monetary(
        "Amount to Match",
        compute="_compute_amount",
        store=True,
        readonly=False,
        help="Leave it at the open amount, or enter the part that is to be matched.",
    )
    residual_seen = fields.Monetary(
        "Open Amount",
        required=True,
        help="The open amount when this list was read.",
    )
    currency_id = fields.Many2one(related="move_line_id.currency_id")
    move_id = fields.Many2one(related="move_line_id.move_id", string="Document")
    name = fields.Char(related="move_line_id.name", string="Label")
    date = fields.Date(related="move_line_id.date")
    date_due = fields.Date(compute="_compute_date_due", store=True)
    age = fields.Integer("Age (Days)", compute="_compute_age")
    original = fields.Monetary("Original Amount", compute="_compute_original")

    @api.depends("selected", "residual_seen")
    def _compute_amount(self):
        for line in self:
            if not line.selected:
                line.amount = 0.0
            elif not line.amount:
                line.amount = line.residual_seen

    @api.depends("move_line_id")
    def _compute_date_due(self):
        for line in self:
            item = line.move_line_id
            line.date_due = item.date_maturity or item.date

    @api.depends("date")
    def _compute_age(self):
        today = fields.Date.context_today(self)
        for line in self:
            line.age = (today - line.date).days if line.date else 0

    @api.depends("move_line_id")
    def _compute_original(self):
        for line in self:
            line.original = abs(line.move_line_id.amount_currency)

    @api.onchange("amount")
    def _onchange_amount(self):
        for line in self:
            if line.amount and not line.selected:
                line.selected = True

    def action_open_document(self):
        """The payment, or else the invoice or entry, behind this item."""
        self.ensure_one()
        document = self.move_id.origin_payment_id or self.move_id
        return {
            "type": "ir.actions.act_window",
            "res_model": document._name,
            "res_id": document.id,
            "views": [(False, "form")],
        }

    def _to_item(self, amount):
        self.ensure_one()
        return Item(
            key=self.move_line_id.id,
            due=self.date_due,
            amount=Decimal(str(self.currency_id.round(amount))),
            # A set-off is across accounts.
            group=self.match_id.side != "setoff" and self.move_line_id.account_id.id,
        )
