from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from odoo import fields, models
from odoo.tools import SQL

#: What the statement reads, and what therefore has to be in the database before.
READ = {
    "account.account": ["account_type"],
    "account.move.line": [
        "account_id",
        "amount_residual",
        "company_id",
        "date_maturity",
        "parent_state",
        "partner_id",
        "reconciled",
    ],
    "res.partner": ["commercial_partner_id"],
}


@dataclass(slots=True)
class Debt:
    """What a customer owes a company, in its currency."""

    owed: float = 0.0
    overdue: float = 0.0
    since: date | None = None

    def days(self, today):
        return (today - self.since).days if self.since else 0


class SaleOrder(models.Model):
    """What the ledger says that customers owe (S3)."""

    _inherit = "sale.order"

    def _jxc_debtor(self):
        self.ensure_one()
        return self.company_id.id, self.partner_id.commercial_partner_id._origin.id

    def _jxc_debts(self, partners=None):
        """What commercial partners owe and since when, all of it by one statement.

        :return: ``{(company id, commercial partner id): Debt}``
        """
        debts = defaultdict(Debt)
        if partners is not None and not partners:
            return debts
        for name, names in READ.items():
            self.env[name].flush_model(names)
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(_open_items(today, partners))
        for company, partner, owed, overdue, since in rows:
            debts[company, partner] = Debt(owed, overdue or 0.0, since)
        return debts


def _open_items(today, partners):
    """Rows of company, commercial partner, owed, overdue of it, the first due date.

    Accounts and contacts are looked up once, so that every item is read only once and
    is summed up without being sorted.
    """
    whose = SQL("item.partner_id IS NOT NULL")
    if partners is not None:
        whose = SQL(
            """item.partner_id = ANY(ARRAY(
                SELECT id FROM res_partner WHERE commercial_partner_id = ANY(%s)))""",
            partners.ids,
        )
    return SQL(
        """
        SELECT debt.company_id, partner.commercial_partner_id,
               SUM(debt.owed), SUM(debt.overdue), MIN(debt.since)
          FROM (
                SELECT item.company_id, item.partner_id,
                       SUM(item.amount_residual) AS owed,
                       SUM(item.amount_residual) FILTER (WHERE %(late)s) AS overdue,
                       MIN(item.date_maturity) FILTER (WHERE %(late)s) AS since
                  FROM account_move_line item
                 WHERE item.account_id = ANY(ARRAY(
                           SELECT id FROM account_account
                            WHERE account_type = 'asset_receivable'))
                   AND item.parent_state = 'posted'
                   AND item.reconciled IS NOT TRUE
                   AND %(whose)s
                 GROUP BY item.company_id, item.partner_id
               ) debt
          JOIN res_partner partner ON partner.id = debt.partner_id
         GROUP BY debt.company_id, partner.commercial_partner_id
        """,
        late=SQL("item.date_maturity < %s AND item.amount_residual > 0", today),
        whose=whose,
    )
