"""Writes the rows of the stock ledger, of many products at once (ADR 0043)."""

from .ledger_sql import query


def write_rows(env, asked, tz, rows):
    """Replace the rows of products since a moment of each by these.

    :param rows: [(product id, row)], in the order of what happened
    """
    company = asked["company"]
    execute = env.cr.execute
    execute(query("delete", **asked))
    if rows:
        execute(query("insert", company=company, tz=tz, **_columns(rows)))
    backs = [(row.key, row.origin) for _product, row in rows if row.origin]
    if backs:
        keys, origins = (list(column) for column in zip(*backs, strict=True))
        execute(query("origin", company=company, key=keys, origin=origins))
    links = [
        (row.pool, row.key, *link)
        for _product, row in rows
        for link in row.links
        if link.receipt
    ]
    if links:
        names = ("scope", "issue", "receipt", "quantity", "amount")
        columns = (list(column) for column in zip(*links, strict=True))
        execute(
            query("link", company=company, **dict(zip(names, columns, strict=True)))
        )
    env["jxc.cost.row"].invalidate_model()
    env["jxc.cost.link"].invalidate_model()


def together(figures):
    """(quantity, amount, unit) of several pools; the unit is the last one known."""
    quantity = amount = unit = 0
    for some, worth, known in figures:
        quantity += some
        amount += worth
        unit = known or unit
    # Sums of cents and of millionths, without what floats add to them.
    return round(quantity, 6), round(amount, 4), unit


def _columns(rows):
    """The rows of the ledger, column by column."""
    names = ("key", "kind", "at", "quantity", "amount", "variance")
    names += ("running_quantity", "running_amount", "unit", "provisional", "method")
    columns = {name: [getattr(row, name) for _of, row in rows] for name in names}
    columns["scope"] = [row.pool for _of, row in rows]
    columns["product"] = [product for product, _row in rows]
    for what in ("move", "value", "change", "adjustment"):
        columns[what] = [
            int(row.key.split(":")[1]) if row.key.startswith(f"{what}:") else None
            for _of, row in rows
        ]
    return columns
