"""The statement behind the scorecard: one row per line of a confirmed order."""

from odoo.tools import SQL

#: What came of a line, in its unit, and when; what went back to the vendor.
_MOVED = SQL(
    """
    SELECT SUM(qty) FILTER (WHERE came) AS received,
           SUM(qty) FILTER (WHERE NOT came) AS returned,
           SUM(qty) FILTER (WHERE came AND day <= p.promised) AS in_time,
           MAX(day) FILTER (WHERE came) AS last_day
      FROM (SELECT m.quantity * mu.factor / lu.factor AS qty,
                   a.usage = 'supplier' AS came,
                   (m.date AT TIME ZONE 'UTC' AT TIME ZONE p.tz)::date AS day
              FROM stock_move m
              JOIN uom_uom mu ON mu.id = m.product_uom
              JOIN stock_location a ON a.id = m.location_id
              JOIN stock_location b ON b.id = m.location_dest_id
             WHERE m.purchase_line_id = l.id AND m.state = 'done'
               AND (a.usage = 'supplier') <> (b.usage = 'supplier')) one
    """
)
#: What was looked at the first time it came: neither skipped nor after rework.
_INSPECTED = SQL(
    """
    SELECT SUM(i.received) AS inspected,
           SUM(i.accepted - COALESCE(i.conceded, 0)) AS good
      FROM jxc_inspection_line i
      JOIN jxc_inspection one ON one.id = i.inspection_id
      JOIN stock_move m ON m.id = i.move_id
     WHERE m.purchase_line_id = l.id AND one.state = 'done'
       AND one.rework_of_id IS NULL AND one.skipped IS NOT TRUE
    """
)
#: What there are figures of: a rate of the others is empty, and no zero.
_KNOWN = SQL(
    """
    COALESCE(f.inspected > 0, FALSE)::int AS inspected,
    (f.received > 0)::int AS came,
    COALESCE(f.price_before > 0, FALSE)::int AS compared
    """
)
_DAYS_LATE = """
    CASE WHEN over.due AND NOT over.kept
         THEN GREATEST(
             COALESCE(
                 CASE WHEN f.complete THEN f.last_day END,
                 (f.jxc_closed_on AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
                 f.today) - f.promised, 0)
    END
"""


def _bought():
    """Lines with their price per unit of the product, and that of the year before.

    The average of the year is that of all vendors, by quantity; the lines of the same
    order (confirmed at the same moment) are not in it.
    """
    return SQL(
        """
        SELECT one.*,
               SUM(one.amount) OVER year / NULLIF(SUM(one.base_qty) OVER year, 0)
                   AS price_before
          FROM (SELECT l.id, l.order_id, l.product_id, l.product_qty,
                       l.product_uom_id, l.jxc_closed_on, l.qty_received,
                       l.jxc_qty_closed, l.jxc_date_promised, l.jxc_date_confirmed,
                       o.company_id,
                       o.date_approve, o.user_id, o.partner_id,
                       l.price_subtotal / COALESCE(NULLIF(o.currency_rate, 0), 1)
                           AS amount,
                       l.product_qty * u.factor AS base_qty
                  FROM purchase_order_line l
                  JOIN purchase_order o ON o.id = l.order_id
                  JOIN uom_uom u ON u.id = l.product_uom_id
                 WHERE o.state = 'purchase' AND l.display_type IS NULL
                   AND l.product_qty > 0) one
        WINDOW year AS (
                PARTITION BY one.company_id, one.product_id ORDER BY one.date_approve
                RANGE BETWEEN '12 months' PRECEDING AND CURRENT ROW EXCLUDE GROUP)
        """
    )


