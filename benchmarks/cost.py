"""What the stock is worth and where it came from: ours against the host, and against
one statement each that was written by itself and says the same."""

from datetime import datetime, timedelta

import worker  # before whatever imports from odoo

#: Products whose ledger is built at a time.
TOGETHER = 250
STORABLE = [("is_storable", "=", True)]

VALUE = """
    SELECT p.default_code, SUM(r.amount)
      FROM jxc_cost_row r JOIN product_product p ON p.id = r.product_id
     WHERE r.product_id = ANY(%(products)s) AND r.at <= %(until)s
     GROUP BY p.id
"""
# As the list shows it, with the names it shows.
SUMMARY = """
    SELECT p.default_code, t.name, g.complete_name, u.name,
           SUM(quantity) FILTER (WHERE date < %(first)s),
           SUM(amount) FILTER (WHERE date < %(first)s),
           SUM(quantity) FILTER (WHERE date >= %(first)s AND quantity > 0),
           SUM(amount) FILTER (WHERE date >= %(first)s AND quantity > 0),
           SUM(quantity) FILTER (WHERE date >= %(first)s AND quantity < 0),
           SUM(amount) FILTER (WHERE date >= %(first)s AND quantity < 0),
           SUM(amount) FILTER (WHERE date >= %(first)s AND quantity = 0),
           SUM(quantity), SUM(amount)
      FROM jxc_cost_row r
      JOIN product_product p ON p.id = r.product_id
      JOIN product_template t ON t.id = p.product_tmpl_id
      JOIN uom_uom u ON u.id = t.uom_id
      LEFT JOIN product_category g ON g.id = t.categ_id
     WHERE r.product_id = ANY(%(products)s) AND r.date <= %(last)s
     GROUP BY p.id, t.id, g.id, u.id
    HAVING BOOL_OR(r.date >= %(first)s) OR SUM(quantity) <> 0 OR SUM(amount) <> 0
"""
# The generator's goods do not come back: receipts, and how much is left.
AGEING = """
    SELECT l.product_id, l.age,
           SUM(LEAST(l.quantity, s.left_over - l.newer)) AS quantity,
           SUM(LEAST(l.quantity, s.left_over - l.newer) * s.amount / s.left_over)
      FROM (SELECT product_id, quantity,
                   width_bucket(%(last)s::date - date, ARRAY[0, 31, 61, 91, 181, 361])
                       AS age,
                   SUM(quantity) OVER (PARTITION BY product_id
                                       ORDER BY at DESC, id DESC) - quantity AS newer
              FROM jxc_cost_row
             WHERE product_id = ANY(%(products)s) AND date <= %(last)s
               AND quantity > 0) l
      JOIN (SELECT product_id, SUM(quantity) AS left_over, SUM(amount) AS amount
              FROM jxc_cost_row
             WHERE product_id = ANY(%(products)s) AND date <= %(last)s
             GROUP BY product_id HAVING SUM(quantity) > 0) s USING (product_id)
     WHERE s.left_over > l.newer
     GROUP BY l.product_id, l.age
"""
PROFIT = """
    SELECT l.product_id, SUM(-r.quantity * l.price_reduce_taxexcl), -SUM(r.amount)
      FROM jxc_cost_row r
      JOIN stock_move m ON m.id = r.move_id
      JOIN sale_order_line l ON l.id = m.sale_line_id
     WHERE l.product_id = ANY(%(products)s) AND r.date BETWEEN %(first)s AND %(last)s
     GROUP BY l.product_id
"""


def build_ledger(env):
    """What add-ons that are new to a database do by themselves, some at a time."""
    products = env["product.product"].search(STORABLE, order="default_code")
    for at in range(0, len(products), TOGETHER):
        some = products[at : at + TOGETHER]
        moments = dict.fromkeys(some, datetime(1, 1, 1))
        env["jxc.cost.ledger"].restate(env.company, moments)
        env.cr.commit()


def cost_prepare(database, measured):
    """The ledger of the products that the generator made."""
    with worker.environment(database) as env:
        with measured(env.cr) as result:
            build_ledger(env)
        env.cr.execute("SELECT COUNT(*) FROM jxc_cost_row")
        [rows] = env.cr.fetchone()
    worker.vacuum(database)
    return {**result, "rows": rows}


