"""Goods with a longer and longer history: what it costs to move them once more, to
compute one of them again, and to close a month."""

from datetime import datetime, timedelta

import worker  # before whatever imports from odoo
from generator.bulk import reserve, stamp
from steps import KEEPER

from odoo import Command

#: Lines of the document that is posted.
LINES = 100
#: The moves of a product are so many seconds apart, and end a day ago.
APART = 600


def history_prepare(database, _measured, moves, method, products=LINES):
    """Goods that came and went so often; on our side with their ledger.

    :return: the ids of the goods.
    """
    with worker.environment(database) as env:
        category = env["product.category"].create(
            {"name": f"{method} {moves}", "property_cost_method": method}
        )
        values = {"is_storable": True, "categ_id": category.id, "standard_price": 10}
        names = [f"HISTORY {method} {moves} {n}" for n in range(products)]
        goods = env["product.product"].create(
            [{"name": name, **values} for name in names]
        )
        # Made before anything happened to them: with a newer price of a product the
        # host does not look at its moves at all.
        env.flush_all()
        env.cr.execute(
            "UPDATE product_value SET date = '2000-01-01' WHERE product_id = ANY(%s)",
            [goods.ids],
        )
        env.invalidate_all(flush=False)
        proto = goods.create({"name": f"PROTOTYPE {method} {moves}", **values})
        for number, kind in enumerate(("in", "out")):
            move = _picking(env, kind, proto, 10 - number).move_ids
            _post(move.picking_id)
            env.flush_all()
            _copies(env, goods, move, moves // 2, 10 - number)
        env.invalidate_all(flush=False)
        house = env["stock.warehouse"].search([], limit=1, order="id")
        for product in goods:
            env["stock.quant"]._update_available_quantity(
                product, house.lot_stock_id, moves // 2
            )
        if "jxc.cost.ledger" in env:
            moments = dict.fromkeys(goods, datetime(1, 1, 1))
            env["jxc.cost.ledger"].restate(env.company, moments)
        env.cr.commit()
        found = goods.ids
    worker.vacuum(database)
    return {"goods": found}


def _copies(env, goods, move, times, quantity):
    """The same move of all goods, so often, receipts a while before issues."""
    cr = env.cr
    count = len(goods) * times
    base, lines = (reserve(cr, t, count) + 1 for t in ("stock_move", "stock_move_line"))
    source = (
        f"(SELECT n, g.id AS product, n / {len(goods)} AS time FROM"
        f" generate_series(0, {count - 1}) n JOIN unnest(ARRAY{goods.ids})"
        f" WITH ORDINALITY g (id, at) ON g.at = n % {len(goods)} + 1) s"
    )
    late = APART // 2 if move.is_out else 0
    day = (
        f"(SELECT date - interval '1 day' FROM stock_move WHERE id = {move.id})"
        f" - interval '1 second' * ({times} - s.time) * {APART}"
        f" + interval '1 second' * {late}"
    )
    dates = dict.fromkeys(("date", "create_date", "write_date"), day)
    # Of receipts each costs something else, as a document would say it.
    worth = f"{quantity * 10} + s.time % 7 * {int(move.is_in)}"
    values = {"id": f"{base} + s.n", "product_id": "s.product", "value": worth, **dates}
    if "jxc_cost" in move._fields:
        known = str(move.is_in).lower()
        values |= {"jxc_cost": worth, "jxc_cost_known": known, "jxc_cost_place": "NULL"}
    stamp(cr, "stock_move", move.id, source, **values)
    line = {"id": f"{lines} + s.n", "move_id": f"{base} + s.n"}
    line |= {"product_id": "s.product", **dates}
    stamp(cr, "stock_move_line", move.move_line_ids.id, source, **line)


def _picking(env, kind, products, quantity):
    house = env["stock.warehouse"].search([], limit=1, order="id")
    if kind == "in":
        places = env.ref("stock.stock_location_suppliers"), house.lot_stock_id
    else:
        places = house.lot_stock_id, env.ref("stock.stock_location_customers")
    values = {"location_id": places[0].id, "location_dest_id": places[1].id}
    picking = env["stock.picking"].create(
        {
            "picking_type_id": house[f"{kind}_type_id"].id,
            **values,
            "move_ids": [
                Command.create(
                    {"product_id": p.id, "product_uom_qty": quantity, **values}
                )
                for p in products
            ],
        }
    )
    picking.action_confirm()
    for move in picking.move_ids:
        move.quantity = quantity
    picking.move_ids.picked = True
    return picking


def _post(picking):
    picking.with_context(skip_sms=True, skip_backorder=True).button_validate()
    assert picking.state == "done"


def history_move(database, measured, way, goods):
    """One piece of each is received or shipped, in one document."""
    with worker.environment(database) as env:
        picking = _picking(env, way, env["product.product"].browse(goods), 1).id
        env.cr.commit()
    with worker.environment(database, KEEPER) as env:
        picking = env["stock.picking"].browse(picking)
        with measured(env.cr) as result:
            _post(picking)
            env.cr.commit()
        return result


def history_again(database, measured, goods, since=None, dearer=False):
    """Compute one product again: the host everything, ours since a moment as well.

    :param since: "now" for what only today's papers change; None from the beginning.
    :param dearer: the first receipt costs more now, so that every row is another.
    """
    with worker.environment(database) as env:
        product = env["product.product"].browse(goods[0])
        if dearer:
            env.cr.execute(
                "UPDATE stock_move SET jxc_cost = jxc_cost * 1000 WHERE id = ("
                "SELECT id FROM stock_move WHERE product_id = %s AND is_in"
                " ORDER BY date LIMIT 1)",
                [product.id],
            )
        with measured(env.cr) as result:
            if "jxc.cost.ledger" in env:
                moment = datetime.now() if since else datetime(1, 1, 1)
                env["jxc.cost.ledger"].restate(env.company, {product: moment})
            else:
                product._update_standard_price()
            env.flush_all()
        env.cr.rollback()
        return result


def history_built(database, _measured):
    """The ledger of all goods, as the scheduled action builds it."""
    with worker.environment(database) as env:
        env["jxc.cost.ledger"]._cron_build(250)
    worker.vacuum(database)
    return {}


def history_close(database, measured):
    """The last month that is over, with all goods: checks, vouchers, copy.

    Nothing was closed before, so it closes what happened since the beginning.
    """
    with worker.environment(database) as env:
        env.cr.execute("SELECT MAX(date) FROM jxc_cost_row")
        [last] = env.cr.fetchone()
        month = min(last, env.company._jxc_today()).replace(day=1) - timedelta(days=1)
        closing = env["jxc.closing"].create({"month": month})
        with measured(env.cr) as result:
            closing.action_close()
            env.flush_all()
        assert closing.state == "closed"
        found = len(closing.stock_ids), closing.amount
        env.cr.rollback()
        return {**result, "products": found[0], "amount": found[1]}
