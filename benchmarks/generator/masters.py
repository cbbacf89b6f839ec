"""Products, partners, limits, and the temporary tables all documents come from."""

from .bulk import link, reserve, stamp, temporary
from .size import BINS, LINES_PER_ORDER, LINES_PER_TRANSFER, WAREHOUSES

#: Scatters the products over the orders; prime to every number of products.
STEP = 7919
#: Before the first order.
BEFORE = "now() AT TIME ZONE 'UTC' - interval '400 days'"


def make(env, size, proto):
    cr = env.cr
    _houses(env, proto)
    _products(cr, size, proto["product"])
    base = _partners(cr, size, proto["partner"])
    _lines(cr, size, base)
    _transfers(cr, size)
    _limits(cr, size, proto["limit"])


def _houses(env, proto):
    """g_house: a warehouse's ids; g_bin: its bins."""
    rules = env["stock.rule"]
    rows = []
    for number, house in enumerate(proto["houses"]):
        out = house.out_type_id
        rule = rules.search(
            [
                ("picking_type_id", "=", out.id),
                ("location_src_id", "=", house.lot_stock_id.id),
                ("location_dest_id.usage", "=", "customer"),
            ],
            limit=1,
        )
        stock, kinds = house.lot_stock_id, (house.in_type_id, out, house.int_type_id)
        prefixes = [kind.sequence_id.prefix for kind in kinds]
        ids = [house.id, stock.id, *(kind.id for kind in kinds), rule.id]
        rows.append((number, *ids, *prefixes))
    temporary(
        env.cr,
        "g_house",
        "SELECT * FROM (VALUES "
        + ", ".join(["%s"] * len(rows))
        + ") v (w, id, stock, in_type, out_type, int_type, rule,"
        " in_name, out_name, int_name)",
        *rows,
    )
    temporary(
        env.cr,
        "g_bin",
        "SELECT h.w, l.id, row_number() OVER (PARTITION BY h.w ORDER BY l.id) - 1 AS b"
        " FROM g_house h JOIN stock_location l ON l.location_id = h.stock",
    )


def _products(cr, size, product):
    """g_product: what they cost, and how many a line buys (qb) and sells (qs)."""
    template = product.product_tmpl_id
    tmpl = reserve(cr, "product_template", size.products)
    base = reserve(cr, "product_product", size.products)
    temporary(
        cr,
        "g_product",
        """
        SELECT p, %s + p AS id, %s + p AS tmpl, 1 + p %% 9 AS cost,
               2 * (1 + p %% 9) AS price, 30 + p %% 7 AS qb, 10 + p %% 5 AS qs,
               'B' || lpad(p::text, 6, '0') AS code, '商品 ' || p AS name
          FROM generate_series(0, %s - 1) p
        """,
        base + 1,
        tmpl + 1,
        size.products,
    )
    ours = {}
    if "jxc_search_key" in template._fields:
        ours = {"jxc_search_key": "'sp' || g.p"}
    stamp(
        cr,
        "product_template",
        template.id,
        "g_product g",
        **ours,
        id="g.tmpl",
        default_code="g.code",
        list_price="g.price",
        name="jsonb_build_object('en_US', g.name, 'zh_CN', g.name)",
    )
    company = product.env.company.id
    stamp(
        cr,
        "product_product",
        product.id,
        "g_product g",
        id="g.id",
        product_tmpl_id="g.tmpl",
        default_code="g.code",
        standard_price=f"jsonb_build_object('{company}', g.cost::float8)",
    )
    for table in ("product_taxes_rel", "product_supplier_taxes_rel"):
        link(
            cr,
            table,
            f"g_product g, {table} r WHERE r.prod_id = {template.id}",
            prod_id="g.tmpl",
            tax_id="r.tax_id",
        )
    _bought_from(cr, size, product)


def _bought_from(cr, size, product):
    """What Odoo notes beside a product: its first cost, and who sold it last."""
    cr.execute("SELECT id FROM product_value WHERE product_id = %s", [product.id])
    for (value,) in cr.fetchall()[:1]:
        base = reserve(cr, "product_value", size.products)
        source = "g_product g"
        ids = {"id": f"{base} + 1 + g.p", "product_id": "g.id"}
        stamp(cr, "product_value", value, source, date=BEFORE, **ids)


def _partners(cr, size, partner):
    count = size.vendors + size.customers
    base = reserve(cr, "res_partner", count)
    name = (
        f"CASE WHEN n < {size.vendors} THEN '供应商 ' || n"
        f" ELSE '客户 ' || n - {size.vendors} END"
    )
    stamp(
        cr,
        "res_partner",
        partner.id,
        f"generate_series(0, {count} - 1) n",
        id=f"{base} + 1 + n",
        name=name,
        complete_name=name,
        commercial_company_name=name,
        commercial_partner_id=f"{base} + 1 + n",
        supplier_rank=f"CASE WHEN n < {size.vendors} THEN 1 ELSE 0 END",
        customer_rank=f"CASE WHEN n < {size.vendors} THEN 0 ELSE 1 END",
    )
    return base + 1


