"""What has to be bought for very many limits: ours, the host's scheduler, and one
statement that finds the same needs."""

import worker  # before whatever imports from odoo

#: One limit in so many is not kept, by as much as nobody has.
RARE = 3
HIGH = 1_000_000
# The generator's moves do not feed each other and none is chained, so that this is what
# can be promised and what is on its way.
STATEMENT = """
    WITH here AS (
        SELECT q.product_id, l.warehouse_id, SUM(q.quantity) AS quantity
          FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
          LEFT JOIN stock_lot lot ON lot.id = q.lot_id
         WHERE l.jxc_promisable AND q.owner_id IS NULL
           AND (lot.expiration_date IS NULL OR lot.expiration_date > now())
         GROUP BY q.product_id, l.warehouse_id
    ), moving AS (
        SELECT product_id, warehouse_id, SUM(quantity) AS quantity
          FROM (SELECT m.product_id, s.warehouse_id, -m.product_qty AS quantity
                  FROM stock_move m
                  JOIN stock_location s ON s.id = m.location_id
                 WHERE m.state IN ('waiting', 'confirmed', 'partially_available',
                                   'assigned') AND s.jxc_promisable
                UNION ALL
                SELECT m.product_id, d.warehouse_id, m.product_qty
                  FROM stock_move m
                  JOIN stock_location d ON d.id = m.location_dest_id
                 WHERE m.state IN ('waiting', 'confirmed', 'partially_available',
                                   'assigned') AND d.usage = 'internal') m
         GROUP BY product_id, warehouse_id
    ), asked AS (
        SELECT l.product_id, t.warehouse_id, SUM(l.product_uom_qty) AS quantity
          FROM purchase_order_line l
          JOIN purchase_order o ON o.id = l.order_id
          JOIN stock_picking_type t ON t.id = o.picking_type_id
         WHERE o.state IN ('draft', 'sent', 'to approve')
         GROUP BY l.product_id, t.warehouse_id
    )
    SELECT p.product_id, p.warehouse_id,
           GREATEST(p.product_max_qty, p.product_min_qty)
           - COALESCE(here.quantity, 0) - COALESCE(moving.quantity, 0)
           - COALESCE(asked.quantity, 0)
      FROM stock_warehouse_orderpoint p
      LEFT JOIN here USING (product_id, warehouse_id)
      LEFT JOIN moving USING (product_id, warehouse_id)
      LEFT JOIN asked USING (product_id, warehouse_id)
     WHERE p.active
       AND COALESCE(here.quantity, 0) + COALESCE(moving.quantity, 0)
           + COALESCE(asked.quantity, 0) < p.product_min_qty
"""


def needs_prepare(database, _measured):
    """Limits of which a part is not kept, and a vendor for each product."""
    with worker.environment(database) as env:
        vendor = env["res.partner"].create({"name": "Needs"})
        cr = env.cr
        cr.execute(
            "UPDATE stock_warehouse_orderpoint SET product_min_qty = 0,"
            " product_max_qty = 0, trigger = 'auto', route_id = %s",
            [env.ref("purchase_stock.route_warehouse0_buy").id],
        )
        cr.execute(
            "UPDATE stock_warehouse_orderpoint SET product_min_qty = %s,"
            " product_max_qty = %s WHERE product_id %% %s = 0",
            [HIGH, HIGH, RARE],
        )
        lists = env["product.supplierinfo"]
        lists.search([]).unlink()
        products = env["product.product"].search([("orderpoint_ids", "!=", False)])
        line = {"partner_id": vendor.id, "price": 10, "delay": 3}
        lists.create(
            [
                {**line, "product_tmpl_id": template.id}
                for template in products.product_tmpl_id
            ]
        )
        cr.commit()
    worker.vacuum(database)
    return {}


def _names(env, rows):
    """Needs in words that both databases share: code, warehouse, quantity."""
    env.cr.execute("SELECT id, default_code FROM product_product")
    codes = dict(env.cr.fetchall())
    env.cr.execute("SELECT id, code FROM stock_warehouse")
    houses = dict(env.cr.fetchall())
    named = [[codes[p], houses[w], round(float(q), 2)] for p, w, q in rows]
    return sorted(named, key=str)


def needs_statement(database, measured):
    with worker.environment(database) as env:
        with measured(env.cr) as result:
            env.cr.execute(STATEMENT)
            rows = env.cr.fetchall()
        return {**result, "found": _names(env, rows)}


def needs_host(database, measured):
    """The host's scheduler: a request for quotation of all that is missing."""
    with worker.environment(database) as env:
        lines = env["purchase.order.line"]
        before = set(lines.search([]).ids)
        with measured(env.cr) as result:
            points = env["stock.warehouse.orderpoint"].search([])
            points._procure_orderpoint_confirm(
                company_id=env.company, raise_user_error=False
            )
            env.flush_all()
        made = lines.search([("id", "not in", list(before))])
        rows = [
            (line.product_id.id, line.orderpoint_id.warehouse_id.id, line.product_qty)
            for line in made
        ]
        result["found"] = _names(env, rows)
        env.cr.rollback()
        return result


def needs_ours(database, measured):
    """Ours: a suggestion with vendor, offers and reason for all that is missing."""
    with worker.environment(database) as env:
        suggestions = env["jxc.purchase.suggestion"].with_company(env.company)
        with measured(env.cr) as result:
            made = suggestions._refresh(*suggestions._due())
            env.flush_all()
        rows = [(s.product_id.id, s.warehouse_id.id, s.need) for s in made]
        result["found"] = _names(env, rows)
        env.cr.rollback()
        return result
