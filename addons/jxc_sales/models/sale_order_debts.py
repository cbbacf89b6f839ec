from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from odoo import fields, models
from odoo.tools import SQL

#: What the statements read, and what therefore has to be in the database before.
ORDERS = {
    "account.move.line": ["parent_state"],
    "res.partner": ["commercial_partner_id"],
    "sale.order": ["invoice_status", "partner_id", "state"],
    "sale.order.line": ["invoice_lines", "order_id"],
}
ITEMS = {
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
        self._jxc_flush(ITEMS)
        today = fields.Date.context_today(self)
        rows = self.env.execute_query(_open_items(today, partners))
        for company, partner, owed, overdue, since in rows:
            debts[company, partner] = Debt(owed, overdue or 0.0, since)
        return debts

    def _jxc_uninvoiced_orders(self, partners):
        """Orders of these commercial partners that posted invoices do not ask for, or
        not all of it."""
        self._jxc_flush(ORDERS)
        rows = self.env.execute_query(_uninvoiced(partners))
        return self.sudo().browse(order for (order,) in rows)

    def _jxc_flush(self, read):
        for name, names in read.items():
            self.env[name].flush_model(names)


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


def _uninvoiced(partners):
    """Ids of confirmed orders: to be invoiced, or on an invoice that is a draft."""
    return SQL(
        """
        SELECT sale.id
          FROM sale_order sale
          JOIN res_partner partner ON partner.id = sale.partner_id
         WHERE sale.state = 'sale' AND partner.commercial_partner_id = ANY(%s)
           AND (sale.invoice_status IS DISTINCT FROM 'invoiced'
                OR EXISTS (
                    SELECT FROM sale_order_line line
                      JOIN sale_order_line_invoice_rel rel
                        ON rel.order_line_id = line.id
                      JOIN account_move_line item ON item.id = rel.invoice_line_id
                     WHERE line.order_id = sale.id AND item.parent_state = 'draft'))
        """,
        partners.ids,
    )
