"""One long purchase order, received, inspected and billed."""

import worker
from steps import INSPECTOR


def order_prepare(database, _measured):
    """All goods are inspected on receipt, by a user of that role."""
    with worker.environment(database) as env:
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
