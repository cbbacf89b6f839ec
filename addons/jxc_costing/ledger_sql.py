"""What the stock ledger reads: movements, and what stands before them.

Numbers come as texts where they go into a Decimal: the host makes floats of numerics.
"""

from odoo.tools import SQL

#: Where goods are the company's.
_OURS = "({0}.company_id IS NOT NULL AND {0}.usage IN ('internal', 'transit'))"

#: The pool of goods in a location: everything, or what is in a warehouse, on the way,
#: or in neither; in each case the lot's, where lots have costs of their own.
_POOL = f"""
    CASE WHEN {_OURS} THEN
         CASE WHEN NOT %(by_house)s THEN 'all'
              WHEN {{0}}.warehouse_id IS NOT NULL THEN 'wh:' || {{0}}.warehouse_id
              WHEN {{0}}.usage = 'transit' THEN 'transit'
              ELSE 'elsewhere'
          END
         || CASE WHEN asked.by_lot THEN '/lot:' || coalesce(line.lot_id, 0) ELSE '' END
    END
"""

_ASKED = """
    unnest(%(products)s, %(since)s::timestamp[], %(by_lot)s::boolean[])
        AS asked (product_id, since, by_lot)
"""

#: What was done to a product since its moment. The planner does not know how few that
#: is: without the LATERAL and its OFFSET it would read every move of all times.
_DONE = """
    LATERAL (
    SELECT * FROM stock_move
     WHERE product_id = asked.product_id
       AND company_id = %(company)s
       AND state = 'done'
       AND (is_in OR is_out OR %(by_house)s)
       AND date >= asked.since
    OFFSET 0)
"""

_MOVEMENTS = f"""
    SELECT product_id, id, source, target, round(sum(pieces)::numeric, 6)::text,
           at, cost, sum(own) FILTER (WHERE own <> 0)::text, origin, place, extra
      FROM (
           SELECT m.product_id, m.id, {_POOL.format("source")} AS source,
                  {_POOL.format("target")} AS target,
                  line.quantity_product_uom AS pieces,
                  m.date AS at,
                  CASE WHEN m.jxc_cost_known THEN coalesce(m.jxc_cost, 0)::text END
                      AS cost,
                  CASE WHEN m.jxc_cost_known IS NOT true AND m.jxc_cost <> 0
                       THEN m.jxc_cost::text END AS extra,
                  CASE WHEN asked.by_lot
                       THEN line.jxc_unit_cost * line.quantity_product_uom END AS own,
                  m.origin_returned_move_id AS origin, m.jxc_cost_place AS place
             FROM {_ASKED}
             JOIN {_DONE} AS m ON true
             JOIN res_company c ON c.id = m.company_id
             -- Nor does it know that their details are few.
             JOIN LATERAL (
                  SELECT * FROM stock_move_line
                   WHERE move_id = m.id
                     AND picked
                     AND coalesce(owner_id, c.partner_id) = c.partner_id
                  OFFSET 0) line ON true
             JOIN stock_location source ON source.id = line.location_id
             JOIN stock_location target ON target.id = line.location_dest_id
           ) AS moved
     WHERE source IS DISTINCT FROM target
     GROUP BY product_id, id, source, target, at, cost, origin, place, extra
    HAVING sum(pieces) > 0
     ORDER BY id, source, target
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

_PRICES = f"""
    SELECT v.product_id, v.id, v.date,
           coalesce(nullif(v.jxc_price, 0), v.value)::text, v.jxc_cost_place, v.lot_id
      FROM {_ASKED}
      JOIN product_value v ON v.product_id = asked.product_id
                          AND v.company_id = %(company)s
                          AND v.move_id IS NULL
                          AND (v.lot_id IS NULL OR asked.by_lot)
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
                       AND jxc_cost_place IS NULL
                     ORDER BY date, id) AS ordered) AS new
     WHERE v.id = new.id
"""

_PLACE_MOVES = f"""
    UPDATE stock_move m
       SET jxc_cost_place = nextval('jxc_cost_place')
      FROM {_ASKED}
      JOIN {_DONE} AS done ON done.jxc_cost_place IS NULL
     WHERE m.id = done.id