def _facts(zone):
    """What became of each line: as soon as its day is over, or it has come."""
    return SQL(
        """
        SELECT l.*, v.commercial_partner_id AS vendor_id, t.categ_id, c.currency_id,
               lu.factor AS factor, p.promised, p.confirmed, p.today,
               COALESCE(moved.received, 0) AS received,
               COALESCE(moved.returned, 0) AS returned,
               COALESCE(moved.in_time, 0) AS in_time, moved.last_day,
               ROUND(COALESCE(moved.received, 0)::numeric, 4)
                   >= ROUND(l.product_qty::numeric, 4) AS complete,
               seen.inspected, seen.good,
               c.jxc_score_punctual AS weight_punctual,
               c.jxc_score_quality AS weight_quality,
               c.jxc_score_quantity AS weight_quantity,
               c.jxc_score_returns AS weight_returns,
               c.jxc_score_price AS weight_price
          FROM (%(bought)s) l
          JOIN res_company c ON c.id = l.company_id
          JOIN res_partner v ON v.id = l.partner_id
          JOIN product_product pp ON pp.id = l.product_id
          JOIN product_template t ON t.id = pp.product_tmpl_id
          JOIN uom_uom lu ON lu.id = l.product_uom_id
         CROSS JOIN LATERAL (
               SELECT %(tz)s AS tz,
                      (NOW() AT TIME ZONE %(tz)s)::date AS today,
                      (l.jxc_date_promised AT TIME ZONE 'UTC'
                       AT TIME ZONE %(tz)s)::date AS promised,
                      (l.jxc_date_confirmed AT TIME ZONE 'UTC'
                       AT TIME ZONE %(tz)s)::date AS confirmed) p
         CROSS JOIN LATERAL (%(moved)s) moved
         CROSS JOIN LATERAL (%(seen)s) seen
         WHERE t.type = 'consu' AND l.jxc_date_promised IS NOT NULL
        """,
        bought=_bought(),
        moved=_MOVED,
        seen=_INSPECTED,
        tz=zone,
    )


def rates(zone):
    """The columns of ``jxc.vendor.score`` but the score."""
    return SQL(
        """
        SELECT f.id, f.id AS order_line_id, f.order_id, f.company_id, f.currency_id,
               f.vendor_id AS partner_id, f.user_id, f.product_id, f.categ_id,
               f.product_uom_id AS uom_id, f.promised AS date, f.confirmed, 1 AS lines,
               f.product_qty AS ordered, f.received, f.returned, f.amount,
               CASE WHEN over.due AND NOT over.kept THEN 1 ELSE 0 END AS late,
               CASE WHEN f.good < f.inspected THEN 1 ELSE 0 END AS rejects,
               over.due::int AS due, %(known)s,
               CASE WHEN over.due THEN over.kept::int::float8 END AS punctual,
               %(days_late)s AS days_late,
               CASE WHEN over.due
                    THEN LEAST(f.received / f.product_qty, 1)::float8
               END AS quantity,
               (f.good / NULLIF(f.inspected, 0))::float8 AS quality,
               CASE WHEN f.received > 0
                    THEN LEAST(f.returned / f.received, 1)::float8
               END AS return_rate,
               (f.amount / (f.product_qty * f.factor) / NULLIF(f.price_before, 0) - 1
               )::float8 AS price_trend,
               CASE WHEN f.amount > 0 AND f.price_before IS NOT NULL
                    THEN LEAST(
                        f.price_before * f.product_qty * f.factor / f.amount, 1
                    )::float8
               END AS price,
               f.weight_punctual, f.weight_quality, f.weight_quantity,
               f.weight_returns, f.weight_price
          FROM (%(facts)s) f
         CROSS JOIN LATERAL (
               SELECT f.complete OR f.jxc_closed_on IS NOT NULL OR f.promised < f.today
                          AS due,
                      ROUND(f.in_time::numeric, 4) >= ROUND(f.product_qty::numeric, 4)
                          AS kept) over
        """,
        facts=_facts(zone),
        known=_KNOWN,
        days_late=SQL(_DAYS_LATE, tz=zone),
    )


def score(columns):
    """The weighted mean, of 100, of those that there are figures of.

    :param columns: pairs of a share (0 to 1, or NULL) and its weight.
    """
    points = SQL(" + ").join(
        SQL("COALESCE(%s * %s, 0)", share, weight) for share, weight in columns
    )
    weights = SQL(" + ").join(
        SQL("CASE WHEN %s IS NULL THEN 0 ELSE %s END", share, weight)
        for share, weight in columns
    )
    return SQL("(100.0 * (%s) / NULLIF(%s, 0))::float8", points, weights)
