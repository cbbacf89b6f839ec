"""The ledger of a product, the summary of a month, the overview: each against one
statement that was written by itself and says the same."""

from datetime import date, timedelta

import worker  # before whatever imports from odoo
from steps import KEEPER

FIGURES = ["product_id", "warehouse_id", "on_hand", "reserved", "outgoing", "atp"]
ENTRIES = ["date", "kind", "reference", "partner_id", "qty_in", "qty_out", "balance"]
SUMS = ["product_id", "warehouse_id", "opening", "qty_in", "qty_out", "closing"]

# A product in its warehouses: what was before the period, and every line of it.
LEDGER = """
    WITH side AS (
        SELECT l.id, l.date, h.warehouse_id, l.quantity_product_uom AS qty
          FROM stock_move_line l
          JOIN stock_location h ON h.id = l.location_dest_id
          JOIN stock_location o ON o.id = l.location_id
         WHERE l.product_id = %(product)s AND l.state = 'done' AND l.date < %(until)s
           AND l.owner_id IS NULL AND h.usage = 'internal'
           AND (o.usage <> 'internal' OR o.warehouse_id <> h.warehouse_id)
        UNION ALL
        SELECT l.id, l.date, h.warehouse_id, -l.quantity_product_uom
          FROM stock_move_line l
          JOIN stock_location h ON h.id = l.location_id
          JOIN stock_location o ON o.id = l.location_dest_id
         WHERE l.product_id = %(product)s AND l.state = 'done' AND l.date < %(until)s
           AND l.owner_id IS NULL AND h.usage = 'internal'
           AND (o.usage <> 'internal' OR o.warehouse_id <> h.warehouse_id)
    ), running AS (
        SELECT *, SUM(qty) OVER (PARTITION BY warehouse_id ORDER BY date, id) AS balance
          FROM side
    )
    SELECT r.date, r.qty, r.balance, m.reference, p.name, t.name, w.name
      FROM running r
      JOIN stock_move_line l ON l.id = r.id
      JOIN stock_move m ON m.id = l.move_id
      JOIN product_product v ON v.id = l.product_id
      JOIN product_template t ON t.id = v.product_tmpl_id
      JOIN stock_warehouse w ON w.id = r.warehouse_id
      LEFT JOIN stock_picking k ON k.id = m.picking_id
      LEFT JOIN res_partner p ON p.id = k.partner_id
     WHERE r.date >= %(since)s
     ORDER BY r.warehouse_id, r.date, r.id
"""
# Kind by kind as the summary shows them, so that both have the same to add up.
SUMMARY = """
    SELECT product_id, warehouse_id,
           SUM(CASE WHEN date < %(since)s THEN qty ELSE 0 END) AS opening,
           SUM(CASE WHEN date >= %(since)s AND qty > 0 THEN qty ELSE 0 END) AS qty_in,
           SUM(CASE WHEN date >= %(since)s AND qty < 0 THEN -qty ELSE 0 END) AS qty_out,
           SUM(qty) AS closing
      FROM (
            SELECT l.product_id, h.warehouse_id, l.date, l.quantity_product_uom AS qty
              FROM stock_move_line l
              JOIN stock_location h ON h.id = l.location_dest_id
              JOIN stock_location o ON o.id = l.location_id
             WHERE l.state = 'done' AND l.owner_id IS NULL AND l.date < %(until)s
               AND h.usage = 'internal'
               AND (o.usage <> 'internal' OR o.warehouse_id <> h.warehouse_id)
            UNION ALL
            SELECT l.product_id, h.warehouse_id, l.date, -l.quantity_product_uom
              FROM stock_move_line l
              JOIN stock_location h ON h.id = l.location_id
              JOIN stock_location o ON o.id = l.location_dest_id
             WHERE l.state = 'done' AND l.owner_id IS NULL AND l.date < %(until)s
               AND h.usage = 'internal'
               AND (o.usage <> 'internal' OR o.warehouse_id <> h.warehouse_id)
           ) side
     GROUP BY product_id, warehouse_id
    HAVING SUM(qty) <> 0 OR MAX(date) >= %(since)s
"""
# What is on the shelves less what waits to leave them. The generator's moves do not
# feed each other, so that it is what can be promised.
OVERVIEW = """
    WITH here AS (
        SELECT q.product_id, l.warehouse_id, SUM(q.quantity) AS on_hand,
               SUM(q.reserved_quantity) FILTER (WHERE l.jxc_promisable) AS reserved,
               SUM(q.quantity) FILTER (
                   WHERE l.jxc_promisable AND (lot.expiration_date IS NULL
                                               OR lot.expiration_date > now())
               ) AS good
          FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
          LEFT JOIN stock_lot lot ON lot.id = q.lot_id
         WHERE l.usage = 'internal' AND q.owner_id IS NULL
         GROUP BY q.product_id, l.warehouse_id
    ), leaving AS (
        SELECT m.product_id, s.warehouse_id, SUM(m.product_qty) AS outgoing
          FROM stock_move m
          JOIN stock_location s ON s.id = m.location_id
          JOIN stock_location d ON d.id = m.location_dest_id
         WHERE m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
           AND s.jxc_promisable AND s.warehouse_id IS DISTINCT FROM d.warehouse_id
         GROUP BY m.product_id, s.warehouse_id
    )
    SELECT product_id, warehouse_id, v.default_code, t.name, w.name, on_hand, reserved,
           outgoing, COALESCE(good, 0) - COALESCE(outgoing, 0)
      FROM here
      FULL JOIN leaving USING (product_id, warehouse_id)
      JOIN product_product v ON v.id = product_id
      JOIN product_template t ON t.id = v.product_tmpl_id
      JOIN stock_warehouse w ON w.id = warehouse_id
     WHERE t.is_storable
     ORDER BY v.default_code, warehouse_id
"""