"""

#: Changes of method, the first one first, and the method of the last row.
_METHODS = """
    SELECT asked.product_id, r.method, c.id, c.at, c.before, c.method, c.place
      FROM unnest(%(products)s::int[]) AS asked (product_id)
      JOIN LATERAL (
           SELECT method FROM jxc_cost_row
            WHERE company_id = %(company)s AND product_id = asked.product_id
            ORDER BY at DESC, id DESC
            LIMIT 1
           ) r ON true
 LEFT JOIN jxc_cost_change c ON c.company_id = %(company)s
                            AND c.product_id = asked.product_id
     ORDER BY asked.product_id, c.at
"""

#: What somebody decides for a day comes before all goods of its moment.
_NOTE_METHODS = """
    INSERT INTO jxc_cost_change (
           company_id, product_id, at, place, before, method, reason, user_id)
    SELECT %(company)s, product_id, %(at)s,
           CASE WHEN %(now)s THEN nextval('jxc_cost_place') ELSE 0 END,
           before, method, %(reason)s, %(user)s
      FROM unnest(%(products)s, %(before)s::text[], %(method)s::text[])
           AS new (product_id, before, method)
    ON CONFLICT (company_id, product_id, at) DO UPDATE SET method = excluded.method
"""

#: The pools of a product, from one to the next in the index: however many rows there
#: are, it reads one of each scope.
_POOLS = """
    LATERAL (
    WITH RECURSIVE step AS (
        (SELECT scope FROM jxc_cost_row
          WHERE company_id = %(company)s AND product_id = asked.product_id
          ORDER BY scope LIMIT 1)
     UNION ALL
        SELECT (SELECT scope FROM jxc_cost_row
                 WHERE company_id = %(company)s AND product_id = asked.product_id
                   AND scope > step.scope
                 ORDER BY scope LIMIT 1)
          FROM step WHERE step.scope IS NOT NULL
    )
    SELECT scope FROM step WHERE scope IS NOT NULL
    )
"""

#: The last row before, of each scope; a product whose stock was below nothing then has
#: none to go on from, and begins at its beginning.
_STANDS = f"""
    SELECT asked.product_id, r.scope, r.running_quantity::text, r.running_amount::text,
           r.unit::text, r.at, r.id
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
     CROSS JOIN {_POOLS} AS its
      JOIN LATERAL (
           SELECT scope, running_quantity, running_amount, unit, at, id
             FROM jxc_cost_row
            WHERE company_id = %(company)s
              AND product_id = asked.product_id
              AND scope = its.scope
              AND at < asked.since
            ORDER BY at DESC, id DESC
            LIMIT 1
           ) r ON true
"""

#: What is left of receipts. With another method all that was there became one layer.
_LAYERS = """
    WITH turns AS (
        SELECT DISTINCT ON (r.product_id, r.scope) r.product_id, r.scope, r.id, r.at
          FROM unnest(%(layered)s, %(since)s::timestamp[]) AS asked (product_id, since)
          JOIN jxc_cost_row r ON r.company_id = %(company)s
                             AND r.product_id = asked.product_id
                             AND r.at < asked.since
                             AND r.kind = 'method'
         ORDER BY r.product_id, r.scope, r.at DESC, r.id DESC
    ), layers AS (
        SELECT asked.product_id, asked.since, r.scope, r.key, r.id, r.at,
               CASE WHEN r.id = turns.id THEN r.running_quantity ELSE r.quantity END
                   AS quantity,
               CASE WHEN r.id = turns.id THEN r.running_amount
                    ELSE r.amount + r.variance END AS amount
          FROM unnest(%(layered)s, %(since)s::timestamp[]) AS asked (product_id, since)
          JOIN jxc_cost_row r ON r.company_id = %(company)s
                             AND r.product_id = asked.product_id
                             AND r.at < asked.since
                             AND (r.quantity > 0 OR r.kind = 'method')
     LEFT JOIN turns ON turns.product_id = r.product_id AND turns.scope = r.scope
         WHERE turns.id IS NULL OR (r.at, r.id) >= (turns.at, turns.id)
    )
    SELECT r.product_id, r.scope, r.key,
           (r.quantity - coalesce(sum(k.quantity), 0))::text,
           (r.amount - coalesce(sum(k.amount), 0))::text
      FROM layers r
 LEFT JOIN (jxc_cost_link k JOIN jxc_cost_row i ON i.id = k.issue_id)
        ON k.receipt_id = r.id AND i.at < r.since
     GROUP BY r.product_id, r.scope, r.key, r.id, r.at, r.quantity, r.amount
    HAVING r.quantity > coalesce(sum(k.quantity), 0)
     ORDER BY r.at, r.id
