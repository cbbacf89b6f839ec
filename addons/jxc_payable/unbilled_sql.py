"""What was received and accepted by a day and not billed by then, as one statement.

One row per order line at the order's price, and one per concession with a price of its
own. All of it from dated facts: stock moves, verdicts and posted bills.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo.tools import SQL

from odoo.addons.jxc_quality.concession_sql import STOPPED, kept

#: What the host counts as received (purchase_stock), by the end of the day; and whether
#: it replaces goods that were accepted before and went back without a refund.
_MOVED = f"""
    SELECT m.id AS move_id, m.purchase_line_id AS line_id,
           m.quantity * mu.factor / lu.factor AS qty,
           a.usage = 'supplier' AS came,
           CASE WHEN b.usage = 'supplier'
                     THEN CASE WHEN o.id IS NULL OR m.to_refund THEN -1 ELSE 0 END
                WHEN oa.usage = 'supplier' AND ob.usage = 'customer' THEN 0
                WHEN ob.usage = 'supplier' AND m.to_refund IS NOT TRUE THEN 0
                ELSE 1 END AS sign,
           {STOPPED.format("a")} AS stopped,
           a.usage = 'supplier' AND m.to_refund IS NOT TRUE
               AND COALESCE(ob.usage = 'supplier', FALSE)
               AND o.origin_returned_move_id IS NOT NULL AND o.to_refund IS NOT TRUE
               AND NOT {STOPPED.format("oa")} AS replaces,
           m.date
      FROM stock_move m
      JOIN purchase_order_line l ON l.id = m.purchase_line_id
       AND l.product_id = m.product_id
      JOIN uom_uom mu ON mu.id = m.product_uom
      JOIN uom_uom lu ON lu.id = l.product_uom_id
      JOIN stock_location a ON a.id = m.location_id
      JOIN stock_location b ON b.id = m.location_dest_id
      LEFT JOIN stock_move o ON o.id = m.origin_returned_move_id
      LEFT JOIN stock_location oa ON oa.id = o.location_id
      LEFT JOIN stock_location ob ON ob.id = o.location_dest_id
     WHERE m.state = 'done' AND l.qty_received_method = 'stock_moves'
       AND m.date < %(end)s
"""
#: What nobody had accepted by then: not looked at yet, or rejected and not reworked. Of
#: what replaces accepted goods only what an inspector has rejected: it failed.
_HELD = """
    SELECT line_id, SUM(qty) AS qty, SUM(qty) FILTER (WHERE replaces) AS failed
      FROM (
    SELECT m.line_id, m.replaces, u.factor / lu.factor * CASE
               WHEN n.date_done < %(end)s
               THEN i.received - i.accepted - COALESCE((
                    SELECT SUM(r.received)
                      FROM jxc_inspection again
                      JOIN jxc_inspection_line r ON r.inspection_id = again.id
                     WHERE again.rework_of_id = n.id AND r.move_id = i.move_id
                       AND r.lot_id IS NOT DISTINCT FROM i.lot_id
                       AND again.create_date < %(end)s), 0)
               WHEN m.replaces AND n.rework_of_id IS NULL THEN 0
               ELSE i.received END AS qty
      FROM jxc_inspection_line i
      JOIN jxc_inspection n ON n.id = i.inspection_id
      JOIN moved m ON m.move_id = i.move_id
      JOIN purchase_order_line l ON l.id = m.line_id
      JOIN product_product p ON p.id = l.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      JOIN uom_uom u ON u.id = t.uom_id
      JOIN uom_uom lu ON lu.id = l.product_uom_id
     WHERE n.rework_of_id IS NULL OR n.create_date < %(end)s) each
     GROUP BY line_id
"""
#: Lines of posted bills; a refund without the order line is a price reduction itself.
_BILLED = """
    SELECT COALESCE(b.purchase_line_id, m.purchase_line_id) AS line_id,
           b.jxc_inspection_line_id AS concession_id,
           CASE WHEN b.purchase_line_id IS NULL THEN 0
                WHEN v.move_type = 'in_refund' THEN -q.qty ELSE q.qty END AS billed,
           CASE WHEN b.jxc_inspection_line_id IS NULL THEN 0
                WHEN (v.move_type = 'in_refund') = (b.purchase_line_id IS NOT NULL)
                THEN -q.qty ELSE q.qty END AS carried
      FROM account_move_line b
      JOIN account_move v ON v.id = b.move_id
      LEFT JOIN jxc_inspection_line i ON i.id = b.jxc_inspection_line_id
      LEFT JOIN stock_move m ON m.id = i.move_id
      JOIN purchase_order_line l
        ON l.id = COALESCE(b.purchase_line_id, m.purchase_line_id)
      JOIN uom_uom lu ON lu.id = l.product_uom_id
      LEFT JOIN uom_uom bu ON bu.id = b.product_uom_id
     CROSS JOIN LATERAL (
           SELECT b.quantity * COALESCE(bu.factor / lu.factor, 1) AS qty) q
     WHERE v.state = 'posted' AND v.date <= %(day)s
       AND v.move_type IN ('in_invoice', 'in_refund') AND b.display_type = 'product'
"""
_ACCEPTED = """
    SELECT s.line_id, s.last_date,
           -- A replacement that failed leaves what went back for it owed back.
           s.returned + COALESCE(h.failed, 0) AS returned,
           CASE WHEN s.gross > 0
                THEN LEAST(s.received,
                           GREATEST(s.gross - COALESCE(h.qty, 0) - s.given, 0))
                ELSE s.received END AS accepted
      FROM (SELECT line_id, SUM(sign * qty) AS received,
                   COALESCE(SUM(qty) FILTER (WHERE came AND NOT replaces), 0) AS gross,
                   COALESCE(SUM(qty) FILTER (WHERE sign < 0), 0) AS returned,
                   COALESCE(SUM(qty) FILTER (WHERE sign < 0 AND NOT stopped), 0)
                       AS given,
                   MAX(date) FILTER (WHERE came) AS last_date
              FROM moved GROUP BY line_id) s
      LEFT JOIN held h USING (line_id)
