"""Payments from the bank that find their partner and his invoice, out of four times as
many open items, against one statement that writes the same proposals.

Half of the payments name the invoice, the others are known by their amount. Beside it:
what it takes to book and match them all, which is rolled back.
"""

import worker  # before whatever imports from odoo
from generator.bulk import reserve, stamp

from odoo import Command, fields

#: Of each customer; every fourth of his invoices is paid.
INVOICES, PAYMENTS = 40, 10
EACH = INVOICES // PAYMENTS
STATEMENT = """
    WITH item AS (
        SELECT l.id, p.commercial_partner_id AS partner_id, l.date_maturity AS due,
               l.amount_residual_currency AS amount,
               lower(regexp_replace(m.name, '[^A-Za-z0-9]', '', 'g')) AS name
          FROM account_move_line l
          JOIN account_move m ON m.id = l.move_id
          JOIN account_account a ON a.id = l.account_id
          JOIN res_partner p ON p.id = l.partner_id
         WHERE a.account_type IN ('asset_receivable', 'liability_payable')
           AND a.reconcile AND l.parent_state = 'posted' AND NOT l.reconciled
           AND l.amount_residual_currency > 0 AND l.company_id = %(company)s
           AND l.currency_id = %(currency)s
    ), line AS (
        SELECT s.id, p.id AS partner_id, s.amount,
               lower(regexp_replace(s.payment_ref, '[^A-Za-z0-9]', '', 'g')) AS text
          FROM account_bank_statement_line s
          JOIN res_partner p ON lower(p.name) = lower(s.partner_name)
         WHERE s.jxc_import_key LIKE %(keys)s AND NOT s.is_reconciled
           AND p.parent_id IS NULL
    ), named AS (
        SELECT line.id, line.partner_id, item.id AS item, 'number' AS reason
          FROM line JOIN item USING (partner_id)
         WHERE strpos(line.text, item.name) > 0 AND line.amount = item.amount
    ), same AS (
        SELECT DISTINCT ON (line.id) line.id, line.partner_id, item.id, 'amount'
          FROM line JOIN item USING (partner_id, amount)
         WHERE line.id NOT IN (SELECT id FROM named)
           AND item.id NOT IN (SELECT item FROM named)
         ORDER BY line.id, item.due, item.id
    ), found AS (SELECT * FROM named UNION ALL SELECT * FROM same
    ), told AS (
        UPDATE account_bank_statement_line s
           SET jxc_partner_id = found.partner_id, jxc_certainty = 'certain',
               jxc_reason = found.reason, jxc_account_id = NULL
          FROM found WHERE s.id = found.id
    )
    INSERT INTO jxc_bank_line_item_rel (line_id, item_id) SELECT id, item FROM found
"""
FOUND = """
    SELECT COUNT(*), SUM(r.item_id), SUM(r.line_id * (r.item_id %% 1009))
      FROM jxc_bank_line_item_rel r
      JOIN account_bank_statement_line s ON s.id = r.line_id
     WHERE s.jxc_import_key LIKE %(keys)s AND s.jxc_certainty = 'certain'
"""


def match_prepare(database, _measured, size):
    """So many lines of the bank, and invoices for them."""
    with worker.environment(database) as env:
        customers = size // PAYMENTS
        names = [{"name": f"Payer {n} of {size}"} for n in range(customers)]
        partners = env["res.partner"].create(
            [{**one, "customer_rank": 1} for one in names]
        )
        invoice = _invoice(env, partners[0])
        line = _line(env, size)
        env.flush_all()
        # A row for each copy: which customer it is of, and what is owed.
        many = customers * INVOICES
        first = _invoices(env.cr, invoice, partners.ids[0], many, size)
        _lines(env.cr, line, many, first, size)
        # The prototypes would be matched as well.
        env.invalidate_all()
        line.unlink()
        invoice.button_draft()
        invoice.button_cancel()
        env.cr.commit()
    worker.vacuum(database)
    return {"size": size}


def _invoice(env, partner):
    goods = {"name": "Goods", "quantity": 1, "price_unit": 100, "tax_ids": False}
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": fields.Date.today(),
            "invoice_payment_term_id": False,
            "invoice_line_ids": [Command.create(goods)],
        }
    )
    invoice.action_post()
    return invoice


def _line(env, size):
    bank = env["account.journal"].search(
        [("type", "=", "bank"), ("company_id", "=", env.company.id)], limit=1
    )
    values = {"journal_id": bank.id, "amount": 100, "payment_ref": "goods"}
    values |= {"partner_name": "nobody", "jxc_import_key": f"match{size}-0"}
    return env["account.bank.statement.line"].create(values)


def _number(size, number="n"):
    """Of a document; far from those that Odoo gives, and from other sizes'."""
    return f"({size} * 100000 + {number})"


