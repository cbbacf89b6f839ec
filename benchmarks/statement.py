"""The statements of a month, of all customers with very many items, against one
statement: opening balances, and a row for each document of the month."""

from datetime import date, timedelta

import items
import worker  # before whatever imports from odoo

from odoo import fields

STATEMENT = """
    SELECT * FROM (
        SELECT p.commercial_partner_id AS partner_id, l.currency_id,
               NULL::int AS move_id, MIN(l.date) AS day, MAX(l.date_maturity) AS due,
               SUM(l.amount_currency) AS amount
          FROM account_move_line l
          JOIN account_account a ON a.id = l.account_id
          JOIN res_partner p ON p.id = l.partner_id
         WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
           AND l.company_id = %(company)s AND l.date < %(first)s
         GROUP BY 1, 2
        UNION ALL
        SELECT p.commercial_partner_id, l.currency_id, l.move_id, MIN(l.date),
               MAX(l.date_maturity), SUM(l.amount_currency)
          FROM account_move_line l
          JOIN account_account a ON a.id = l.account_id
          JOIN res_partner p ON p.id = l.partner_id
         WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
           AND l.company_id = %(company)s AND l.date BETWEEN %(first)s AND %(last)s
         GROUP BY 1, 2, 3
    ) found
     ORDER BY partner_id, currency_id, day, move_id
"""


def _month(env):
    """The last whole month of the company that the items are of."""
    last = fields.Date.today().replace(day=1) - timedelta(days=1)
    first = date(last.year, last.month, 1)
    return {"company": env.company, "first": first, "last": last}


def statement_prepare(database, _measured, size):
    items.top_up(database, size)
    return {}


def statement_statement(database, measured):
    with worker.environment(database) as env:
        month = _month(env)
        values = {**month, "company": month["company"].id}
        with measured(env.cr) as result:
            env.cr.execute(STATEMENT, values)
            rows = env.cr.fetchall()
        opening = sum(float(row[-1]) for row in rows if row[2] is None)
        moved = [row[-1] for row in rows if row[2] is not None and row[-1]]
        owners = {row[:2] for row in rows if row[-1]}
        found = [len(owners), len(moved), round(opening, 2)]
        return {**result, "found": [*found, round(opening + sum(moved), 2)]}


def statement_ours(database, measured):
    with worker.environment(database) as env:
        month = _month(env)
        with measured(env.cr) as result:
            read = env["jxc.statement"]._jxc_read(side="receivable", **month)
        opening = sum(one for one, _rows in read.values())
        moved = [row[-1] for _one, rows in read.values() for row in rows]
        found = [len(read), len(moved), round(float(opening), 2)]
        return {**result, "found": [*found, round(float(opening + sum(moved)), 2)]}
