"""Set-based copies of a row that Odoo itself wrote: the prototype.

Whatever a column is not told, it takes from the prototype, so that columns of
add-ons that we know nothing about hold what Odoo would have written as well.
"""

import contextlib


def columns(cr, table):
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position",
        [table],
    )
    return [name for (name,) in cr.fetchall()]


def stamp(cr, table, prototype, source, **values):
    """Copy the row ``prototype`` of a table once for each row of ``source``.

    :param source: what follows FROM in SQL.
    :param values: SQL expressions of the columns that differ.
    """
    names = columns(cr, table)
    unknown = values.keys() - set(names)
    if unknown:
        raise KeyError(f"{table} has no columns {sorted(unknown)}")
    cells = ", ".join(str(values.get(name, f'p."{name}"')) for name in names)
    into = ", ".join(f'"{name}"' for name in names)
    cr.execute(
        f'INSERT INTO "{table}" ({into}) SELECT {cells}'
        f' FROM {source} CROSS JOIN "{table}" p WHERE p.id = {int(prototype)}'
    )
    return cr.rowcount


def link(cr, table, source, **values):
    """Rows of a relation table."""
    into, cells = ", ".join(values), ", ".join(values.values())
    cr.execute(f'INSERT INTO "{table}" ({into}) SELECT {cells} FROM {source}')


def reserve(cr, table, count):
    """Take ids from a table's sequence: those above what is returned."""
    cr.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
    base = cr.fetchone()[0]
    cr.execute(
        "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
        [table, base + max(count, 1)],
    )
    return base


def temporary(cr, name, query, *parameters):
    cr.execute(f"DROP TABLE IF EXISTS {name}")
    cr.execute(f"CREATE TEMP TABLE {name} AS {query}", parameters or None)
    cr.execute(f"ANALYZE {name}")


@contextlib.contextmanager
def without_indexes(cr, tables):
    """Load tables without their indexes and foreign keys, and make these anew."""
    cr.execute("SET LOCAL maintenance_work_mem = '512MB'")
    cr.execute(
        """
        SELECT format('DROP INDEX %%s', i.indexrelid::regclass),
               pg_get_indexdef(i.indexrelid)
          FROM pg_index i
         WHERE i.indrelid = ANY(%(t)s::regclass[])
           AND NOT EXISTS (
                SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid
           )
        UNION ALL
        SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass,
                      conname),
               format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass,
                      conname, pg_get_constraintdef(oid))
          FROM pg_constraint
         WHERE conrelid = ANY(%(t)s::regclass[]) AND contype = 'f'
        """,
        {"t": list(tables)},
    )
    found = cr.fetchall()
    for drop, _make in found:
        cr.execute(drop)
    yield
    for _drop, make in found:
        cr.execute(make)
