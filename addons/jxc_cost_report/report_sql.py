"""Ageing and turnover of the stock, each one statement over the cost ledger."""

from odoo.tools import SQL

#: Methods whose layers have costs of their own; the others' pieces all cost the same.
LAYERED = ("fifo", "specific")

#: What is there is what came in last, in each scope; goods of another warehouse come in
#: on the day of the transfer. Goods that went back to the vendor are taken off the
#: receipt they came with; goods that customers send back are as old as before.
_LAYERS = """
    WITH row AS (
        SELECT * FROM jxc_cost_row WHERE date <= %(at)s
    ), stand AS (
        SELECT company_id, product_id, scope, place, warehouse_id, lot_id,
               MIN(id) AS first_id, SUM(quantity) AS quantity, SUM(amount) AS amount,
               (ARRAY_AGG(method ORDER BY at DESC, id DESC))[1] = ANY(%(layered)s)
                   AS layered
          FROM row
         GROUP BY company_id, product_id, scope, place, warehouse_id, lot_id
        HAVING SUM(quantity) <> 0 OR SUM(amount) <> 0
    ), back AS (
        SELECT origin_id, scope, SUM(quantity) AS quantity
          FROM row
         WHERE kind = 'return_out' AND origin_id IS NOT NULL
         GROUP BY origin_id, scope
    ), receipt AS (
        SELECT r.company_id, r.product_id, r.scope, r.id, r.at, r.date,
               r.quantity + COALESCE(back.quantity, 0) AS net,
               (r.amount + r.variance) / r.quantity AS unit
          FROM row r
          LEFT JOIN back ON back.origin_id = r.id AND back.scope = r.scope
         WHERE r.kind IN ('in', 'transfer') AND r.quantity > 0
    ), layer AS (
        SELECT *, SUM(net) OVER newest AS upto
          FROM receipt
         WHERE net > 0
        WINDOW newest AS (PARTITION BY company_id, product_id, scope
                              ORDER BY at DESC, id DESC)
    ), kept AS (
        SELECT s.first_id, s.amount AS total, l.id AS row_id, l.date,
               LEAST(l.net, s.quantity - l.upto + l.net) AS quantity,
               CASE WHEN s.layered THEN l.unit ELSE 1 END AS unit
          FROM stand s
          JOIN layer l USING (company_id, product_id, scope)
         WHERE s.quantity > l.upto - l.net
        UNION ALL
        -- Nothing says when it came; or less than nothing is there, or only an amount.
        SELECT s.first_id, s.amount, NULL, NULL,
               s.quantity - GREATEST(LEAST(s.quantity, COALESCE(MAX(l.upto), 0)), 0),
               CASE WHEN s.layered AND s.quantity <> 0
                    THEN s.amount / s.quantity ELSE 1 END
          FROM stand s
          LEFT JOIN layer l USING (company_id, product_id, scope)
         GROUP BY s.first_id, s.quantity, s.amount, s.layered
        HAVING s.quantity > COALESCE(MAX(l.upto), 0) OR s.quantity <= 0
    ), part AS (
        SELECT *,
               SUM(quantity * unit) OVER whole AS weight,
               SUM(quantity) OVER whole AS pieces,
               SUM(quantity * unit) OVER running AS weight_upto,
               SUM(quantity) OVER running AS pieces_upto,
               ROW_NUMBER() OVER running AS number,
               COUNT(*) OVER whole AS numbers
          FROM kept
        WINDOW whole AS (PARTITION BY first_id),
               running AS (PARTITION BY first_id
                           ORDER BY date, row_id NULLS FIRST ROWS UNBOUNDED PRECEDING)
    ), share AS (
        -- Rounded from the first piece on, so that the parts are the whole.
        SELECT part.*,
               CASE WHEN number = numbers THEN 1
                    WHEN weight > 0 THEN weight_upto / weight
                    ELSE COALESCE(pieces_upto / NULLIF(pieces, 0), 0) END AS done
          FROM part
    )
    SELECT COALESCE(share.row_id::bigint * 2, share.first_id::bigint * 2 + 1) AS id,
           s.company_id, s.product_id, company.currency_id, t.categ_id,
           s.place, s.warehouse_id, s.lot_id, share.row_id, share.date,
           %(at)s - share.date AS days,
           ladder.ids[CASE WHEN share.date IS NOT NULL THEN GREATEST(
               width_bucket(%(at)s - share.date, ladder.starts), 1) END] AS age_id,
           share.quantity,
           ROUND(share.total * share.done, money.decimal_places)
             - ROUND(share.total * COALESCE(LAG(share.done) OVER (
                     PARTITION BY share.first_id ORDER BY share.number), 0),
                     money.decimal_places) AS amount
      FROM share
      JOIN stand s USING (first_id)
      JOIN res_company company ON company.id = s.company_id
      JOIN res_currency money ON money.id = company.currency_id
      JOIN product_product p ON p.id = s.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      LEFT JOIN (%(ladder)s) ladder ON ladder.company_id = s.company_id
"""

