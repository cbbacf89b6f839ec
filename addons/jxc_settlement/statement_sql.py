"""The journal items behind statements, for many partners in one query."""

from odoo.tools import SQL

from .models.res_partner import ACCOUNT_TYPES


def movements(company, side, first, last, partners=None, currency=None):
    """Rows of (partner, currency, document, date, due date, amount), in order.

    What was posted before ``first`` comes as one row per partner and currency whose
    document is NULL: the opening balance. Amounts are texts, in the currency of the
    items; they are positive for what the partner owes (receivable) or is owed
    (payable).
    """
    return SQL(
        """
        SELECT COALESCE(partner.commercial_partner_id, partner.id) AS partner,
               line.currency_id,
               CASE WHEN line.date >= %(first)s THEN line.move_id END AS document,
               MIN(line.date) AS day,
               MAX(line.date_maturity) AS due,
               SUM(%(sign)s * line.amount_currency)::text AS amount
          FROM account_move_line line
          JOIN account_account account ON account.id = line.account_id
          JOIN res_partner partner ON partner.id = line.partner_id
         WHERE line.parent_state = 'posted'
           AND line.company_id = %(company)s
           AND account.account_type = %(account_type)s
           AND line.date <= %(last)s
           AND line.amount_currency != 0
           AND %(partners)s AND %(currency)s
         GROUP BY 1, 2, 3
         ORDER BY 1, 2, day, 3
        """,
        first=first,
        last=last,
        sign=SQL("-1" if side == "payable" else "1"),
        company=company.id,
        account_type=ACCOUNT_TYPES[side],
        partners=SQL("partner.commercial_partner_id = ANY(%s)", partners.ids)
        if partners
        else SQL("TRUE"),
        currency=SQL("line.currency_id = %s", currency.id) if currency else SQL("TRUE"),
    )
