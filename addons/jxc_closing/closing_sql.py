"""What a closing reads: the ledger's flows of a month, and what the books have of them.

Amounts come as texts where they go into a Decimal: the host makes floats of numerics.
"""

from odoo.tools import SQL

#: The kind of a movement, by what is on its other side.
_KIND = """
    CASE other.usage
         WHEN 'supplier' THEN 'purchase'
         WHEN 'customer' THEN 'sale'
         WHEN 'inventory' THEN 'adjustment'
         WHEN 'production' THEN 'production'
         WHEN 'transit' THEN
              CASE WHEN other.company_id IS NULL THEN 'company' ELSE 'revaluation' END
         ELSE 'revaluation'
    END
"""
_OTHER = "CASE WHEN m.is_in THEN m.location_id ELSE m.location_dest_id END"
#: The accounts of losses, gains and production, where their places have some.
_PLACE = """
    CASE WHEN other.usage IN ('inventory', 'production')
         THEN other.valuation_account_id
    END
"""

_LEDGER = f"""
    SELECT CASE WHEN r.kind = 'difference' THEN 'purchase' ELSE {_KIND} END AS kind,
           r.product_id, {_PLACE} AS place,
           sum(r.amount + r.variance)::text, sum(r.variance)::text
      FROM jxc_cost_row r
 LEFT JOIN stock_move m ON m.id = r.move_id
 LEFT JOIN stock_location other ON other.id = {_OTHER}
     WHERE r.company_id = %(company)s
       AND r.date BETWEEN %(first)s AND %(last)s
     GROUP BY 1, 2, 3
"""

_BOOKS = f"""
    SELECT CASE WHEN line.display_type = 'cogs' THEN 'sale'
                WHEN entry.move_type IN ('in_invoice', 'in_refund', 'in_receipt')
                  OR %(purchases)s
                THEN 'purchase'
                WHEN moved.usage IS NOT NULL THEN moved.kind
                ELSE 'other'
           END,
           line.product_id, moved.place, line.account_id, sum(line.balance)::text
      FROM account_move_line line
      JOIN account_move entry ON entry.id = line.move_id
 LEFT JOIN LATERAL (
           SELECT other.usage, {_KIND} AS kind, {_PLACE} AS place
             FROM stock_move m
             JOIN stock_location other ON other.id = {_OTHER}
            WHERE m.account_move_id = entry.id
            ORDER BY m.product_id = line.product_id DESC, m.id
            LIMIT 1
           ) moved ON entry.move_type = 'entry'
     WHERE line.company_id = %(company)s
       AND line.parent_state = 'posted'
       AND line.account_id = ANY(%(accounts)s)
       AND line.date BETWEEN %(first)s AND %(last)s
     GROUP BY 1, 2, 3, 4
"""

#: The entries that no document explains.
_STRAY = """
    SELECT found.id, found.balance::text
      FROM (SELECT line.id, line.balance,
                   line.display_type IS DISTINCT FROM 'cogs'
                   AND entry.move_type NOT IN ('in_invoice', 'in_refund', 'in_receipt')
                   AND NOT %(purchases)s
                   AND NOT EXISTS (SELECT FROM stock_move m
                                    WHERE m.account_move_id = entry.id) AS stray
              FROM account_move_line line
              JOIN account_move entry ON entry.id = line.move_id
             WHERE line.company_id = %(company)s
               AND line.parent_state = 'posted'
               AND line.account_id = ANY(%(accounts)s)
               AND line.date BETWEEN %(first)s AND %(last)s) AS found
     WHERE found.stray
"""

_BALANCES = """
    SELECT product_id, sum(quantity)::text, sum(amount)::text
      FROM jxc_cost_row
     WHERE company_id = %(company)s AND date <= %(last)s
     GROUP BY product_id
"""

#: Scopes that hold less than nothing, or nothing that is worth something.
_STRANGE = """
    SELECT product_id, sum(quantity)::text, sum(amount)::text
      FROM jxc_cost_row
     WHERE company_id = %(company)s AND date <= %(last)s
     GROUP BY product_id, scope
    HAVING sum(quantity) < 0 OR (sum(quantity) = 0 AND sum(amount) <> 0)
"""

_ACCOUNTS = """
    SELECT account_id, sum(balance)::text
      FROM account_move_line
     WHERE company_id = %(company)s
       AND parent_state = 'posted'
       AND account_id = ANY(%(accounts)s)
       AND date <= %(last)s
     GROUP BY account_id
"""

