"""FEFO reservation of the first lots out of very many: ours, the host's, and one
statement that writes the same lines."""

from datetime import datetime, timedelta

import worker  # before whatever imports from odoo
from generator.bulk import reserve, stamp
from steps import KEEPER

from odoo import Command

CODE = "FEFO"
QUANTS, EACH = 20_000, 10
#: Scatters the expiry over the lots; prime to their number.
STEP = 7919
# By expiry, then along the bins: the dates all differ, and no other order counts.
STATEMENT = """
    WITH free AS (
        SELECT q.id, q.lot_id, q.location_id, q.quantity - q.reserved_quantity AS free,
               SUM(q.quantity - q.reserved_quantity)
                   OVER (ORDER BY q.expiration_date, q.location_id, q.in_date, q.id)
                   AS upto
          FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
         WHERE q.product_id = %(product)s AND l.parent_path LIKE %(place)s
           AND q.quantity > q.reserved_quantity
           AND (q.expiration_date IS NULL OR q.expiration_date > now())
    ), pick AS (
        SELECT *, LEAST(free, %(need)s - upto + free) AS taken
          FROM free WHERE upto - free < %(need)s
    ), booked AS (
        UPDATE stock_quant q SET reserved_quantity = q.reserved_quantity + pick.taken
          FROM pick WHERE pick.id = q.id
    ), assigned AS (
        UPDATE stock_move SET state = 'assigned', quantity = %(need)s
         WHERE id = %(move)s
    )
    INSERT INTO stock_move_line (
        move_id, picking_id, product_id, product_uom_id, company_id, location_id,
        location_dest_id, lot_id, quantity, quantity_product_uom, state, date)
    SELECT m.id, m.picking_id, m.product_id, m.product_uom, m.company_id,
           pick.location_id, m.location_dest_id, pick.lot_id, pick.taken, pick.taken,
           'assigned', now() AT TIME ZONE 'UTC'
      FROM pick, stock_move m
     WHERE m.id = %(move)s
"""


def _goods(env):
    return env["product.product"].search([("default_code", "=", CODE)])


def _house(env):
    return env["stock.warehouse"].search([], order="id", limit=1)


def fefo_prepare(database, _measured):
    """Goods in very many lots over the bins of a warehouse."""
    with worker.environment(database) as env:
        if _goods(env):
            return {}
        house = _house(env)
        house.out_type_id.reservation_method = "manual"
        product = env["product.product"].create(
            {
                "name": CODE,
                "default_code": CODE,
                "is_storable": True,
                "tracking": "lot",
                "use_expiration_date": True,
                "categ_id": _category(env).id,
            }
        )
        bins = house.lot_stock_id.child_ids
        lot = env["stock.lot"].create({"name": f"{CODE}-0", "product_id": product.id})
        first = datetime.now().replace(microsecond=0) + timedelta(days=100)
        lot.write({"expiration_date": first, "removal_date": first})
        env["stock.quant"]._update_available_quantity(
            product, bins[0], EACH, lot_id=lot
        )
        env.flush_all()
        _stamp(env, lot, bins)
        env.cr.commit()
    worker.vacuum(database)
    return {}


def _category(env):
    strategy = env.ref("product_expiry.removal_fefo")
    values = {"name": CODE, "removal_strategy_id": strategy.id}
    return env["product.category"].create(values)


def _stamp(env, lot, bins):
    cr, quant = env.cr, lot.quant_ids.filtered(lambda q: q.location_id in bins)
    numbers = f"generate_series(1, {QUANTS - 1}) n"
    when = f"p.expiration_date + (n * {STEP} % {QUANTS}) * interval '1 minute'"
    dates = dict.fromkeys(("expiration_date", "removal_date"), when)
    lots = reserve(cr, "stock_lot", QUANTS)
    stamp(
        cr,
        "stock_lot",
        lot.id,
        numbers,
        id=f"{lots} + n",
        name=f"'{CODE}-' || n",
        **dates,
    )
    quants = reserve(cr, "stock_quant", QUANTS)
    place = f"(ARRAY{bins.ids})[1 + n % {len(bins)}]"
    stamp(
        cr,
        "stock_quant",
        quant.id,
        numbers,
        id=f"{quants} + n",
        lot_id=f"{lots} + n",
        location_id=place,
        **dates,
    )
    env.invalidate_all()


def _delivery(env, picks):
    """A confirmed delivery of what the first lots hold, and half of the next one."""
    house = _house(env)
    places = {
        "location_id": house.lot_stock_id.id,
        "location_dest_id": env.ref("stock.stock_location_customers").id,
    }
    move = {"product_id": _goods(env).id, "product_uom_qty": (picks - 0.5) * EACH}
    picking = env["stock.picking"].create(
        {
            "picking_type_id": house.out_type_id.id,
            "move_ids": [Command.create({**move, **places})],
            **places,
        }
    )
    picking.action_confirm()
    env.flush_all()
    assert picking.move_ids.state == "confirmed"
    return picking.move_ids


def _picks(move):
    """What was taken of which lot, where, and that it is booked; nothing is kept."""
    move.env.flush_all()
    move.env.cr.execute(
        """
        SELECT t.name, l.name, SUM(m.quantity_product_uom), MAX(q.reserved_quantity)
          FROM stock_move_line m
          JOIN stock_lot t ON t.id = m.lot_id
          JOIN stock_location l ON l.id = m.location_id
          JOIN stock_quant q ON q.lot_id = m.lot_id AND q.location_id = m.location_id
         WHERE m.move_id = %s GROUP BY t.id, l.id ORDER BY t.name
        """,
        [move.id],
    )
    return [list(row) for row in move.env.cr.fetchall()]


def fefo_reserve(database, measured, picks):
    with worker.environment(database, KEEPER) as env:
        move = _delivery(env, picks)
        env.invalidate_all()
        with measured(env.cr) as result:
            move.picking_id.action_assign()
            env.flush_all()
        assert move.state == "assigned"
        return {**result, "found": _picks(move)}


def fefo_statement(database, measured, picks):
    with worker.environment(database, KEEPER) as env:
        move = _delivery(env, picks)
        values = {
            "product": move.product_id.id,
            "move": move.id,
            "need": move.product_qty,
            "place": f"{move.location_id.parent_path}%",
        }
        with measured(env.cr) as result:
            env.cr.execute(STATEMENT, values)
        return {**result, "found": _picks(move)}
