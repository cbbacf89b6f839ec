"""The whole of it, in order."""

import time

from . import documents, invoices, masters, prototypes
from .bulk import without_indexes


def fill(env, size, say=lambda text: None):
    """Fill the database of ``env``; the caller commits."""
    start = time.monotonic()

    def tell(what):
        say(f"{time.monotonic() - start:6.0f} s  {what}")

    tell("prototypes")
    proto = prototypes.make(env)
    tell(f"{size.products} products")
    masters.make(env, size, proto)
    with without_indexes(env.cr, documents.LARGE):
        for side in (documents.BUY, documents.SELL):
            tell(f"{size.lines} lines {side.kind}")
            made = documents.Documents(env, size, proto, side)
            made.make()
            tell(f"invoices of what was {side.kind}")
            invoices.make(made)
        tell(f"{size.internals} internal moves")
        documents.internal(env, size, proto["internal"])
        tell("quants")
        documents.quants(env, proto)
        tell("indexes and foreign keys")
    _sequences(env, size, proto["houses"])
    env.invalidate_all(flush=False)
    tell("done")


def _sequences(env, size, houses):
    """The next numbers are free."""
    sequences = env["ir.sequence"].search(
        [
            ("code", "in", ["sale.order", "purchase.order", "stock.orderpoint"]),
            ("company_id", "in", [False, env.company.id]),
        ]
    )
    for house in houses:
        kinds = house.in_type_id | house.out_type_id | house.int_type_id
        sequences |= kinds.sequence_id
    # More than there are documents of any kind.
    sequences.number_next_actual = size.moves + 1000
    env.flush_all()
