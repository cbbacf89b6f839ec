"""Posting a stock-take of which one line in twenty is wrong: ours and the host's."""

import worker  # before whatever imports from odoo

NAME = "STOCKTAKE"
MOST, RARE, BOOK = 10_000, 20, 100


def _place(env):
    place = env["stock.location"].search([("name", "=", NAME)])
    return place, env["stock.quant"].search([("location_id", "=", place.id)])


def stocktake_prepare(database, _measured):
    """A bin with so many goods, the first ones that there are."""
    with worker.environment(database) as env:
        house = env["stock.warehouse"].search([], order="id", limit=1)
        shelf = house.lot_stock_id
        place = shelf.create({"name": NAME, "location_id": shelf.id})
        goods = env["product.product"].search(
            [("is_storable", "=", True), ("tracking", "=", "none")],
            order="default_code",
            limit=MOST,
        )
        env["stock.quant"].create(
            [
                {"product_id": one.id, "location_id": place.id, "quantity": BOOK}
                for one in goods
            ]
        )
        env.cr.commit()
    worker.vacuum(database)
    return {"lines": len(goods)}


def stocktake_host(database, measured):
    """The host applies what was counted, wrong or not."""
    with worker.environment(database) as env:
        _place_, quants = _place(env)
        quants = quants.with_context(inventory_mode=True)
        for number, quant in enumerate(quants):
            quant.inventory_quantity = BOOK - (number % RARE == 0)
        env.flush_all()
        with measured(env.cr) as result:
            quants.action_apply_inventory()
            env.flush_all()
        result["found"] = sum(quants.mapped("quantity"))
        env.cr.rollback()
        return result


def stocktake_ours(database, measured):
    """Reviewed and posted, as the manager does it."""
    with worker.environment(database) as env:
        place, quants = _place(env)
        plan = env["jxc.stocktake"].create(
            {
                "warehouse_id": place.warehouse_id.id,
                "scope": "locations",
                "location_ids": place.ids,
                "tolerance_percent": 5,
            }
        )
        plan.action_start()
        answer = plan.jxc_push(
            [
                {
                    "client_id": f"{NAME}-{plan.id}-{quant.id}",
                    "stocktake_id": plan.id,
                    "product_id": quant.product_id.id,
                    "location_id": place.id,
                    "quantity": BOOK - (number % RARE == 0),
                    "kind": "add",
                }
                for number, quant in enumerate(quants)
            ]
        )
        bad = [one for one in answer["results"] if one["status"] != "accepted"]
        assert not bad, bad[:3]
        env.flush_all()
        with measured(env.cr) as result:
            plan.action_review()
            plan.action_post()
            env.flush_all()
        assert plan.state == "posted", plan.state
        result["found"] = sum(quants.mapped("quantity"))
        env.cr.rollback()
        return result
