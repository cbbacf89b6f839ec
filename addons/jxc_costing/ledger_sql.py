"""What the stock ledger reads and writes: movements, and what stands before them.

Numbers come as texts where they go into a Decimal: the host makes floats of numerics.
"""

from odoo.tools import SQL

#: Where goods are the company's.
_OURS = "({0}.company_id IS NOT NULL AND {0}.usage IN ('internal', 'transit'))"

_MOVEMENTS = f"""
    SELECT m.product_id, m.id, bool_and({_OURS.format("target")}) AS comes,
           round(sum(line.quantity_product_uom)::numeric, 6)::text AS quantity,
           m.date AS at,
           CASE WHEN m.jxc_cost_known THEN coalesce(m.jxc_cost, 0)::text END AS cost,
           m.origin_returned_move_id AS origin, m.jxc_cost_place AS place
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN stock_move m ON m.product_id = asked.product_id
                       AND m.company_id = %(company)s
                       AND m.state = 'done'
                       AND (m.is_in OR m.is_out)
                       AND m.date >= asked.since
      JOIN res_company c ON c.id = m.company_id
      JOIN stock_move_line line ON line.move_id = m.id
                               AND line.picked
                               AND coalesce(line.owner_id, c.partner_id) = c.partner_id
      JOIN stock_location source ON source.id = line.location_id
      JOIN stock_location target ON target.id = line.location_dest_id
     WHERE {_OURS.format("source")} <> {_OURS.format("target")}
     GROUP BY m.id
    HAVING sum(line.quantity_product_uom) > 0
"""

#: The valued movement behind each move: goods that came in several steps are given back
#: by the last step, and what they cost stands on the first.
_VALUED = """
    WITH RECURSIVE up AS (
        SELECT id AS start, id FROM unnest(%(moves)s::int[]) AS asked (id)
     UNION
        SELECT up.start, rel.move_orig_id
          FROM up
          JOIN stock_move m ON m.id = up.id AND NOT (m.is_in OR m.is_out)
          JOIN stock_move_move_rel rel ON rel.move_dest_id = up.id
    )
    SELECT DISTINCT ON (up.start) up.start, up.id
      FROM up JOIN stock_move m ON m.id = up.id AND (m.is_in OR m.is_out)
     ORDER BY up.start, up.id
"""

_PRICES = """
    SELECT v.product_id, v.id, v.date,
           coalesce(nullif(v.jxc_price, 0), v.value)::text, v.jxc_cost_place
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN product_value v ON v.product_id = asked.product_id
                          AND v.company_id = %(company)s
                          AND v.move_id IS NULL
                          AND v.lot_id IS NULL
                          AND v.jxc_start IS NOT true
                          AND v.date >= asked.since
"""

#: What the ledger meets for the first time gets its place, under the product's lock:
#: the numbers rise as things are entered.
_PLACE_PRICES = """
    UPDATE product_value v
       SET jxc_cost_place = new.place
      FROM (SELECT id, nextval('jxc_cost_place') AS place
              FROM (SELECT id FROM product_value
                     WHERE product_id = ANY(%(products)s)
                       AND company_id = %(company)s
                       AND move_id IS NULL
                       AND lot_id IS NULL
                       AND jxc_cost_place IS NULL
                     ORDER BY date, id) AS ordered) AS new
     WHERE v.id = new.id
"""

_PLACE_MOVES = """
    UPDATE stock_move m
       SET jxc_cost_place = nextval('jxc_cost_place')
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
     WHERE m.product_id = asked.product_id
       AND m.company_id = %(company)s
       AND m.state = 'done'
       AND (m.is_in OR m.is_out)
       AND m.date >= asked.since
       AND m.jxc_cost_place IS NULL
"""

#: The last row before; a product whose stock was below nothing then has none to go on
#: from, and begins at its beginning.
_STANDS = """
    SELECT asked.product_id, r.running_quantity::text, r.running_amount::text,
           r.unit::text, r.method
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN LATERAL (
           SELECT running_quantity, running_amount, unit, method
             FROM jxc_cost_row
            WHERE company_id = %(company)s
              AND product_id = asked.product_id
              AND at < asked.since
            ORDER BY at DESC, id DESC
            LIMIT 1
           ) r ON true
"""

#: What is left of receipts.
_LAYERS = """
    SELECT asked.product_id, r.key,
           (r.quantity - coalesce(sum(k.quantity), 0))::text,
           (r.amount + r.variance - coalesce(sum(k.amount), 0))::text
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN jxc_cost_row r ON r.company_id = %(company)s
                             AND r.product_id = asked.product_id
                             AND r.at < asked.since
                             AND r.quantity > 0
 LEFT JOIN (jxc_cost_link k JOIN jxc_cost_row i ON i.id = k.issue_id)
        ON k.receipt_id = r.id AND i.at < asked.since
     GROUP BY asked.product_id, r.id
    HAVING r.quantity > coalesce(sum(k.quantity), 0)
     ORDER BY r.at, r.id
"""

