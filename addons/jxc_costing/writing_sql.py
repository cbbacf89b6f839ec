"""What the stock ledger is written with; arrays are texts, see ``ledger_writing``."""

from odoo.tools import SQL

#: The rows as they stand, in the order of what happened.
_WRITTEN = """
    SELECT r.id, r.product_id, r.key, r.scope, r.at, o.key,
           r.date = (r.at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
           r.kind, r.method, r.provisional, r.quantity::text, r.amount::text,
           r.variance::text, r.running_quantity::text, r.running_amount::text,
           r.unit::text
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN jxc_cost_row r ON r.company_id = %(company)s
                         AND r.product_id = asked.product_id
                         AND r.at >= asked.since
 LEFT JOIN jxc_cost_row o ON o.id = r.origin_id
     ORDER BY r.product_id, r.at, r.id
"""

_DELETE = "DELETE FROM jxc_cost_row WHERE id = ANY(%(rows)s::int[])"

_UPDATE = """
    UPDATE jxc_cost_row r
       SET date = (r.at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date,
           kind = new.kind, method = new.method, provisional = new.provisional,
           quantity = new.quantity, amount = new.amount, variance = new.variance,
           running_quantity = new.running_quantity,
           running_amount = new.running_amount, unit = new.unit
      FROM unnest(%(id)s::int[], %(kind)s::text[], %(method)s::text[],
                  %(provisional)s::boolean[], %(quantity)s::numeric[],
                  %(amount)s::numeric[], %(variance)s::numeric[],
                  %(running_quantity)s::numeric[], %(running_amount)s::numeric[],
                  %(unit)s::numeric[])
           AS new (id, kind, method, provisional, quantity, amount, variance,
                   running_quantity, running_amount, unit)
     WHERE r.id = new.id
"""

#: Ids rise in the order of what happened, of each product.
_INSERT = """
    INSERT INTO jxc_cost_row (
           company_id, product_id, key, kind, scope, place, warehouse_id, lot_id, at,
           date, quantity, amount, variance, running_quantity, running_amount, unit,
           provisional, method, move_id, value_id, change_id, adjustment_id)
    SELECT %(company)s, product_id, key, kind, scope,
           CASE split_part(split_part(scope, '/', 1), ':', 1)
                WHEN 'wh' THEN 'warehouse' WHEN 'all' THEN 'company'
                ELSE split_part(scope, '/', 1) END,
           substring(scope FROM 'wh:([0-9]+)')::int,
           nullif(substring(scope FROM 'lot:([0-9]+)')::int, 0),
           at, (at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date, quantity, amount,
           variance, running_quantity, running_amount, unit, provisional, method,
           move_id, value_id, change_id, adjustment_id
      FROM unnest(%(product)s::int[], %(key)s::text[], %(kind)s::text[],
                  %(scope)s::text[], %(at)s::timestamp[], %(quantity)s::numeric[],
                  %(amount)s::numeric[], %(variance)s::numeric[],
                  %(running_quantity)s::numeric[], %(running_amount)s::numeric[],
                  %(unit)s::numeric[], %(provisional)s::boolean[], %(method)s::text[],
                  %(move)s::int[], %(value)s::int[], %(change)s::int[],
                  %(adjustment)s::int[])
           WITH ORDINALITY AS new (
                product_id, key, kind, scope, at, quantity, amount, variance,
                running_quantity, running_amount, unit, provisional, method, move_id,
                value_id, change_id, adjustment_id, number)
     ORDER BY number
"""

_ORIGIN = """
    UPDATE jxc_cost_row r
       SET origin_id = o.id
      FROM unnest(%(key)s::text[], %(origin)s::text[]) AS new (key, origin)
      JOIN jxc_cost_row o ON o.company_id = %(company)s AND o.key = new.origin
     WHERE r.company_id = %(company)s AND r.key = new.key
"""

#: What issues took of receipts, as it is written.
_LINKS = """
    SELECT k.issue_id, r.key, k.quantity::text, k.amount::text
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN jxc_cost_row i ON i.company_id = %(company)s
                         AND i.product_id = asked.product_id
                         AND i.at >= asked.since
      JOIN jxc_cost_link k ON k.issue_id = i.id
      JOIN jxc_cost_row r ON r.id = k.receipt_id
"""

_UNLINK = "DELETE FROM jxc_cost_link WHERE issue_id = ANY(%(issues)s::int[])"

_LINK = """
    INSERT INTO jxc_cost_link (issue_id, receipt_id, quantity, amount)
    SELECT i.id, r.id, new.quantity, new.amount
      FROM unnest(%(scope)s::text[], %(issue)s::text[], %(receipt)s::text[],
                  %(quantity)s::numeric[], %(amount)s::numeric[])
           AS new (scope, issue, receipt, quantity, amount)
      JOIN jxc_cost_row i ON i.company_id = %(company)s
                         AND i.key = new.issue AND i.scope = new.scope
      JOIN jxc_cost_row r ON r.company_id = %(company)s
                         AND r.key = new.receipt AND r.scope = new.scope
"""


def query(text, **values):
    """One of the statements above with its values."""
    return SQL(globals()[f"_{text.upper()}"], **values)