def _lines(cr, size, partners):
    """g_line: line n is bought and, two days later, sold; g_order: their orders.

    Every product comes by in every round, and over five rounds in every warehouse:
    nothing is ever sold that was not there.
    """
    per_round = size.products // LINES_PER_ORDER
    temporary(
        cr,
        "g_line",
        f"""
        SELECT l.n, l.o, l.w, g.*, g.qb * g.cost AS bought, g.qs * g.price AS sold,
               round(g.qb * g.cost * 0.13, 2) AS bought_tax,
               round(g.qs * g.price * 0.13, 2) AS sold_tax, g.qs * g.cost AS worth
          FROM (
                SELECT n, o, (o + o / {per_round}) % {WAREHOUSES} AS w,
                       n::bigint * {STEP} % {size.products} AS p
                  FROM generate_series(0, {size.lines} - 1) n,
                       LATERAL (SELECT n / {LINES_PER_ORDER} AS o) x
               ) l
          JOIN g_product g USING (p)
         ORDER BY l.n
        """,
    )
    temporary(
        cr,
        "g_order",
        f"""
        SELECT s.*, h.*, {partners} + s.o % {size.vendors} AS vendor,
               {partners + size.vendors} + s.o % {size.customers} AS customer,
               s.o < {size.open_from} AS done, 'P' || {_number("s.o")} AS bought_name,
               'S' || {_number("s.o")} AS sold_name,
               d.day, d.day + interval '2 days' AS sold_day,
               {_of_invoice("d.day + interval '1 day'", "YYYYMM")} AS bought_number,
               {_of_invoice("d.day + interval '49 hours'", "YYYY")} AS sold_number
          FROM (
                SELECT o, MIN(w) AS house_w, SUM(bought) AS bought,
                       SUM(bought_tax) AS bought_tax, SUM(sold) AS sold,
                       SUM(sold_tax) AS sold_tax, SUM(worth) AS worth
                  FROM g_line GROUP BY o
               ) s
          JOIN g_house h ON h.w = s.house_w,
               LATERAL (
                    SELECT date_trunc('second', now() AT TIME ZONE 'UTC')
                         - interval '370 days'
                         + interval '365 days' * s.o / {size.orders} AS day
               ) d
         ORDER BY s.o
        """,
    )


def _of_invoice(due, period):
    """Numbers without gaps by period; the prototype took this period's first."""
    text = f"to_char({due}, '{period}')"
    return (
        f"row_number() OVER (PARTITION BY {text} ORDER BY s.o)"
        f" + ({text} = to_char(now(), '{period}'))::int"
    )


def _number(column):
    return f"lpad(({column} + 100)::text, 5, '0')"


def _transfers(cr, size):
    """g_inner: from the shelf into four bins in turn, one piece at a time."""
    per_round = -(-size.products // LINES_PER_TRANSFER)
    temporary(
        cr,
        "g_inner",
        f"""
        SELECT l.n, l.t, l.day, g.id AS product, g.cost, h.w, h.id AS house, h.stock,
               h.int_type, b.id AS bin, h.int_name || {_number("l.t")} AS name
          FROM (
                SELECT n, t, n::bigint * {STEP} % {size.products} AS p,
                       (t + t / {per_round}) % {WAREHOUSES} AS w,
                       n / {size.products} / {WAREHOUSES} AS turn,
                       date_trunc('second', now() AT TIME ZONE 'UTC')
                       - interval '180 days'
                       + interval '175 days' * n / {size.internals} AS day
                  FROM generate_series(0, {size.internals} - 1) n,
                       LATERAL (SELECT n / {LINES_PER_TRANSFER} AS t) x
               ) l
          JOIN g_product g USING (p)
          JOIN g_house h USING (w)
          JOIN g_bin b ON b.w = h.w AND b.b = (g.p + 5 * (l.turn % 4)) % {BINS}
         ORDER BY l.n
        """,
    )


def _limits(cr, size, limit):
    """Every product in the first warehouse and in one of the others."""
    base = reserve(cr, "stock_warehouse_orderpoint", 2 * size.products)
    stamp(
        cr,
        "stock_warehouse_orderpoint",
        limit.id,
        f"g_product g CROSS JOIN generate_series(0, 1) other JOIN g_house h"
        f" ON h.w = CASE other WHEN 0 THEN 0 ELSE 1 + g.p % {WAREHOUSES - 1} END",
        id=f"{base} + 1 + g.p * 2 + other",
        product_id="g.id",
        warehouse_id="h.id",
        location_id="h.stock",
        name=f"'OP/' || {_number('g.p * 2 + other')}",
    )