def _invoices(cr, invoice, partner, many, size):
    """:return: the id below those of the copies"""
    source = f"""(SELECT n, {partner} + (n - 1) / {INVOICES} AS partner,
                         100 + (n - 1) % {INVOICES} AS amount,
                         '{invoice.sequence_prefix}' || {_number(size)} AS name
                    FROM generate_series(1, {many}) n) o"""
    base = reserve(cr, "account_move", many)
    totals = ("untaxed", "untaxed_signed", "untaxed_in_currency_signed", "total")
    totals += ("total_signed", "total_in_currency_signed", "residual")
    totals += ("residual_signed",)
    values = {f"amount_{name}": "o.amount" for name in totals}
    owner = {"partner_id": "o.partner"}
    values |= {"id": f"{base} + o.n", "name": "o.name"}
    values["sequence_number"] = _number(size, "o.n")
    values |= {"payment_reference": "o.name", "commercial_partner_id": "o.partner"}
    stamp(cr, "account_move", invoice.id, source, **values, **owner)
    for item in invoice.line_ids:
        lines = reserve(cr, "account_move_line", many)
        sign = "" if item.balance > 0 else "-"
        money = dict.fromkeys(("balance", "amount_currency"), f"{sign}o.amount")
        money["debit" if item.balance > 0 else "credit"] = "o.amount"
        if item.display_type == "product":
            prices = ("price_unit", "price_subtotal", "price_total")
            money |= dict.fromkeys(prices, "o.amount")
        else:
            rest = ("amount_residual", "amount_residual_currency")
            money |= dict.fromkeys(rest, "o.amount")
        ids = {"id": f"{lines} + o.n", "move_id": f"{base} + o.n"}
        names = {"move_name": "o.name"}
        stamp(
            cr, "account_move_line", item.id, source, **ids, **names, **money, **owner
        )
    return base


def _lines(cr, line, many, first, size):
    """The copies of the line of the bank: for every fourth invoice, each second of
    them with its number."""
    source = f"""(SELECT n / {EACH} AS n, c.name AS customer, m.amount_total AS amount,
                         CASE WHEN n / {EACH} % 2 = 0 THEN 'goods'
                              ELSE '货款' || m.name END AS text
                    FROM generate_series({EACH}, {many}, {EACH}) n
                    JOIN account_move m ON m.id = {first} + n
                    JOIN res_partner c ON c.id = m.partner_id) o"""
    count = many // EACH
    base = reserve(cr, "account_move", count)
    own = reserve(cr, "account_bank_statement_line", count)
    links = {"statement_line_id": f"{own} + o.n"}
    name = f"'{line.move_id.sequence_prefix}' || {_number(size, 'o.n')}"
    stamp(
        cr,
        "account_move",
        line.move_id.id,
        source,
        id=f"{base} + o.n",
        name=name,
        sequence_number=_number(size, "o.n"),
        amount_total="o.amount",
        amount_total_signed="o.amount",
        amount_total_in_currency_signed="o.amount",
        statement_line_id="NULL",
    )
    stamp(
        cr,
        "account_bank_statement_line",
        line.id,
        source,
        id=f"{own} + o.n",
        move_id=f"{base} + o.n",
        partner_name="o.customer",
        payment_ref="o.text",
        amount="o.amount",
        amount_residual="-o.amount",
        internal_index="p.internal_index || o.n",
        jxc_import_key=f"'match{size}-' || o.n",
    )
    cr.execute(
        "UPDATE account_move SET statement_line_id = id + %s"
        " WHERE id > %s AND id <= %s",
        [own - base, base, base + count],
    )
    for item in line.line_ids:
        lines = reserve(cr, "account_move_line", count)
        sign = "" if item.balance > 0 else "-"
        money = dict.fromkeys(("balance", "amount_currency"), f"{sign}o.amount")
        money["debit" if item.balance > 0 else "credit"] = "o.amount"
        ids = {"id": f"{lines} + o.n", "move_id": f"{base} + o.n"}
        names = {"move_name": name, "name": "o.text"}
        stamp(
            cr, "account_move_line", item.id, source, **ids, **names, **money, **links
        )


def _keys(size):
    return {"keys": f"match{size}-%"}


def match_statement(database, measured, size):
    with worker.environment(database) as env:
        money = env.company.currency_id
        values = {"company": env.company.id, "currency": money.id, **_keys(size)}
        with measured(env.cr) as result:
            env.cr.execute(STATEMENT, values)
        return {**result, "found": _found(env, size)}


def match_ours(database, measured, size):
    with worker.environment(database) as env:
        lines = _open(env, size)
        with measured(env.cr) as result:
            lines._jxc_propose()
        return {**result, "found": _found(env, size)}


def match_book(database, measured, size):
    """Proposed, booked and matched: a person's "match the certain ones"."""
    with worker.environment(database) as env:
        lines = _open(env, size)
        with measured(env.cr) as result:
            lines._jxc_propose()
            lines.action_jxc_accept()
            env.flush_all()
        if not all(lines.mapped("is_reconciled")):
            raise SystemExit("match: not all lines were booked")
        return result


def _open(env, size):
    keys = _keys(size)["keys"]
    return env["account.bank.statement.line"].search(
        [("jxc_import_key", "=like", keys), ("is_reconciled", "=", False)]
    )


def _found(env, size):
    """What was proposed; the transaction is given up, for the next to find the same."""
    env.cr.execute(FOUND, _keys(size))
    return [int(figure or 0) for figure in env.cr.fetchone()]
