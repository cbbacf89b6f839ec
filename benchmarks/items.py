"""Open and matched items of a thousand customers, by the hundred thousand.

Odoo posts four entries, each with an item of a hundred customers: two that stay open,
a debt, and the payment that it is matched with. SQL copies them onto the days of a
year, and to all customers in turn.
"""

from datetime import timedelta

import worker  # before whatever imports from odoo
from generator.bulk import reserve, stamp

from odoo import Command, fields

#: Items of an entry, each of a customer of its own; the entries of one kind each.
TOGETHER, KINDS = 100, 4
CUSTOMERS = 1_000
#: The first day lies so long back; debts are due after a term, and are paid later.
DAYS, TERM, LATER = 380, 30, 40
REFERENCE = "items of a benchmark"


def top_up(database, size):
    """Make what is missing to so many items; what is there already stays."""
    with worker.environment(database) as env:
        moves = env["account.move"].search([("ref", "=", REFERENCE)], order="id")
        sets = size // (TOGETHER * KINDS)
        if not moves:
            _prototypes(env)
            moves = env["account.move"].search([("ref", "=", REFERENCE)], order="id")
        if (missing := sets - len(moves) // KINDS) > 0:
            env.flush_all()
            _copy(env, moves[:KINDS], missing, len(moves))
        env.cr.commit()
    worker.vacuum(database)


def _prototypes(env):
    """Four entries as Odoo posts them, the last two matched with each other."""
    names = [{"name": f"Customer {n} of items"} for n in range(CUSTOMERS)]
    partners = env["res.partner"].create(names)
    account = partners[0].property_account_receivable_id
    income = env["account.account"].search([("account_type", "=", "income")], limit=1)
    day = fields.Date.today() - timedelta(days=DAYS)
    entries = env["account.move"]
    for sign in (1, 1, 1, -1):
        items = [
            {
                "account_id": account.id,
                "partner_id": partner.id,
                "balance": sign * (number + 1),
                "date_maturity": day + timedelta(days=TERM),
            }
            for number, partner in enumerate(partners[:TOGETHER])
        ]
        total = sum(item["balance"] for item in items)
        items.append({"account_id": income.id, "balance": -total})
        lines = [Command.create(item) for item in items]
        values = {"move_type": "entry", "ref": REFERENCE, "date": day}
        entries |= entries.create({**values, "line_ids": lines})
    entries._post()
    debts, payments = (_items(entry) for entry in entries[2:])
    for debt, payment in zip(debts, payments, strict=True):
        (debt + payment).reconcile()


def _items(entry):
    return entry.line_ids.filtered("partner_id").sorted("id")


def _copy(env, entries, many, before):
    """So many copies of each of the four, evenly over the days until today."""
    cr = env.cr
    first = _items(entries[0])[0].partner_id.id
    start = entries[0].date
    base = reserve(cr, "account_move", KINDS * many)
    of_line = reserve(cr, "account_move_line", KINDS * many * (TOGETHER + 1))
    source, lines = f"generate_series(1, {many}) n", {}
    for kind, entry in enumerate(entries):
        apart = LATER if kind == KINDS - 1 else 0
        day = f"('{start}'::date + n * {DAYS - LATER} / {many} + {apart})"
        move = f"{base + kind * many} + n"
        values = {
            "id": move,
            "name": f"'ITEMS/{kind}/' || n + {before}",
            "sequence_number": f"n + {before}",
            "date": day,
        }
        stamp(cr, "account_move", entry.id, source, **values)
        for item in entry.line_ids.sorted("id"):
            lines[item.id] = f"{of_line + len(lines) * many} + n"
            values = {
                "id": lines[item.id],
                "move_id": move,
                "move_name": f"'ITEMS/{kind}/' || n + {before}",
                "date": day,
                "full_reconcile_id": "NULL",
                "matching_number": "NULL",
            }
            if item.partner_id:
                place = item.partner_id.id - first
                partner = f"{first} + ({place} + {TOGETHER} * n) % {CUSTOMERS}"
                values |= {"partner_id": partner, "date_maturity": f"{day} + {TERM}"}
            stamp(cr, "account_move_line", item.id, source, **values)
    paid = f"('{start}'::date + n * {DAYS - LATER} / {many} + {LATER})"
    for partial in _items(entries[2]).matched_credit_ids:
        base = reserve(cr, "account_partial_reconcile", many)
        values = {
            "id": f"{base} + n",
            "debit_move_id": lines[partial.debit_move_id.id],
            "credit_move_id": lines[partial.credit_move_id.id],
            "full_reconcile_id": "NULL",
            "max_date": paid,
        }
        stamp(cr, "account_partial_reconcile", partial.id, source, **values)
    env.invalidate_all()
