"""The ageing of a day, over very many items, against one statement."""

from datetime import timedelta

import items
import worker  # before whatever imports from odoo

from odoo import fields

#: As it stood so many days ago: some of what was open then has been matched since.
AGO = 45
STATEMENT = """
    WITH later AS (
        SELECT part.item, SUM(part.amount) AS amount, SUM(part.money) AS money
          FROM (
                SELECT debit_move_id AS item, amount, debit_amount_currency AS money
                  FROM account_partial_reconcile WHERE max_date > %(day)s
                UNION ALL
                SELECT credit_move_id, -amount, -credit_amount_currency
                  FROM account_partial_reconcile WHERE max_date > %(day)s
               ) part
         GROUP BY part.item)
    SELECT partner_id, currency_id, bucket, SUM(open), SUM(money),
           SUM(CASE WHEN open > 0 THEN ROUND(open * (%(rates)s)[bucket] / 100, 2)
               ELSE 0 END)
      FROM (
            SELECT p.commercial_partner_id AS partner_id, l.currency_id,
                   GREATEST(1, width_bucket(
                       %(day)s::date - COALESCE(l.date_maturity, l.date), %(starts)s
                   )) AS bucket,
                   l.amount_residual + COALESCE(later.amount, 0) AS open,
                   l.amount_residual_currency + COALESCE(later.money, 0) AS money
              FROM account_move_line l
              JOIN account_account a ON a.id = l.account_id
              LEFT JOIN res_partner p ON p.id = l.partner_id
              LEFT JOIN later ON later.item = l.id
             WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
               AND l.date <= %(day)s AND l.company_id = %(company)s
           ) item
     WHERE open <> 0 OR money <> 0
     GROUP BY partner_id, currency_id, bucket
"""


def ageing_prepare(database, _measured, size):
    items.top_up(database, size)
    return {}


def _ask(env):
    day = fields.Date.today() - timedelta(days=AGO)
    return env["jxc.settlement.ageing.ask"].create({"date": day})


def ageing_statement(database, measured):
    with worker.environment(database) as env:
        ask = _ask(env)
        buckets = env["jxc.ageing.bucket"].search(
            [("basis", "=", "due"), ("company_id", "=", False)], order="days_from"
        )
        values = {
            "day": ask.date,
            "company": ask.company_id.id,
            "starts": buckets.mapped("days_from"),
            "rates": buckets.mapped("rate"),
        }
        query = STATEMENT.replace("%(rates)s", "%(rates)s::numeric[]")
        with measured(env.cr) as result:
            env.cr.execute(query, values)
            rows = env.cr.fetchall()
        owners = {(partner, money) for partner, money, *_rest in rows}
        sums = [0.0] * len(buckets)
        for _partner, _money, bucket, amount, *_rest in rows:
            sums[bucket - 1] += float(amount)
        provision = sum(float(row[-1]) for row in rows)
        return {**result, "found": _figures(len(owners), sums, provision)}


def ageing_ours(database, measured):
    """The page by partner, as it is printed."""
    with worker.environment(database) as env:
        ask = _ask(env)
        buckets = env["jxc.ageing.bucket"].search(
            [("basis", "=", "due"), ("company_id", "=", False)], order="days_from"
        )
        with measured(env.cr) as result:
            table = ask._by_partner()
        sums = [table.total["parts"].get(bucket, 0.0) for bucket in buckets]
        found = _figures(len(table.rows), sums, table.total["provision"])
        return {**result, "found": found}


def _figures(owners, sums, provision):
    return [owners, [round(amount, 2) for amount in sums], round(provision, 2)]