#: The steps of each company: its own, or else those of everybody.
_LADDER = """
    SELECT company_id, ARRAY_AGG(days_from ORDER BY days_from) AS starts,
           ARRAY_AGG(id ORDER BY days_from) AS ids
      FROM (SELECT company.id AS company_id, age.id, age.days_from,
                   RANK() OVER (PARTITION BY company.id
                                ORDER BY age.company_id IS NULL) AS choice
              FROM res_company company
              JOIN jxc_cost_age age
                ON age.company_id IS NULL OR age.company_id = company.id) step
     WHERE choice = 1
     GROUP BY company_id
"""

_TURNOVER = """
    SELECT sums.*, %(average)s AS average,
           cost / NULLIF(%(average)s, 0) AS turnover,
           %(days)s * %(average)s / NULLIF(GREATEST(cost, 0), 0) AS days,
           %(last)s - idle_since AS idle_days
      FROM (
        SELECT MIN(r.id) AS id, r.product_id, r.company_id, t.categ_id, c.currency_id,
               COALESCE(SUM(r.amount) FILTER (WHERE NOT %(within)s), 0) AS opening,
               SUM(r.amount) AS closing,
               SUM(r.quantity) AS quantity,
               -COALESCE(SUM(r.amount) FILTER (WHERE %(within)s AND %(issued)s), 0)
                   AS cost,
               -COALESCE(SUM(r.quantity) FILTER (WHERE %(within)s AND %(issued)s), 0)
                   AS issued,
               SUM(r.amount * CASE WHEN %(within)s THEN %(last)s - r.date + 1
                                   ELSE %(days)s END) / %(days)s AS daily,
               MAX(r.date) FILTER (WHERE r.kind = 'out') AS last_issue,
               -- Where a product has one scope only, its balance is the product's.
               COALESCE(GREATEST(MAX(r.date) FILTER (WHERE r.kind = 'out'),
                                 MAX(r.date) FILTER (WHERE r.scope = 'all'
                                                     AND r.quantity > 0 AND
                                                     r.running_quantity <= r.quantity)),
                        MIN(r.date)) AS idle_since
          FROM jxc_cost_row r
          JOIN product_product p ON p.id = r.product_id
          JOIN product_template t ON t.id = p.product_tmpl_id
          JOIN res_company c ON c.id = r.company_id
         WHERE r.date <= %(last)s
         GROUP BY r.product_id, r.company_id, t.categ_id, c.currency_id
        HAVING bool_or(%(within)s) OR SUM(r.quantity) <> 0 OR SUM(r.amount) <> 0
        ) sums
"""


def layers(at):
    """A row per receipt of which something is left on a day."""
    values = {"at": SQL("%s::date", at), "layered": list(LAYERED)}
    return SQL(_LAYERS, ladder=SQL(_LADDER), **values)


def turnover(first, last, daily):
    """A row per product: what was issued in a period, and what was there meanwhile.

    :param daily: whether the average is that of all days, or of both ends
    """
    return SQL(
        _TURNOVER,
        average=SQL("daily") if daily else SQL("((opening + closing) / 2)"),
        within=SQL("(r.date >= %s)", first),
        issued=SQL("(r.kind IN ('out', 'return_in'))"),
        last=SQL("%s::date", last),
        days=(last - first).days + 1,
    )