def _asked(env, size):
    """So many products, the middle of the year, and the month before it.

    The last second of a day: of any other moment the host takes the quantity then and
    the value at the end of the day.
    """
    products = env["product.product"].search(STORABLE, order="default_code", limit=size)
    env.cr.execute("SELECT MIN(date), MAX(date) FROM stock_move WHERE state = 'done'")
    first, last = env.cr.fetchone()
    until = (first + (last - first) / 2).replace(hour=23, minute=59, second=59)
    until = until.replace(microsecond=0)
    day = until.date()
    return {
        "products": products.ids,
        "until": until,
        "first": day - timedelta(days=29),
        "last": day,
    }


def _values(rows):
    return sorted([code, round(float(value), 2)] for code, value in rows if value)


def _value(database, measured, size, then):
    with worker.environment(database) as env:
        asked = _asked(env, size)
        products = env["product.product"].browse(asked["products"])
        products.mapped("default_code")
        if then:
            products = products.with_context(to_date=str(asked["until"]))
        with measured(env.cr) as result:
            found = [
                (product.default_code, product.total_value) for product in products
            ]
        return {**result, "found": _values(found)}


def cost_now(database, measured, size):
    """The host's field, on either side: what the stock is worth now."""
    return _value(database, measured, size, False)


def cost_then(database, measured, size):
    """The same, half a year ago."""
    return _value(database, measured, size, True)


def _statement(database, measured, statement, size, **more):
    with worker.environment(database) as env:
        asked = {**_asked(env, size), **more}
        with measured(env.cr) as result:
            env.cr.execute(statement, asked)
            rows = env.cr.fetchall()
        return result, rows


def cost_now_statement(database, measured, size):
    result, rows = _statement(database, measured, VALUE, size, until="infinity")
    return {**result, "found": _values(rows)}


def cost_then_statement(database, measured, size):
    result, rows = _statement(database, measured, VALUE, size)
    return {**result, "found": _values(rows)}


def cost_month_statement(database, measured, size):
    result, rows = _statement(database, measured, SUMMARY, size)
    return {**result, "found": [len(rows), round(float(sum(r[-1] for r in rows)), 2)]}


def cost_month(database, measured, size):
    """收发存 of a month, as the list reads it."""
    names = ["product_id", "categ_id", "uom_id", "opening_quantity", "opening_amount"]
    names += ["in_quantity", "in_amount", "out_quantity", "out_amount"]
    names += ["adjusted_amount", "closing_quantity", "closing_amount", "closing_cost"]
    with worker.environment(database) as env:
        asked = _asked(env, size)
        days = {"jxc_from": str(asked["first"]), "jxc_to": str(asked["last"])}
        domain = [("product_id", "in", asked["products"])]
        wanted = {name: {} for name in names}
        for name in ("product_id", "categ_id", "uom_id"):
            wanted[name] = {"fields": {"display_name": {}}}
        with measured(env.cr) as result:
            model = env["jxc.cost.summary"].with_context(**days)
            rows = model.web_search_read(domain, wanted, limit=1_000_000)["records"]
        total = sum(row["closing_amount"] for row in rows)
        return {**result, "found": [len(rows), round(total, 2)]}


def cost_ageing_statement(database, measured, size):
    result, rows = _statement(database, measured, AGEING, size)
    total = round(float(sum(row[3] for row in rows)), 1)
    return {**result, "found": [len(rows), round(sum(row[2] for row in rows)), total]}


def cost_ageing(database, measured, size):
    """库龄 of a day, a row per product and age."""
    with worker.environment(database) as env:
        asked = _asked(env, size)
        with measured(env.cr) as result:
            rows = (
                env["jxc.cost.layer"]
                .with_context(jxc_at=str(asked["last"]))
                ._read_group(
                    [("product_id", "in", asked["products"])],
                    ["product_id", "age_id"],
                    ["quantity:sum", "amount:sum"],
                )
            )
        total = round(sum(row[3] for row in rows), 1)
        return {**result, "found": [len(rows), round(sum(r[2] for r in rows)), total]}


def cost_profit_statement(database, measured, size):
    result, rows = _statement(database, measured, PROFIT, size)
    sums = [round(float(sum(row[n] for row in rows)), 2) for n in (1, 2)]
    return {**result, "found": [len(rows), *sums]}


def cost_profit(database, measured, size):
    """毛利 of a month, per product."""
    with worker.environment(database) as env:
        asked = _asked(env, size)
        domain = [
            ("product_id", "in", asked["products"]),
            ("accounting_date", ">=", asked["first"]),
            ("accounting_date", "<=", asked["last"]),
        ]
        with measured(env.cr) as result:
            rows = env["jxc.sale.profit"]._read_group(
                domain, ["product_id"], ["revenue:sum", "cost:sum"]
            )
        sums = [round(sum(row[n] for row in rows), 2) for n in (1, 2)]
        return {**result, "found": [len(rows), *sums]}