"""
#: What is left of concessions, in the order of their inspections.
_CONCEDED = f"""
    SELECT c.*, LEAST(c.qty, GREATEST(c.accepted - c.before, 0)) AS wanted
      FROM (SELECT a.line_id, k.concession_id, a.accepted,
                   i.reduction_kind, i.reduction_percent, i.reduction_price,
                   k.qty * u.factor / lu.factor AS qty,
                   COALESCE(SUM(k.qty * u.factor / lu.factor) OVER (
                       PARTITION BY a.line_id ORDER BY k.concession_id
                       ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
              FROM ({kept()}) k
              JOIN jxc_inspection_line i ON i.id = k.concession_id
              JOIN stock_move m ON m.id = k.move_id
              JOIN accepted a ON a.line_id = m.purchase_line_id
              JOIN purchase_order_line l ON l.id = a.line_id
              JOIN product_product p ON p.id = l.product_id
              JOIN product_template t ON t.id = p.product_tmpl_id
              JOIN uom_uom u ON u.id = t.uom_id
              JOIN uom_uom lu ON lu.id = l.product_uom_id) c
"""
#: More billed than accepted is owed back only as far as goods went back: what is billed
#: ahead of its receipt is not in stock yet, and nothing of it is to be accrued.
_DUE = """
    SELECT a.line_id, NULL::integer AS concession_id,
           GREATEST(a.accepted - COALESCE(b.billed, 0), -a.returned)
               + COALESCE(b.carried, 0) - COALESCE(w.wanted, 0) AS qty,
           l.jxc_net_price::numeric AS price
      FROM accepted a
      JOIN purchase_order_line l ON l.id = a.line_id
      LEFT JOIN (SELECT line_id, SUM(billed) AS billed, SUM(carried) AS carried
                   FROM billed GROUP BY line_id) b USING (line_id)
      LEFT JOIN (SELECT line_id, SUM(wanted) AS wanted
                   FROM conceded GROUP BY line_id) w USING (line_id)
     UNION ALL
    SELECT c.line_id, c.concession_id, c.wanted - COALESCE(b.carried, 0),
           CASE c.reduction_kind
                WHEN 'percent'
                THEN l.jxc_net_price::numeric * (100 - c.reduction_percent) / 100
                ELSE c.reduction_price * COALESCE(
                     l.jxc_net_price::numeric
                     / NULLIF(l.price_unit * (1 - l.discount / 100), 0)::numeric, 1)
           END
      FROM conceded c
      JOIN purchase_order_line l ON l.id = c.line_id
      LEFT JOIN (SELECT concession_id, SUM(carried) AS carried
                   FROM billed GROUP BY concession_id) b
        ON b.concession_id = c.concession_id
"""
_RATE = """
    COALESCE(
        (SELECT r.rate FROM res_currency_rate r
          WHERE r.currency_id = {0} AND r.name <= %(day)s
            AND (r.company_id IS NULL OR r.company_id = {1})
          ORDER BY r.company_id, r.name DESC LIMIT 1),
        (SELECT r.rate FROM res_currency_rate r
          WHERE r.currency_id = {0}
            AND (r.company_id IS NULL OR r.company_id = {1})
          ORDER BY r.company_id, r.name LIMIT 1), 1)
"""
_ROOT = "split_part(co.parent_path, '/', 1)::integer"
_ALL = f"""
    WITH moved AS ({_MOVED}), held AS ({_HELD}), billed AS ({_BILLED}),
         accepted AS ({_ACCEPTED}), conceded AS ({_CONCEDED}), due AS ({_DUE})
    SELECT CASE WHEN d.concession_id IS NULL THEN d.line_id * 2
                ELSE d.concession_id * 2 + 1 END AS id,
           d.line_id AS order_line_id, d.concession_id, d.quantity, d.price,
           l.order_id, l.product_id, t.categ_id, l.product_uom_id AS uom_id,
           o.company_id, o.partner_id, o.currency_id, o.user_id,
           co.currency_id AS company_currency_id,
           (a.last_date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS date_received,
           money.amount AS amount_currency,
           CASE WHEN o.currency_id = co.currency_id THEN money.amount
                ELSE ROUND(money.amount * {_RATE.format("co.currency_id", _ROOT)}
                           / {_RATE.format("o.currency_id", _ROOT)},
                           own.decimal_places) END AS amount
      FROM (SELECT due.line_id, due.concession_id, due.price,
                   ROUND(due.qty, %(digits)s) AS quantity FROM due) d
      JOIN accepted a ON a.line_id = d.line_id
      JOIN purchase_order_line l ON l.id = d.line_id
      JOIN purchase_order o ON o.id = l.order_id
      JOIN res_company co ON co.id = o.company_id
      JOIN res_currency own ON own.id = co.currency_id
      JOIN res_currency c ON c.id = o.currency_id
      JOIN product_product p ON p.id = l.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
     CROSS JOIN LATERAL (
           SELECT ROUND(d.quantity * d.price, c.decimal_places) AS amount) money
     WHERE d.quantity <> 0
"""


def unbilled(day, tz, digits):
    """:return: SQL of what is received, accepted and not billed at the end of a day.

    :param tz: name of the time zone in which the day ends.
    :param digits: decimals of quantities.
    """
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(tz))
    utc = midnight.astimezone(UTC).replace(tzinfo=None)
    return SQL(_ALL, day=day, tz=tz, digits=digits, end=utc)
