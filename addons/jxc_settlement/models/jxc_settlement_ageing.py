from odoo import api, fields, models
from odoo.tools import SQL

from ..logic.ageing import BUCKETS


class JxcSettlementAgeing(models.Model):
    """Open items of customers and vendors, one row each, as they stand today."""

    _name = "jxc.settlement.ageing"
    _description = "Ageing of Open Items"
    _auto = False
    _rec_name = "move_id"
    _order = "date_due, id"

    partner_id = fields.Many2one("res.partner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    side = fields.Selection(
        [("receivable", "Receivable"), ("payable", "Payable")], readonly=True
    )
    account_id = fields.Many2one("account.account", readonly=True)
    move_line_id = fields.Many2one("account.move.line", "Open Item", readonly=True)
    move_id = fields.Many2one("account.move", "Document", readonly=True)
    date = fields.Date("Document Date", readonly=True)
    date_due = fields.Date("Due Date", readonly=True)
    days_overdue = fields.Integer(readonly=True, aggregator="max")
    bucket = fields.Selection(
        [
            ("0_not_due", "Not Due"),
            ("1_30", "1-30 Days"),
            ("31_60", "31-60 Days"),
            ("61_90", "61-90 Days"),
            ("91_over", "Over 90 Days"),
        ],
        readonly=True,
    )
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
            "move_id",
            "parent_state",
            "partner_id",
            "reconciled",
        ],
        "res.company": ["currency_id"],
        "res.partner": ["commercial_partner_id"],
    }

    @property
    def _table_query(self):
        return self._jxc_query(fields.Date.context_today(self))

    @api.model
    def _jxc_query(self, today):
        """Items that are open, with their age on the day ``today``."""
        sign = SQL(
            "CASE WHEN account.account_type = 'liability_payable' THEN -1 ELSE 1 END"
        )
        due = SQL("COALESCE(line.date_maturity, line.date)")
        days = SQL("(%s::date - %s)", today, due)
        return SQL(
            """
            SELECT line.id, line.id AS move_line_id,
                   line.move_id,
                   line.account_id,
                   line.company_id,
                   COALESCE(partner.commercial_partner_id, line.partner_id)
                       AS partner_id,
                   CASE WHEN account.account_type = 'liability_payable'
                        THEN 'payable' ELSE 'receivable' END AS side,
                   line.date,
                   %(due)s AS date_due,
                   GREATEST(%(days)s, 0) AS days_overdue,
                   %(bucket)s AS bucket,
                   company.currency_id AS company_currency_id,
                   line.currency_id,
                   %(sign)s * line.balance AS amount,
                   %(sign)s * line.amount_residual AS residual,
                   %(sign)s * line.amount_residual_currency AS residual_currency
              FROM account_move_line line
              JOIN account_account account ON account.id = line.account_id
              JOIN res_company company ON company.id = line.company_id
         LEFT JOIN res_partner partner ON partner.id = line.partner_id
             WHERE line.parent_state = 'posted'
               AND NOT line.reconciled
               AND account.account_type IN ('asset_receivable', 'liability_payable')
               AND (line.amount_residual != 0 OR line.amount_residual_currency != 0)
            """,
            due=due,
            days=days,
            sign=sign,
            bucket=self._jxc_bucket_sql(days),
        )

    @api.model
    def _jxc_bucket_sql(self, days):
        cases = [
            SQL("WHEN %s <= %s THEN %s", days, last, name)
            for name, _first, last in BUCKETS
            if last is not None
        ]
        return SQL("CASE %s ELSE %s END", SQL(" ").join(cases), BUCKETS[-1][0])

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
