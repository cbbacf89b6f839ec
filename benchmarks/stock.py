"""Availability and alerts: ours against one set-based statement."""

import worker  # before whatever imports from odoo
from steps import KEEPER

# What the figures of one product and warehouse come down to, at the very least.
LIMIT = """
    SELECT q.product_id, l.warehouse_id, SUM(q.quantity)
      FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
     WHERE l.usage = 'internal' AND q.owner_id IS NULL
     GROUP BY q.product_id, l.warehouse_id
"""
STORABLE = [("is_storable", "=", True)]


def on_hand_host(database, measured):
    """The host's own quantities of all products, warehouse by warehouse."""
    with worker.environment(database, KEEPER) as env:
        houses, found = env["stock.warehouse"].search([]), {}
        with measured(env.cr) as result:
            for house in houses:
                products = env["product.product"].with_context(warehouse_id=house.id)
                for product in products.search(STORABLE):
                    found[product.id, house.id] = product.qty_available
        return {**result, "equal": _same(env, found)}


def on_hand_limit(database, measured):
    with worker.environment(database) as env:
        with measured(env.cr) as result:
            env.cr.execute(LIMIT)
            env.cr.fetchall()
        return result


def availability(database, measured):
    """Ours: eight figures of every product in every warehouse."""
    with worker.environment(database, KEEPER) as env:
        houses = env["stock.warehouse"].search([])
        with measured(env.cr) as result:
            products = env["product.product"].search(STORABLE)
            figures = env["jxc.stock.availability"]._get(products, houses)
        found = {key: figure.on_hand for key, figure in figures.items()}
        return {**result, "equal": _same(env, found)}


def overview(database, measured):
    """Ours: the first page of the overview, as the list asks for it."""
    with worker.environment(database, KEEPER) as env:
        names = ["product_id", "warehouse_id", "on_hand", "reserved", "atp", "level"]
        with measured(env.cr) as result:
            model = env["jxc.stock.overview"]
            rows = model.web_search_read([], {name: {} for name in names}, limit=80)
        return {**result, "equal": len(rows["records"]) == 80}


def overview_below(database, measured):
    """Ours: what is below its minimum, which looks at every row."""
    with worker.environment(database, KEEPER) as env:
        with measured(env.cr) as result:
            env["jxc.stock.overview"].search_count([("level", "=", "below")])
        return result


def _same(env, found):
    env.cr.execute(LIMIT)
    wanted = {(p, w): quantity for p, w, quantity in env.cr.fetchall() if quantity}
    found = {key: quantity for key, quantity in found.items() if quantity}
    products = set(env["product.product"].search(STORABLE).ids)
    wanted = {key: value for key, value in wanted.items() if key[0] in products}
    return wanted.keys() == found.keys() and all(
        abs(wanted[key] - found[key]) < 1e-6 for key in found
    )


def _evaluate(database, measured):
    with worker.environment(database) as env:
        waiting = env["jxc.alert.mark"].search_count([])
        with measured(env.cr) as result:
            env["jxc.alert.mark"]._process()
            env.cr.commit()
        live = env["jxc.alert"].search_count([("state", "!=", "closed")])
        return {**result, "marks": waiting, "alerts": live}


def alerts(database, measured, seed, lines):
    """Marks of a shipment evaluated; then limits breached, and no more."""
    from serve import flow

    _evaluate(database, measured)
    flow(database, ["enter_sale", "confirm_sale", "ship"], lines, seed)
    results = {"quiet": _evaluate(database, measured)}
    for name, minimum in (("opening", 100_000), ("closing", 1)):
        with worker.environment(database) as env:
            points = env["stock.warehouse.orderpoint"].search(
                [("name", "=like", "OP/%")],
                order="id",
                limit=lines,
                offset=seed * lines,
            )
            points.product_min_qty = minimum
            env.cr.commit()
        results[name] = _evaluate(database, measured)
    return results
