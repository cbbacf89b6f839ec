"""What must be true of the goods and documents of a storm, whatever happened."""

from collections import defaultdict

import worker

#: What is in the warehouses, and what is asked of it, by product.
BALANCE = """
    SELECT p.id, COALESCE(q.there, 0), COALESCE(m.asked, 0)
      FROM unnest(%(products)s) AS p (id)
      LEFT JOIN (
            SELECT q.product_id, SUM(q.quantity) AS there
              FROM stock_quant q JOIN stock_location l ON l.id = q.location_id
             WHERE l.usage = 'internal' AND q.product_id = ANY (%(products)s)
             GROUP BY q.product_id) q ON q.product_id = p.id
      LEFT JOIN (
            SELECT m.product_id, SUM(m.product_qty) AS asked
              FROM stock_move m JOIN stock_location l ON l.id = m.location_dest_id
             WHERE l.usage = 'customer' AND m.product_id = ANY (%(products)s)
               AND m.state NOT IN ('draft', 'done', 'cancel')
             GROUP BY m.product_id) m ON m.product_id = p.id
"""


def oversold(cr, day):
    """{product: how much more is promised than there is}, in one snapshot."""
    cr.execute(BALANCE, {"products": day["products"]})
    return {
        p: float(asked - there) for p, there, asked in cr.fetchall() if asked > there
    }


def storm_check(database, _measured, day, accepted):
    """:return: units oversold at the end, and all that is not as it was said to be."""
    with worker.environment(database) as env:
        orders = env["sale.order"].search([("partner_id", "in", day["partners"])])
        return {
            "oversold": sum(oversold(env.cr, day).values()),
            "lost": [
                *_stock(env, day),
                *_accepted(env, accepted),
                *_procured(orders),
                *_invoiced(orders),
            ],
        }


def _stock(env, day):
    """On hand is what there was, less what left, plus what came back."""
    moves = env["stock.move"].search([("product_id", "in", day["products"])])
    there = dict.fromkeys(day["products"], day["stock"])
    promised = defaultdict(float)
    for move in moves:
        leaves = move.location_dest_id.usage == "customer"
        if (
            move.state == "done"
            and move.location_id.usage != move.location_dest_id.usage
        ):
            there[move.product_id.id] += -move.quantity if leaves else move.quantity
        elif move.state not in ("draft", "done", "cancel"):
            for line in move.move_line_ids:
                promised[move.product_id.id] += line.quantity
    quants = env["stock.quant"].search(
        [("product_id", "in", day["products"]), ("location_id.usage", "=", "internal")]
    )
    for product, ours in quants.grouped("product_id").items():
        if sum(ours.mapped("quantity")) != there[product.id]:
            yield f"{product.name}: on hand is not what was moved"
        if sum(ours.mapped("reserved_quantity")) != promised[product.id]:
            yield f"{product.name}: what is reserved is not what the deliveries hold"
        if any(quant.quantity < 0 for quant in ours):
            yield f"{product.name}: less than nothing"


def _accepted(env, accepted):
    """What somebody was told is done is done."""
    ends = {
        "order": ("sale.order", ("sale", "cancel")),
        "change": ("sale.order", ("sale", "cancel")),
        "cancel": ("sale.order", ("cancel",)),
        "ship": ("stock.picking", ("done",)),
        "take_back": ("stock.picking", ("done",)),
    }
    for kind, record_id in accepted:
        model, states = ends[kind]
        record = env[model].browse(record_id)
        if record.state not in states:
            yield f"{kind}: {record.display_name} is {record.state}"


def _procured(orders):
    """What an order asks for is shipped or going to be; after its end nothing is."""
    for line in orders.order_line:
        going = line.move_ids.filtered(lambda m: m.state != "cancel")
        out = going.filtered(lambda m: m.location_dest_id.usage == "customer")
        if line.state == "cancel" and out.filtered(lambda m: m.state != "done"):
            yield f"{line.order_id.name}: cancelled, and still to be shipped"
        if line.state == "sale" and sum(out.mapped("product_uom_qty")) < (
            line.product_uom_qty
        ):
            yield f"{line.order_id.name}: less to be shipped than ordered"


def _invoiced(orders):
    """What was shipped and did not come back is invoiced, once."""
    for line in orders.order_line:
        if line.qty_delivered != line.qty_invoiced:
            yield (
                f"{line.order_id.name}: {line.qty_delivered:g} shipped,"
                f" {line.qty_invoiced:g} invoiced"
            )