#: What is left to come back of movements.
_ORIGINS = """
    SELECT r.product_id, r.key, r.kind,
           (r.quantity + coalesce(sum(b.quantity), 0))::text,
           (r.amount + r.variance + coalesce(sum(b.amount + b.variance), 0))::text
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN jxc_cost_row r ON r.company_id = %(company)s
                         AND r.product_id = asked.product_id
                         AND r.at < asked.since
                         AND r.key = ANY(%(keys)s)
 LEFT JOIN jxc_cost_row b ON b.origin_id = r.id AND b.at < asked.since
     GROUP BY r.id
"""

_DELETE = """
    DELETE FROM jxc_cost_row r
     USING unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
     WHERE r.company_id = %(company)s
       AND r.product_id = asked.product_id
       AND r.at >= asked.since
"""

#: Ids rise in the order of what happened, of each product.
_INSERT = """
    INSERT INTO jxc_cost_row (
           company_id, product_id, key, kind, at, date, quantity, amount, variance,
           running_quantity, running_amount, unit, provisional, method, move_id,
           value_id)
    SELECT %(company)s, product_id, key, kind,
           at, (at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date, quantity, amount,
           variance, running_quantity, running_amount, unit, provisional, method,
           move_id, value_id
      FROM unnest(%(product)s::int[], %(key)s::text[], %(kind)s::text[],
                  %(at)s::timestamp[], %(quantity)s::numeric[], %(amount)s::numeric[],
                  %(variance)s::numeric[], %(running_quantity)s::numeric[],
                  %(running_amount)s::numeric[], %(unit)s::numeric[],
                  %(provisional)s::boolean[], %(method)s::text[], %(move)s::int[],
                  %(value)s::int[])
           WITH ORDINALITY AS new (
                product_id, key, kind, at, quantity, amount, variance,
                running_quantity, running_amount, unit, provisional, method, move_id,
                value_id, place)
     ORDER BY place
"""

_ORIGIN = """
    UPDATE jxc_cost_row r
       SET origin_id = o.id
      FROM unnest(%(key)s::text[], %(origin)s::text[]) AS new (key, origin)
      JOIN jxc_cost_row o ON o.company_id = %(company)s AND o.key = new.origin
     WHERE r.company_id = %(company)s AND r.key = new.key
"""

_LINK = """
    INSERT INTO jxc_cost_link (issue_id, receipt_id, quantity, amount)
    SELECT i.id, r.id, new.quantity, new.amount
      FROM unnest(%(issue)s::text[], %(receipt)s::text[], %(quantity)s::numeric[],
                  %(amount)s::numeric[]) AS new (issue, receipt, quantity, amount)
      JOIN jxc_cost_row i ON i.company_id = %(company)s AND i.key = new.issue
      JOIN jxc_cost_row r ON r.company_id = %(company)s AND r.key = new.receipt
"""

_VALUES = """
    SELECT r.move_id, abs(sum(r.amount + r.variance))
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN jxc_cost_row r ON r.company_id = %(company)s
                             AND r.product_id = asked.product_id
                             AND r.at >= asked.since
      JOIN stock_move m ON m.id = r.move_id
     GROUP BY r.move_id, m.value
    HAVING m.value IS DISTINCT FROM abs(sum(r.amount + r.variance))
"""

_BALANCES = """
    SELECT DISTINCT ON (product_id) product_id, running_quantity, running_amount, unit
      FROM jxc_cost_row
     WHERE company_id = %(company)s AND product_id = ANY(%(products)s)
       AND at <= coalesce(%(until)s, 'infinity'::timestamp)
     ORDER BY product_id, at DESC, id DESC
"""


_KNOWN = """
    SELECT DISTINCT product_id FROM jxc_cost_row
     WHERE company_id = %(company)s AND product_id = ANY(%(products)s)
"""

_MISSING = """
    SELECT m.company_id, array_agg(DISTINCT m.product_id ORDER BY m.product_id)
      FROM stock_move m
      JOIN product_product p ON p.id = m.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
                             AND t.is_storable
                             AND t.lot_valuated IS NOT true
     WHERE m.state = 'done' AND (m.is_in OR m.is_out) AND m.is_dropship IS NOT true
       AND NOT EXISTS (
           SELECT FROM jxc_cost_row r
            WHERE r.company_id = m.company_id AND r.product_id = m.product_id)
     GROUP BY m.company_id
"""


def query(text, **values):
    """One of the statements above with its values."""
    return SQL(globals()[f"_{text.upper()}"], **values)
