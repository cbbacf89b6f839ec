"""What a salesperson sees beside the lines while typing, against one statement."""

import worker  # before whatever imports from odoo
from steps import SELLER, enter_sale

NAMES = ("jxc_atp_qty", "jxc_atp_other", "jxc_next_arrival", "jxc_atp_short")
#: Of each product in each warehouse: what is there, is asked for, and comes next.
STATEMENT = """
    WITH there AS (
            SELECT q.product_id, l.warehouse_id, SUM(q.quantity) AS quantity
              FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
             WHERE l.jxc_promisable AND q.owner_id IS NULL
               AND q.product_id = ANY (%(products)s)
             GROUP BY q.product_id, l.warehouse_id),
         going AS (
            SELECT m.product_id, l.warehouse_id, SUM(m.product_qty) AS quantity
              FROM stock_move m
              JOIN stock_location l ON l.id = m.location_id
              JOIN stock_location d ON d.id = m.location_dest_id
             WHERE m.state NOT IN ('draft', 'done', 'cancel') AND l.jxc_promisable
               AND NOT (d.jxc_promisable AND d.warehouse_id = l.warehouse_id)
               AND m.product_id = ANY (%(products)s)
             GROUP BY m.product_id, l.warehouse_id),
         coming AS (
            SELECT m.product_id, d.warehouse_id, MIN(m.date) AS day
              FROM stock_move m
              JOIN stock_location l ON l.id = m.location_id
              JOIN stock_location d ON d.id = m.location_dest_id
             WHERE m.state NOT IN ('draft', 'done', 'cancel') AND d.usage = 'internal'
               AND l.warehouse_id IS DISTINCT FROM d.warehouse_id
               AND m.product_id = ANY (%(products)s)
             GROUP BY m.product_id, d.warehouse_id)
    SELECT p.id, w.id,
           COALESCE(there.quantity, 0) - COALESCE(going.quantity, 0), coming.day
      FROM unnest(%(products)s) AS p (id)
     CROSS JOIN stock_warehouse w
      LEFT JOIN there ON (there.product_id, there.warehouse_id) = (p.id, w.id)
      LEFT JOIN going ON (going.product_id, going.warehouse_id) = (p.id, w.id)
      LEFT JOIN coming ON (coming.product_id, coming.warehouse_id) = (p.id, w.id)
"""


def entry_prepare(database, _measured, size):
    """A quotation of so many lines."""
    with worker.environment(database, SELLER) as env:
        order = enter_sale(env, size, seed=size)
        env.cr.commit()
        return {"record": order.id}


def entry_statement(database, measured, record):
    with worker.environment(database) as env:
        order = env["sale.order"].browse(record)
        products, house = order.order_line.product_id.ids, order.warehouse_id.id
        with measured(env.cr) as result:
            env.cr.execute(STATEMENT, {"products": products})
            rows = env.cr.fetchall()
        found = {p: float(atp) for p, w, atp, _day in rows if w == house}
        return {**result, "found": [found[product] for product in products]}


def entry_ours(database, measured, record):
    """All figures of all lines, as after a keystroke."""
    with worker.environment(database, SELLER) as env:
        lines = env["sale.order"].browse(record).order_line
        lines.mapped("product_id.uom_id.name")
        lines.mapped("product_uom_qty")
        lines.invalidate_recordset(NAMES, flush=False)
        with measured(env.cr) as result:
            found = [line.jxc_atp_qty for line in lines]
            for line in lines:
                _shown = [line[name] for name in NAMES]
        return {**result, "found": found}
