from odoo import fields, models

from ..ageing_sql import DOCUMENT, DUE, open_items
from .res_partner import SIDES

FINANCE = "account.group_account_invoice,account.group_account_readonly"


class JxcSettlementAgeing(models.Model):
    """Open items of customers and vendors, one row each, as they stood on a day.

    The day and what the age is counted from are in the context, ``jxc_ageing_at``
    and ``jxc_ageing_basis``; without them it is today, by due date.
    """

    _name = "jxc.settlement.ageing"
    _description = "Ageing of Open Items"
    _auto = False
    _rec_name = "move_id"
    _order = "date_due, id"

    partner_id = fields.Many2one("res.partner", readonly=True)
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    side = fields.Selection(SIDES, readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    move_line_id = fields.Many2one("account.move.line", "Open Item", readonly=True)
    move_id = fields.Many2one("account.move", "Document", readonly=True)
    date = fields.Date("Document Date", readonly=True)
    date_due = fields.Date("Due Date", readonly=True)
    days = fields.Integer(
        readonly=True,
        aggregator="max",
        help="Since the due date, or since the document's.",
    )
    bucket_id = fields.Many2one("jxc.ageing.bucket", "Age", readonly=True)
    company_currency_id = fields.Many2one("res.currency", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    amount = fields.Monetary(
        "Original Amount", currency_field="company_currency_id", readonly=True
    )
    residual = fields.Monetary(
        "Open Amount",
        currency_field="company_currency_id",
        readonly=True,
        help="Receivable from the customer or payable to the vendor; negative: "
        "advances and credit notes not matched yet.",
    )
    residual_currency = fields.Monetary(
        "Open in Currency", readonly=True, aggregator=None
    )
    provision = fields.Monetary(
        currency_field="company_currency_id",
        readonly=True,
        groups=FINANCE,
        help="The rate of the bucket, of open receivables.",
    )

    _depends = {
        "account.account": ["account_type"],
        "account.move.line": [
            "account_id",
            "amount_residual",
            "amount_residual_currency",
            "balance",
            "company_id",
            "currency_id",
            "date",
            "date_maturity",
            "invoice_date",
            "move_id",
            "parent_state",
            "partner_id",
            "reconciled",
        ],
        "account.partial.reconcile": [
            "amount",
            "credit_amount_currency",
            "credit_move_id",
            "debit_amount_currency",
            "debit_move_id",
            "max_date",
        ],
        "jxc.ageing.bucket": ["basis", "company_id", "days_from", "rate"],
        "res.company": ["currency_id"],
        "res.currency": ["decimal_places"],
        "res.partner": ["commercial_partner_id", "user_id"],
    }

    @property
    def _table_query(self):
        context = self.env.context
        at = fields.Date.to_date(context.get("jxc_ageing_at"))
        basis = DOCUMENT if context.get("jxc_ageing_basis") == DOCUMENT else DUE
        return open_items(at or fields.Date.context_today(self), basis)

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

    def action_match(self):
        """Open the workbench for the partner of this item."""
        self.ensure_one()
        action = self.partner_id.action_jxc_settlement_match()
        action["context"] = {
            "default_partner_id": self.partner_id.id,
            "default_company_id": self.company_id.id,
            "default_side": self.side,
            "default_currency_id": self.currency_id.id,
        }
        return action
