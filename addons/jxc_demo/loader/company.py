"""The company itself: name, address, bank, warehouses and their bins."""

from odoo import Command

_RACKS, _LEVELS = 3, 3


def is_loaded(demo):
    details = {row["key"]: row["value"] for row in demo.table("company")}
    moved = demo.env["stock.move"].search_count([], limit=1)
    return demo.company.name == details["name"] or bool(moved)


def load_company(demo):
    details = {row["key"]: row["value"] for row in demo.table("company")}
    demo.company.partner_id.write(demo.address(details))
    demo.company.write(
        {
            "name": details["name"],
            "account_use_credit_limit": True,
            "jxc_send_orders": True,
            # Printouts without a logo look better than with the host's placeholder.
            "logo": False,
        }
    )
    demo.company.partner_id.is_company = True
    _switch_on_features(demo)
    _pay_through_the_bank(demo)
    for row in demo.table("warehouses"):
        demo.warehouses[row["code"]] = _warehouse(demo, row)


def _switch_on_features(demo):
    everybody = demo.env.ref("base.group_user")
    for name in (
        "uom.group_uom",
        "product.group_product_pricelist",
        "sale.group_discount_per_so_line",
        "stock.group_stock_multi_locations",
        "stock.group_stock_multi_warehouses",
        "stock.group_production_lot",
        "stock.group_lot_on_delivery_slip",
    ):
        everybody._apply_group(demo.env.ref(name))


def _pay_through_the_bank(demo):
    """A payment is money on the account at once: nobody imports statements here."""
    journals = demo.env["account.journal"].search(
        [("type", "in", ("bank", "cash")), ("company_id", "=", demo.company.id)]
    )
    for journal in journals:
        lines = (
            journal.inbound_payment_method_line_ids
            | journal.outbound_payment_method_line_ids
        )
        lines.payment_account_id = journal.default_account_id


def _warehouse(demo, row):
    partner = demo.env["res.partner"].create(
        {
            **demo.address({**row, "name": row["partner"]}),
            "parent_id": demo.company.partner_id.id,
            "type": "delivery",
        }
    )
    warehouse = demo.env["stock.warehouse"]
    if row["code"] == "ZC":
        warehouse = warehouse.search(
            [("company_id", "=", demo.company.id)], order="id", limit=1
        )
    values = {"name": row["name"], "code": row["code"], "partner_id": partner.id}
    if warehouse:
        warehouse.write(values)
    else:
        warehouse = warehouse.create({**values, "company_id": demo.company.id})
    _bins(demo, warehouse)
    return warehouse


def _bins(demo, warehouse):
    """Rows of racks, one row per category: A-01-01 is row A, rack 1, level 1."""
    rows = [row["row"] for row in demo.table("categories")]
    demo.env["stock.location"].create(
        [
            {
                "name": row,
                "location_id": warehouse.lot_stock_id.id,
                "usage": "view",
                "company_id": demo.company.id,
                "child_ids": [
                    Command.create(
                        {
                            "name": f"{row}-{rack:02}-{level:02}",
                            "usage": "internal",
                            "company_id": demo.company.id,
                            "barcode": f"{warehouse.code}-{row}-{rack:02}-{level:02}",
                        }
                    )
                    for rack in range(1, _RACKS + 1)
                    for level in range(1, _LEVELS + 1)
                ],
            }
            for row in rows
        ]
    )
