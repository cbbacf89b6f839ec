"""What a customer with very many open items owes, against one statement."""

from datetime import timedelta

import worker  # before whatever imports from odoo
from steps import SELLER, enter_sale

from odoo import Command, fields

#: Items of one entry of the books; more make the host slow.
TOGETHER = 500
LIMIT = 10_000
STATEMENT = """
    SELECT SUM(l.amount_residual),
           MIN(l.date_maturity) FILTER (
               WHERE l.amount_residual > 0 AND l.date_maturity < %(today)s)
      FROM account_move_line l JOIN account_account a ON a.id = l.account_id
     WHERE l.partner_id = %(partner)s AND a.account_type = 'asset_receivable'
       AND l.parent_state = 'posted' AND NOT l.reconciled
"""


def credit_prepare(database, _measured, size):
    """A customer with a limit, so many items, and a quotation."""
    with worker.environment(database) as env:
        env.company.account_use_credit_limit = True
        partner = env["res.partner"].create({"name": f"Credit {size}"})
        partner.credit_limit = LIMIT
        today = fields.Date.today()
        debt = partner.property_account_receivable_id
        sales = env["account.account"].search(
            [("account_type", "=", "income")], limit=1
        )
        moves = env["account.move"]
        for at in range(0, size, TOGETHER):
            many = min(TOGETHER, size - at)
            items = [
                {
                    "account_id": debt.id,
                    "partner_id": partner.id,
                    "debit": 1 + number % 7,
                    "date_maturity": today - timedelta(days=(at + number) % 100 - 50),
                }
                for number in range(many)
            ]
            total = sum(item["debit"] for item in items)
            items.append({"account_id": sales.id, "credit": total})
            lines = [Command.create(item) for item in items]
            moves.create({"move_type": "entry", "line_ids": lines})._post()
        order = enter_sale(env, 1, seed=size)
        order.write({"partner_id": partner.id, "user_id": _seller(env).id})
        env.cr.commit()
    worker.vacuum(database)
    return {"record": order.id}


def _seller(env):
    return env["res.users"].search([("login", "=", SELLER)])


def credit_statement(database, measured, record):
    with worker.environment(database) as env:
        order = env["sale.order"].browse(record)
        today, own = fields.Date.context_today(order), order.jxc_amount_total_cc
        with measured(env.cr) as result:
            values = {"partner": order.partner_id.id, "today": today}
            env.cr.execute(STATEMENT, values)
            owed, since = env.cr.fetchone()
        used = (float(owed) + own) / LIMIT * 100
        return {**result, "found": [round(used, 2), (today - since).days]}


def credit_ours(database, measured, record):
    """The figures that the rules of approval look at."""
    with worker.environment(database, SELLER) as env:
        order = env["sale.order"].browse(record)
        order.mapped("partner_id.commercial_partner_id.name")
        fields.Date.context_today(order)  # as for the statement
        with measured(env.cr) as result:
            order._jxc_forget_debts()
            found = [round(order.jxc_credit_used, 2), order.jxc_overdue_days]
        return {**result, "found": found}
