"""One long purchase order, received, inspected and billed."""

import worker  # before whatever imports from odoo
from cost import build_ledger
from steps import INSPECTOR


def order_prepare(database, _measured):
    """All goods are inspected on receipt, by a user of that role, and what was moved
    before there was a ledger is in it, as some hours after the installation."""
    with worker.environment(database) as env:
        build_ledger(env)
        products = env["product.template"].search([("default_code", "=like", "B0%")])
        products.write({"jxc_inspect": True})
        role = env.ref("jxc_base.group_jxc_quality_inspector")
        groups = env.ref("base.group_user") | role
        env["res.users"].create(
            {
                "name": INSPECTOR,
                "login": INSPECTOR,
                "group_ids": [(6, 0, groups.ids)],
            }
        )
        env.cr.commit()
    worker.vacuum(database)
    return {}