"""

#: What is left to come back of movements.
_ORIGINS = """
    SELECT r.product_id, r.key, r.scope, r.kind,
           (r.quantity + coalesce(sum(b.quantity), 0))::text,
           (r.amount + r.variance + coalesce(sum(b.amount + b.variance), 0))::text
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN jxc_cost_row r ON r.company_id = %(company)s
                         AND r.product_id = asked.product_id
                         AND r.at < asked.since
                         AND r.key = ANY(%(keys)s)
                         AND r.kind IN ('in', 'out', 'return_in', 'return_out')
 LEFT JOIN jxc_cost_row b ON b.origin_id = r.id AND b.at < asked.since
     GROUP BY r.id
"""

#: What movements are worth, told to the host where it says something else.
_TELL_MOVES = """
    UPDATE stock_move told
       SET value = new.value
      FROM (
    SELECT r.move_id, abs(sum(r.amount + r.variance)) AS value
      FROM unnest(%(products)s, %(since)s::timestamp[]) AS asked (product_id, since)
      JOIN jxc_cost_row r ON r.company_id = %(company)s
                             AND r.product_id = asked.product_id
                             AND r.at >= asked.since
                             AND r.kind <> 'transfer'
      JOIN stock_move m ON m.id = r.move_id
     GROUP BY r.move_id, m.value
    HAVING m.value IS DISTINCT FROM abs(sum(r.amount + r.variance))
           ) AS new
     WHERE told.id = new.move_id
 RETURNING told.id
"""

#: What a unit costs now, told to the host.
_TELL_COSTS = """
    UPDATE product_product told
       SET standard_price = coalesce(told.standard_price, '{}')
                            || jsonb_build_object(%(company)s, new.cost),
           write_uid = %(user)s, write_date = %(now)s
      FROM unnest(%(products)s, %(costs)s::float8[]) AS new (product_id, cost)
     WHERE told.id = new.product_id
"""

#: What is in each scope, and the last known cost of a unit there.
_BALANCES = f"""
    SELECT asked.product_id, r.scope, r.running_quantity, r.running_amount, r.unit,
           r.at, r.id
      FROM unnest(%(products)s::int[]) AS asked (product_id)
     CROSS JOIN {_POOLS} AS its
      JOIN LATERAL (
           SELECT scope, running_quantity, running_amount, unit, at, id
             FROM jxc_cost_row
            WHERE company_id = %(company)s
              AND product_id = asked.product_id
              AND scope = its.scope
              AND at <= coalesce(%(until)s, 'infinity'::timestamp)
            ORDER BY at DESC, id DESC
            LIMIT 1
           ) r ON true
"""

#: What the month's average said of products in days of the company, before it is final.
_MONTHLY = """
    SELECT product_id, min(at) FROM jxc_cost_row
     WHERE company_id = %(company)s AND method = 'month'
       AND date BETWEEN %(first)s AND %(last)s
     GROUP BY product_id
"""

_CORRECTIONS = f"""
    SELECT line.product_id, line.id, a.at, line.amount::text, line.warehouse_id,
           line.lot_id
      FROM {_ASKED}
      JOIN jxc_cost_adjustment_line line ON line.product_id = asked.product_id
      JOIN jxc_cost_adjustment a ON a.id = line.adjustment_id
                                AND a.company_id = %(company)s
                                AND a.state = 'posted'
                                AND a.at >= asked.since
     ORDER BY line.id
"""

_KNOWN = """
    SELECT asked.product_id FROM unnest(%(products)s::int[]) AS asked (product_id)
     WHERE EXISTS (
           SELECT FROM jxc_cost_row r
            WHERE r.company_id = %(company)s AND r.product_id = asked.product_id)
"""

_MISSING = """
    SELECT m.company_id, array_agg(DISTINCT m.product_id ORDER BY m.product_id)
      FROM stock_move m
      JOIN product_product p ON p.id = m.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
                             AND t.is_storable
     WHERE m.state = 'done' AND (m.is_in OR m.is_out) AND m.is_dropship IS NOT true
       AND NOT EXISTS (
           SELECT FROM jxc_cost_row r
            WHERE r.company_id = m.company_id AND r.product_id = m.product_id)
     GROUP BY m.company_id
"""


def query(text, **values):
    """One of the statements above with its values."""
    return SQL(globals()[f"_{text.upper()}"], **values)
