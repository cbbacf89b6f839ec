"""Uninstall add-ons step by step, then trade on the plain host.

Run by ``odoo shell``; JXC_UNINSTALL names the add-ons in the order of going, those that
go together between semicolons. What is left behind is printed, a line each, after the
word LEFT.
"""

import os
from contextlib import ExitStack

from odoo import SUPERUSER_ID, Command, api
from odoo.modules.registry import Registry
from odoo.tools import SQL

#: Tables with rows that belong to records of any model, and how they name it.
ATTACHED = {
    "mail_message": "model",
    "mail_activity": "res_model",
    "mail_followers": "res_model",
    "ir_attachment": "res_model",
    "ir_model_data": "model",
    "ir_act_window": "res_model",
    "ir_filters": "model_id",
    "ir_ui_view": "model",
    "mail_template": "model",
}


def uninstall(env, names):
    """:return: an environment of the registry as it is afterwards."""
    env["ir.module.module"].search([("name", "in", names)]).button_immediate_uninstall()
    env.cr.commit()
    cr = OPEN.enter_context(Registry(env.cr.dbname).cursor())
    return api.Environment(cr, SUPERUSER_ID, {})


def left(env, gone):
    """What no installed add-on knows any more."""
    models = env.registry.models
    known = {model._table for model in models.values()}
    relations = {
        field.relation
        for model in models.values()
        for field in model._fields.values()
        if field.type == "many2many" and field.store
    }
    columns = {
        (model._table, name)
        for model in models.values()
        for name, field in model._fields.items()
        if field.store
    }
    found = [
        f"table {table}"
        for (table,) in env.execute_query(
            SQL(
                "SELECT relname FROM pg_class c WHERE relkind IN ('r', 'v', 'm')"
                " AND relnamespace = 'public'::regnamespace"
                " AND relname LIKE '%%jxc%%'"
            )
        )
        if table not in known | relations
    ]
    found += [
        f"column {table}.{column}"
        for table, column in env.execute_query(
            SQL(
                "SELECT table_name, column_name FROM information_schema.columns"
                " WHERE table_schema = 'public' AND column_name LIKE 'jxc%%'"
            )
        )
        if (table, column) not in columns and table not in relations
    ]
    for table, column in ATTACHED.items():
        rows = env.execute_query(
            SQL(
                "SELECT DISTINCT %(column)s FROM %(table)s"
                " WHERE %(column)s LIKE 'jxc%%'",
                column=SQL.identifier(column),
                table=SQL.identifier(table),
            )
        )
        found += [f"{table} of {name}" for (name,) in rows if name not in models]
    for (model,) in env.execute_query(SQL("SELECT model FROM ir_model")):
        if model not in models:
            found.append(f"model {model}")
    for (name,) in env.execute_query(
        SQL(
            "SELECT module || '.' || name FROM ir_model_data WHERE module = ANY(%s)",
            gone,
        )
    ):
        found.append(f"external id {name}")
    for module, state in env.execute_query(
        SQL("SELECT name, state FROM ir_module_module WHERE state LIKE 'to %%'")
    ):
        found.append(f"{module} is {state}")
    return found


def trade(env):
    """The host goes on: bought, received and billed; sold, shipped and invoiced."""
    partner = env["res.partner"].create({"name": "After"})
    goods = env["product.product"].create(
        {
            "name": "Plain",
            "is_storable": True,
            "list_price": 10,
            "invoice_policy": "delivery",
            "purchase_method": "receive",
        }
    )
    line = {"product_id": goods.id, "price_unit": 9000}
    buy = env["purchase.order"].create(
        {
            "partner_id": partner.id,
            "order_line": [Command.create({**line, "product_qty": 5})],
        }
    )
    buy.button_confirm()
    buy.picking_ids.button_validate()
    buy.action_create_invoice()
    buy.invoice_ids.invoice_date = "2026-01-05"
    buy.invoice_ids.action_post()
    sell = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "order_line": [
                Command.create({**line, "product_uom_qty": 3, "discount": 90})
            ],
        }
    )
    sell.action_confirm()
    sell.picking_ids.button_validate()
    sell._create_invoices().action_post()
    done = (
        buy.state,
        buy.picking_ids.state,
        buy.invoice_ids.state,
        sell.state,
        sell.picking_ids.state,
        sell.invoice_ids.state,
        goods.qty_available,
    )
    assert done == ("purchase", "done", "posted", "sale", "done", "posted", 2), done
    # what was there before is still opened and changed
    for model in ("sale.order", "purchase.order", "stock.picking", "account.move"):
        for record in env[model].search([]):
            record.read()
    env["sale.order"].search([("state", "=", "draft")], limit=1).action_confirm()
    env["purchase.order"].search([("state", "=", "draft")], limit=1).button_confirm()
    env.flush_all()
    env.cr.commit()


OPEN = ExitStack()
for step in os.environ["JXC_UNINSTALL"].split(";"):
    env = uninstall(env, step.split())  # noqa: F821
    for what in left(env, step.split()):
        print(f"LEFT by {step}: {what}")
trade(env)
OPEN.close()
print("traded")
