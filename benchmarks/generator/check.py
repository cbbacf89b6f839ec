"""Whether what the generator wrote is what Odoo itself would have written."""

from .prototypes import CODE

SAMPLE = 15
#: Kept as they were written once, whatever is computed now.
MODELS = [
    "sale.order",
    "sale.order.line",
    "purchase.order",
    "purchase.order.line",
    "stock.picking",
    "stock.move",
    "stock.move.line",
    "account.move",
    "account.move.line",
    "stock.warehouse.orderpoint",
    "stock.quant",
    "product.product",
    "product.template",
    "res.partner",
]

BALANCES = {
    "on hand is the sum of the moves": """
        SELECT product_id, location_id, SUM(moved), SUM(held) FROM (
            SELECT product_id, location_id, quantity AS held, 0 AS moved
              FROM stock_quant
            UNION ALL
            SELECT product_id, location_dest_id, 0, quantity_product_uom
              FROM stock_move_line WHERE state = 'done'
            UNION ALL
            SELECT product_id, location_id, 0, -quantity_product_uom
              FROM stock_move_line WHERE state = 'done'
        ) x GROUP BY product_id, location_id HAVING SUM(moved) <> SUM(held)
    """,
    "reserved is what open moves have taken": """
        SELECT x.product_id, x.location_id FROM (
            SELECT product_id, location_id, reserved_quantity AS held, 0 AS taken
              FROM stock_quant
            UNION ALL
            SELECT l.product_id, l.location_id, 0, l.quantity_product_uom
              FROM stock_move_line l JOIN stock_location p ON p.id = l.location_id
             WHERE l.state = 'assigned' AND p.usage = 'internal'
        ) x GROUP BY x.product_id, x.location_id HAVING SUM(taken) <> SUM(held)
    """,
    "nothing is below nothing": """
        SELECT q.product_id, q.location_id FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage = 'internal' AND (quantity < 0 OR quantity < reserved_quantity)
    """,
    "a move's lines add up to it": """
        SELECT m.id FROM stock_move m LEFT JOIN stock_move_line l ON l.move_id = m.id
         GROUP BY m.id HAVING m.quantity IS DISTINCT FROM SUM(l.quantity)
    """,
    "an invoice is balanced": """
        SELECT move_id FROM account_move_line GROUP BY move_id HAVING SUM(balance) <> 0
    """,
    "an order is the sum of its lines": """
        SELECT o.id FROM sale_order o JOIN sale_order_line l ON l.order_id = o.id
         GROUP BY o.id HAVING o.amount_untaxed <> SUM(l.price_subtotal)
        UNION ALL
        SELECT o.id FROM purchase_order o
          JOIN purchase_order_line l ON l.order_id = o.id
         GROUP BY o.id HAVING o.amount_untaxed <> SUM(l.price_subtotal)
    """,
}


def check(env, size):
    """:return: what is wrong, as texts"""
    found = []
    for name, query in BALANCES.items():
        env.cr.execute(f"{query} LIMIT 3")
        if rows := env.cr.fetchall():
            found.append(f"not so: {name}, e.g. {rows}")
    found += _counts(env, size)
    for model in MODELS:
        found += _recompute(env[model])
    return found + _costs(env)


def _counts(env, size):
    wanted = {
        "product.product": size.products,
        "sale.order.line": size.lines,
        "purchase.order.line": size.lines,
        "stock.move": size.moves,
    }
    return [
        f"{model}: {count} and not {number}"
        for model, number in wanted.items()
        if (count := env[model].with_context(active_test=False).search_count([]))
        < number
    ]


def _sample(model):
    """Records from all over the table; the prototypes, being the oldest, are in."""
    model = model.with_context(active_test=False)
    model.env.cr.execute(f"SELECT id FROM {model._table} ORDER BY id")
    ids = [row[0] for row in model.env.cr.fetchall()]
    step = max(len(ids) // SAMPLE, 1)
    return model.browse(sorted({*ids[::step], *ids[-5:]}))


def _is_prototype(record):
    names = ("product_id", "partner_id", "order_id", "move_id", "picking_id")
    if CODE in (record.display_name or ""):
        return True
    return any(
        CODE in (record[name].display_name or "")
        for name in names
        if name in record._fields and record._fields[name].type == "many2one"
    )


def _recompute(model):
    """Compute stored fields anew: where that changes what was generated, but not
    what Odoo wrote itself, the generator is wrong."""
    sample, found = _sample(model), []
    env = model.env
    for name, field in model._fields.items():
        if not (field.store and field.compute and field.readonly) or field.related:
            continue
        if field.type in ("one2many", "many2many", "binary"):
            continue
        before = {record: record[name] for record in sample}
        env.add_to_compute(field, sample)
        after = {record: record[name] for record in sample}
        changed = [r for r in sample if _differ(before[r], after[r])]
        if changed and not any(map(_is_prototype, changed)):
            one = changed[0]
            found.append(
                f"{one} {name}: {before[one]!r}, computed {after[one]!r}"
                f" ({len(changed)} of {len(sample)})"
            )
    return found


def _differ(old, new):
    if isinstance(old, float):
        return abs(old - (new or 0.0)) > 1e-6
    return old != new


def _costs(env):
    """The host's own valuation of the moves gives the cost on the product."""
    products = _sample(env["product.product"]).filtered("is_storable")
    found = []
    for product in products:
        # A prototype's or a generated one's: bought at one price, whatever is left.
        if (
            product.qty_available
            and abs(product.avg_cost - product.standard_price) > 1e-6
        ):
            found.append(
                f"{product}: cost {product.standard_price}, by moves {product.avg_cost}"
            )
    return found
