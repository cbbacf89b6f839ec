"""The masters that are few, and one document of each kind, made by Odoo itself."""

from odoo import Command

from .bulk import columns
from .size import BINS, WAREHOUSES

USERS = {
    "bench_seller": (
        ["sales_team.group_sale_salesman_all_leads"],
        ["jxc_base.group_jxc_sales_salesperson"],
    ),
    "bench_buyer": (
        ["purchase.group_purchase_user"],
        ["jxc_base.group_jxc_purchase_buyer"],
    ),
    "bench_keeper": (
        ["stock.group_stock_user"],
        ["jxc_base.group_jxc_stock_keeper"],
    ),
}
CODE = "BENCH-PROTOTYPE"


def make(env):
    """:return: records by name, the rows that the generator copies"""
    found = {"houses": _houses(env)}
    _users(env, found["houses"])
    _settings(env)
    found["product"] = product = _product(env)
    found["partner"] = partner = env["res.partner"].create(
        {"name": CODE, "is_company": True, "company_id": env.company.id}
    )
    # In the warehouse: 20 received, 5 shipped, 2 moved, 5 to be shipped.
    for name in ("bought", "sold"):
        for state in ("done", "open"):
            found[f"{name}_{state}"] = _order(env, name, partner, product, state)
    found["internal"] = _internal(env, found["houses"][0], product)
    found["limit"] = env["stock.warehouse.orderpoint"].create(
        {
            "product_id": product.id,
            "warehouse_id": found["houses"][0].id,
            "location_id": found["houses"][0].lot_stock_id.id,
            "trigger": "manual",
            "product_min_qty": 1,
            "product_max_qty": 1_000_000,
        }
    )
    env.flush_all()
    _forget_costs(env.cr)
    return found


def _forget_costs(cr):
    """Of ours: the trade has to look as if it was there before the ledger, which reads
    what each document says. The prototypes' own costs would be copied."""
    noted = {"jxc_cost", "jxc_cost_known", "jxc_cost_place"}
    if noted <= set(columns(cr, "stock_move")):
        cr.execute("DELETE FROM jxc_cost_row")
        cells = ", ".join(f"{name} = NULL" for name in sorted(noted))
        cr.execute(f"UPDATE stock_move SET {cells}")


def _houses(env):
    houses = env["stock.warehouse"].search([("company_id", "=", env.company.id)])[:1]
    for number in range(1, WAREHOUSES):
        houses |= houses.create(
            {"name": f"仓库 {number + 1}", "code": f"W{number + 1}"}
        )
    env["stock.location"].create(
        [
            {"name": f"{number + 1:02}", "location_id": house.lot_stock_id.id}
            for house in houses
            for number in range(BINS)
        ]
    )
    return houses


def _users(env, houses):
    for login, (groups, roles) in USERS.items():
        refs = [env.ref(name, raise_if_not_found=False) for name in groups + roles]
        env["res.users"].with_context(no_reset_password=True).create(
            {
                "name": login,
                "login": login,
                "lang": "zh_CN",
                "group_ids": [
                    Command.link(group.id)
                    for group in (env.ref("base.group_user"), *filter(None, refs))
                ],
            }
        )
    if "jxc_keeper_ids" in houses._fields:
        houses.jxc_keeper_ids = env["res.users"].search(
            [("login", "=", "bench_keeper")]
        )


def _settings(env):
    """The same on both sides: what our add-ons give a new company."""
    if env.company.cost_method != "average":
        env.company.cost_method = "average"
    if env.company.inventory_valuation != "real_time":
        env.company.inventory_valuation = "real_time"


def _product(env):
    category = env["product.category"].create(
        {
            "name": CODE,
            "property_cost_method": "average",
            "property_valuation": "real_time",
        }
    )
    return env["product.product"].create(
        {
            "name": CODE,
            "default_code": CODE,
            "is_storable": True,
            "categ_id": category.id,
            "list_price": 2,
            "invoice_policy": "delivery",
            "purchase_method": "receive",
        }
    )


def _order(env, kind, partner, product, state):
    """An order, and where it is done, its shipment and its posted invoice."""
    quantity, price = (20, 1) if kind == "bought" else (5, 2)
    if kind == "bought":
        line = {"product_qty": quantity, "price_unit": price}
        model = "purchase.order"
    else:
        line = {"product_uom_qty": quantity, "price_unit": price}
        model = "sale.order"
    order = env[model].create(
        {
            "partner_id": partner.id,
            "user_id": env.ref("base.user_admin").id,
            "order_line": [Command.create({"product_id": product.id, **line})],
        }
    )
    order.button_confirm() if kind == "bought" else order.action_confirm()
    if "jxc_mail_state" in order._fields:
        order.jxc_mail_state = "sent"
    assert order.state in ("purchase", "sale") and order.picking_ids.state == "assigned"
    if state == "done":
        order.picking_ids.button_validate()
        assert order.picking_ids.state == "done"
        if not order.invoice_ids:  # our add-ons have made it
            if kind == "bought":
                order.action_create_invoice()
            else:
                order._create_invoices()
        order.invoice_ids.invoice_date = env.cr.now().date()
        order.invoice_ids.action_post()
    return order


def _internal(env, house, product):
    bin_ = house.lot_stock_id.child_ids[:1]
    places = {
        "location_id": house.lot_stock_id.id,
        "location_dest_id": bin_.id,
    }
    picking = env["stock.picking"].create(
        {
            "picking_type_id": house.int_type_id.id,
            **places,
            "move_ids": [
                Command.create(
                    {"product_id": product.id, "product_uom_qty": 2, **places}
                )
            ],
        }
    )
    picking.action_confirm()
    picking.action_assign()
    picking.move_ids.picked = True
    picking._action_done()
    assert picking.state == "done"
    return picking
