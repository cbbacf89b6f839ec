"""What the host said before there was a ledger, set beside what the ledger says."""

from odoo.tools import SQL

_VALUED = "m.state = 'done' AND (m.is_in OR m.is_out) AND m.is_dropship IS NOT TRUE"

#: Products with a history and without a ledger.
_BEGIN = f"""
    INSERT INTO jxc_cost_takeover (company_id, product_id, what, state)
    SELECT DISTINCT m.company_id, m.product_id, 'stock', 'waiting'
      FROM stock_move m
      JOIN product_product p ON p.id = m.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
     WHERE {_VALUED}
       AND NOT EXISTS (
           SELECT FROM jxc_cost_row r
            WHERE r.company_id = m.company_id AND r.product_id = m.product_id)
    ON CONFLICT DO NOTHING
"""

#: What the host says of movements; the one that is being posted has no value yet.
_KEEP_MOVES = f"""
    INSERT INTO jxc_cost_takeover (
           company_id, product_id, move_id, what, state, at, quantity, host_amount)
    SELECT m.company_id, m.product_id, m.id,
           CASE WHEN m.is_in THEN 'in' ELSE 'out' END, 'read', m.date, m.product_qty,
           m.value
      FROM stock_move m
     WHERE m.company_id = %(company)s
       AND m.product_id = ANY(%(products)s)
       AND {_VALUED}
       AND m.value IS NOT NULL
"""

_COMPARE_MOVES = """
    WITH compared AS (
        UPDATE jxc_cost_takeover t
           SET amount = m.value, difference = m.value - t.host_amount, state = 'done'
          FROM stock_move m
         WHERE m.id = t.move_id
           AND t.company_id = %(company)s
           AND t.product_id = ANY(%(products)s)
           AND t.state = 'read'
           AND m.value IS DISTINCT FROM t.host_amount
    )
    DELETE FROM jxc_cost_takeover t
     USING stock_move m
     WHERE m.id = t.move_id
       AND t.company_id = %(company)s
       AND t.product_id = ANY(%(products)s)
       AND t.state = 'read'
       AND m.value IS NOT DISTINCT FROM t.host_amount
"""

#: What may explain a difference. Ids rise as documents are entered; the host keeps
#: nothing that says better when that was.
_FACTS = """
    WITH rows AS (
        SELECT r.move_id, r.kind, r.running_quantity,
               max(r.move_id) OVER (
                   PARTITION BY r.product_id ORDER BY r.at, r.id
                   ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS newest,
               bool_or(r.kind = 'in') OVER (PARTITION BY r.product_id, r.at) AS came
          FROM jxc_cost_row r
         WHERE r.company_id = %(company)s AND r.product_id = ANY(%(products)s)
    )
    SELECT t.id, t.product_id, t.difference::float8, t.what = 'in',
           coalesce(bool_or(rows.kind = 'out' AND rows.running_quantity < 0), false),
           m.origin_returned_move_id IS NOT NULL,
           coalesce(max(rows.newest) > t.move_id, false),
           coalesce(bool_or(rows.came), false)
      FROM jxc_cost_takeover t
      JOIN stock_move m ON m.id = t.move_id
 LEFT JOIN rows ON rows.move_id = t.move_id
     WHERE t.company_id = %(company)s
       AND t.product_id = ANY(%(products)s)
       AND t.reason IS NULL
     GROUP BY t.id, m.id
"""

#: The cost with which a product was made counts, with the host, for all that is dated
#: before; so the stock is worth that, whatever it was bought for.
_OLDER = """
    SELECT DISTINCT v.product_id
      FROM product_value v
     WHERE v.company_id = %(company)s
       AND v.product_id = ANY(%(products)s)
       AND v.move_id IS NULL
       AND v.jxc_start
       AND NOT EXISTS (
           SELECT FROM stock_move m
            WHERE m.product_id = v.product_id
              AND m.company_id = v.company_id
              AND m.state = 'done' AND m.is_in AND m.date >= v.date)
"""

_TELL_REASONS = """
    UPDATE jxc_cost_takeover t
       SET reason = new.reason
      FROM unnest(%(ids)s::int[], %(reasons)s::text[]) AS new (id, reason)
     WHERE t.id = new.id
"""


def query(text, **values):
    """One of the statements above with its values."""
    return SQL(globals()[f"_{text.upper()}"], **values)
