"""A rule that looks at very many products × warehouses, against one statement."""

import worker
from generator.bulk import reserve, stamp

#: One pair of so many is in breach.
RARE = 100
MINIMUM, ENOUGH, SHORT = 10, 20, 5
#: What can be promised of every pair, and which of them is below its minimum: the
#: shelves less what waits to leave them. Without moves that feed each other it is
#: what the add-on computes.
STATEMENT = """
    WITH shelf AS (
        SELECT q.product_id, l.warehouse_id, SUM(q.quantity) AS quantity
          FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
          LEFT JOIN stock_lot lot ON lot.id = q.lot_id
         WHERE l.jxc_promisable AND q.owner_id IS NULL
           AND (lot.expiration_date IS NULL OR lot.expiration_date > now())
         GROUP BY q.product_id, l.warehouse_id
    ), leaving AS (
        SELECT m.product_id, s.warehouse_id, SUM(m.product_qty) AS quantity
          FROM stock_move m
          JOIN stock_location s ON s.id = m.location_id
          JOIN stock_location d ON d.id = m.location_dest_id
         WHERE m.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
           AND s.jxc_promisable AND s.warehouse_id IS DISTINCT FROM d.warehouse_id
         GROUP BY m.product_id, s.warehouse_id
    ), threshold AS (
        SELECT product_id, warehouse_id, SUM(product_min_qty) AS minimum
          FROM stock_warehouse_orderpoint WHERE active
         GROUP BY product_id, warehouse_id
    )
    SELECT product_id, warehouse_id
      FROM threshold
      JOIN product_product p ON p.id = product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      LEFT JOIN shelf USING (product_id, warehouse_id)
      LEFT JOIN leaving USING (product_id, warehouse_id)
     WHERE t.categ_id = %s
       AND COALESCE(shelf.quantity, 0) - COALESCE(leaving.quantity, 0) < minimum
"""


def pairs_prepare(database, measured, count):
    """Goods with limits, a rule for them, and the alerts that stand already."""
    with worker.environment(database) as env:
        houses = env["stock.warehouse"].search([], order="id")
        category = env["product.category"].create({"name": f"{count} pairs"})
        _goods(env, category, houses, count // len(houses))
        env["jxc.alert.rule"].search([]).active = False
        rule = env["jxc.alert.rule"].create(
            {"name": category.name, "kind": "below_min", "categ_ids": category.ids}
        )
        env.cr.commit()
        with measured(env.cr) as result:
            env["jxc.alert.mark"]._process()
            env.cr.commit()
    worker.vacuum(database)
    return {**result, "rule": rule.id, "category": category.id}


def _goods(env, category, houses, products):
    product = env["product.product"].create(
        {"name": category.name, "is_storable": True, "categ_id": category.id}
    )
    limit = {"product_id": product.id, "product_min_qty": MINIMUM}
    limit["product_max_qty"] = 10 * MINIMUM
    for house in houses:
        shelf = house.lot_stock_id
        env["stock.quant"]._update_available_quantity(product, shelf, ENOUGH)
        env["stock.warehouse.orderpoint"].create(
            {**limit, "warehouse_id": house.id, "location_id": shelf.id}
        )
    env.flush_all()
    cr = env.cr
    template = product.product_tmpl_id.id
    tmpl = reserve(cr, "product_template", products)
    base = reserve(cr, product._table, products)
    numbers = f"generate_series(1, {products - 1}) n"
    stamp(cr, "product_template", template, numbers, id=f"{tmpl} + n")
    ids = {"id": f"{base} + n", "product_tmpl_id": f"{tmpl} + n"}
    stamp(cr, product._table, product.id, numbers, **ids)
    quantity = f"CASE WHEN n % {RARE} = 0 THEN {SHORT} ELSE {ENOUGH} END"
    for model, values in (
        ("stock.quant", {"quantity": quantity}),
        ("stock.warehouse.orderpoint", {}),
    ):
        for record in env[model].search([("product_id", "=", product.id)]):
            first = reserve(cr, record._table, products)
            values |= {"id": f"{first} + n", "product_id": f"{base} + n"}
            stamp(cr, record._table, record.id, numbers, **values)
    env.invalidate_all()


def pairs_statement(database, measured, category, **_rule):
    with worker.environment(database) as env:
        with measured(env.cr) as result:
            env.cr.execute(STATEMENT, [category])
            found = env.cr.fetchall()
        return {**result, "found": len(found)}


def pairs_evaluation(database, measured, rule, **_category):
    """All that the regular look costs: nothing has changed since the last one."""
    with worker.environment(database) as env:
        with measured(env.cr) as result:
            env["jxc.alert.rule"].browse(rule)._jxc_scan()
            env["jxc.alert.mark"]._process()
            env.cr.commit()
        live = [("rule_id", "=", rule), ("state", "!=", "closed")]
        return {**result, "found": env["jxc.alert"].search_count(live)}


def pairs_marked(database, measured, rule, **_category):
    """Every pair is marked, as if all had moved."""
    with worker.environment(database) as env:
        inside = env["jxc.alert.rule"].browse(rule)._jxc_products()
        products = [row[0] for row in env.execute_query(inside)]
        houses = env["stock.warehouse"].search([]).ids
        keys = [f"{product}:{house}" for product in products for house in houses]
        env["jxc.alert.mark"]._mark("below_min", keys)
        env.cr.commit()
        with measured(env.cr) as result:
            env["jxc.alert.mark"]._process()
            env.cr.commit()
        live = [("rule_id", "=", rule), ("state", "!=", "closed")]
        return {**result, "found": env["jxc.alert"].search_count(live)}
