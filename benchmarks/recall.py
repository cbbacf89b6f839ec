"""A recall finds what was made of its lots, and where all of it went; against one
recursive statement."""

import worker  # before whatever imports from odoo
from generator.bulk import reserve, stamp

CODE = "RECALL"
#: Goods whose every movement is of one lot, and how many of these were repacked one
#: into the next.
LOTS, CHAIN = 100, 10
STATEMENT = """
    WITH RECURSIVE bad AS (
        SELECT id FROM stock_lot WHERE id = ANY(%(lots)s)
         UNION
        SELECT made.lot_id
          FROM bad
          JOIN stock_move_line used ON used.lot_id = bad.id
          JOIN stock_move_line_consume_rel rel ON rel.produce_line_id = used.id
          JOIN stock_move_line made ON made.id = rel.consume_line_id
         WHERE used.state = 'done' AND made.lot_id IS NOT NULL
    )
    SELECT l.lot_id, p.commercial_partner_id,
           SUM(l.quantity_product_uom) FILTER (WHERE s.usage <> 'internal'),
           SUM(l.quantity_product_uom) FILTER (WHERE d.usage <> 'internal')
      FROM bad
      JOIN stock_move_line l ON l.lot_id = bad.id
      JOIN stock_move m ON m.id = l.move_id
      JOIN stock_location s ON s.id = l.location_id
      JOIN stock_location d ON d.id = l.location_dest_id
      LEFT JOIN stock_picking k ON k.id = m.picking_id
      LEFT JOIN res_partner p ON p.id = COALESCE(k.partner_id, m.partner_id)
     WHERE l.state = 'done' AND s.usage <> d.usage
     GROUP BY l.lot_id, p.commercial_partner_id,
              CASE WHEN s.usage = 'internal' THEN d.usage ELSE s.usage END
"""


def recall_prepare(database, _measured):
    """Lots on movements that the generator made without."""
    with worker.environment(database) as env:
        if env["jxc.recall"].search_count([("reason", "=", CODE)]):
            return {}
        found = env["product.product"].search(
            [("default_code", "=like", "B0%")], order="default_code", limit=LOTS
        )
        products = found.ids
        lot = env["stock.lot"].create({"name": CODE, "product_id": products[0]})
        env.flush_all()
        base = reserve(env.cr, lot._table, len(products))
        rows = f"unnest(ARRAY{products}) WITH ORDINALITY AS g (product, n)"
        values = {"id": f"{base} + n", "product_id": "product", "name": "'R-' || n"}
        stamp(env.cr, lot._table, lot.id, rows, **values)
        lots = lot.browse(base + n for n in range(1, len(products) + 1))
        _move(env, lots)
        first = lots[::CHAIN].ids
        env["jxc.recall"].create({"reason": CODE, "lot_ids": first})
        env.cr.commit()
    worker.vacuum(database)
    return {}


def _move(env, lots):
    env.cr.execute(
        "UPDATE stock_move_line l SET lot_id = t.id FROM stock_lot t"
        " WHERE t.id = ANY(%s) AND l.product_id = t.product_id",
        [lots.ids],
    )
    env.cr.execute(
        """
        WITH line AS (
            SELECT lot_id, MIN(id) AS id FROM stock_move_line
             WHERE lot_id = ANY(%(lots)s) AND state = 'done' GROUP BY lot_id
        )
        INSERT INTO stock_move_line_consume_rel (consume_line_id, produce_line_id)
        SELECT made.id, used.id
          FROM line used JOIN line made ON made.lot_id = used.lot_id + 1
         WHERE (used.lot_id - %(first)s + 1) %% %(chain)s <> 0
        """,
        {"lots": lots.ids, "first": lots.ids[0], "chain": CHAIN},
    )
    env.invalidate_all()


def _found(rows):
    """How many lots, sides and partners, and what came in and went out."""
    rows = list(rows)
    return [len(rows), *(float(sum(row[n] or 0 for row in rows)) for n in (-2, -1))]


def recall_trace(database, measured):
    with worker.environment(database) as env:
        recall = env["jxc.recall"].search([("reason", "=", CODE)])
        recall.lot_ids.mapped("name")
        with measured(env.cr) as result:
            recall._add_made_of_them()
            env.flush_all()
            found = recall._crossings()
        return {**result, "found": _found(found.values())}


def recall_statement(database, measured):
    with worker.environment(database) as env:
        recall = env["jxc.recall"].search([("reason", "=", CODE)])
        values = {"lots": recall.lot_ids.ids}
        with measured(env.cr) as result:
            env.cr.execute(STATEMENT, values)
            rows = env.cr.fetchall()
        return {**result, "found": _found(rows)}