#: Accounts that categories have of their own.
_CATEGORY_ACCOUNTS = """
    SELECT DISTINCT (property_stock_valuation_account_id ->> %(company)s)::int
      FROM product_category
     WHERE property_stock_valuation_account_id ->> %(company)s IS NOT NULL
"""

_SNAPSHOT = """
    INSERT INTO jxc_closing_stock (
           closing_id, company_id, product_id, warehouse_id, lot_id, quantity, amount)
    SELECT %(closing)s, %(company)s, product_id, warehouse_id, lot_id, sum(quantity),
           sum(amount)
      FROM jxc_cost_row
     WHERE company_id = %(company)s AND date <= %(last)s
     GROUP BY product_id, warehouse_id, lot_id
    HAVING sum(quantity) <> 0 OR sum(amount) <> 0
"""

_OURS = "({0}.company_id IS NOT NULL AND {0}.usage IN ('internal', 'transit'))"

#: The proof of each product: what came and went, what the ledger has, what is there.
_PROOF = f"""
    WITH moved AS (
        SELECT m.product_id,
               sum(line.quantity_product_uom)
                   FILTER (WHERE {_OURS.format("target")}) AS came,
               sum(line.quantity_product_uom)
                   FILTER (WHERE {_OURS.format("source")}) AS went
          FROM stock_move m
          JOIN stock_move_line line ON line.move_id = m.id AND line.picked
          JOIN stock_location source ON source.id = line.location_id
          JOIN stock_location target ON target.id = line.location_dest_id
         WHERE m.company_id = %(company)s
           AND m.state = 'done'
           AND (m.is_in OR m.is_out)
           AND m.date < %(until)s
           AND coalesce(line.owner_id, %(partner)s) = %(partner)s
           AND {_OURS.format("source")} <> {_OURS.format("target")}
         GROUP BY m.product_id
    ), ledger AS (
        SELECT product_id, sum(quantity) AS quantity, sum(amount) AS amount,
               sum(quantity) FILTER (WHERE date <= %(closed)s) AS closed_quantity,
               sum(amount) FILTER (WHERE date <= %(closed)s) AS closed_amount
          FROM jxc_cost_row
         WHERE company_id = %(company)s AND at < %(until)s
         GROUP BY product_id
    ), there AS (
        SELECT q.product_id, sum(q.quantity) AS quantity
          FROM stock_quant q
          JOIN stock_location place ON place.id = q.location_id
         WHERE q.company_id = %(company)s
           AND {_OURS.format("place")}
           AND coalesce(q.owner_id, %(partner)s) = %(partner)s
         GROUP BY q.product_id
    ), snapshot AS (
        SELECT product_id, sum(quantity) AS quantity, sum(amount) AS amount
          FROM jxc_closing_stock WHERE closing_id = %(closing)s
         GROUP BY product_id
    )
    SELECT p.id AS product_id, round(coalesce(moved.came, 0)::numeric, 6) AS came,
           round(coalesce(moved.went, 0)::numeric, 6) AS went,
           round(coalesce(there.quantity, 0)::numeric, 6) AS there,
           round(coalesce(ledger.quantity, 0)::numeric, 6) AS quantity,
           coalesce(ledger.amount, 0) AS amount,
           round(coalesce(ledger.closed_quantity, 0)::numeric, 6) AS closed_quantity,
           coalesce(ledger.closed_amount, 0) AS closed_amount,
           round(coalesce(snapshot.quantity, 0)::numeric, 6) AS snapshot_quantity,
           coalesce(snapshot.amount, 0) AS snapshot_amount
      FROM product_product p
      JOIN product_template t ON t.id = p.product_tmpl_id AND t.is_storable
 LEFT JOIN moved ON moved.product_id = p.id
 LEFT JOIN ledger ON ledger.product_id = p.id
 LEFT JOIN there ON there.product_id = p.id
 LEFT JOIN snapshot ON snapshot.product_id = p.id
     WHERE coalesce(moved.product_id, ledger.product_id, there.product_id,
                    snapshot.product_id) IS NOT NULL
     ORDER BY p.id
"""


def query(text, **values):
    """One of the statements above with its values."""
    return SQL(globals()[f"_{text.upper()}"], **values)