def _period(env, days):
    """So many days up to the last movement; a product that moved in them."""
    env.cr.execute(
        "SELECT MAX(date)::date, MAX(product_id) FROM stock_move_line"
        " WHERE state = 'done'"
    )
    last, product = env.cr.fetchone()
    first = last - timedelta(days=days - 1)
    return {"since": first, "until": last + timedelta(days=1), "product": product}


def _context(env, period):
    last = period["until"] - timedelta(days=1)
    days = {"jxc_from": date.isoformat(period["since"]), "jxc_to": date.isoformat(last)}
    return {**env.context, **days, "jxc_level": "warehouse", "tz": "UTC"}


def _statement(database, measured, statement, days):
    with worker.environment(database) as env:
        period = _period(env, days)
        with measured(env.cr) as result:
            env.cr.execute(statement, period)
            rows = env.cr.fetchall()
        return {**result, "found": len(rows)}


def _read(database, measured, model, names, days, one):
    with worker.environment(database, KEEPER) as env:
        period = _period(env, days)
        domain = [("product_id", "=", period["product"])] if one else []
        wanted = {name: {} for name in names}
        with measured(env.cr) as result:
            rows = env[model].with_context(_context(env, period))
            found = rows.web_search_read(domain, wanted, limit=1_000_000)["records"]
        moved = [row for row in found if row.get("kind") != "opening"]
        return {**result, "found": len(moved)}


def ledger_year_statement(database, measured):
    return _statement(database, measured, LEDGER, 365)


def ledger_year(database, measured):
    """Ours: a product's ledger of a year, as the list reads it."""
    return _read(database, measured, "jxc.stock.ledger", ENTRIES, 365, True)


def ledger_month_statement(database, measured):
    return _statement(database, measured, SUMMARY, 30)


def ledger_month(database, measured):
    """Ours: the summary of a month, all products in all warehouses."""
    return _read(database, measured, "jxc.stock.summary", SUMS, 30, False)


def ledger_overview_statement(database, measured):
    return _statement(database, measured, OVERVIEW, 1)


def ledger_overview(database, measured):
    """Ours: every row of the overview."""
    return _read(database, measured, "jxc.stock.overview", FIGURES, 1, False)
