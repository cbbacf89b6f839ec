"""What is traded: units, categories, products, vendor prices, limits, bins."""

from odoo import Command

from ..logic.ean import ean13

#: The numbers of our own bar codes: piece, then box.
_PIECE, _BOX = "6938001", "6938009"


def load_catalogue(demo):
    uoms = _uoms(demo)
    categories = _categories(demo)
    for number, row in enumerate(demo.rows["products"], 1):
        demo.products[row["code"]] = _product(demo, row, number, uoms, categories)
    _vendor_prices(demo)
    _putaway(demo)
    _pricelist(demo)


def _uoms(demo):
    """Unit name → unit, and (unit name, pieces) → the box of so many of them."""
    found = {}
    for row in demo.rows["products"]:
        name, box = row["uom"], int(row["box"])
        if name not in found:
            found[name] = demo.env["uom.uom"].create({"name": name})
        if box and (name, box) not in found:
            found[name, box] = demo.env["uom.uom"].create(
                {
                    "name": f"箱({box}{name})",
                    "relative_factor": box,
                    "relative_uom_id": found[name].id,
                }
            )
    return found


def _categories(demo):
    fefo = demo.env.ref("product_expiry.removal_fefo")
    rows = demo.table("categories")
    categories = demo.env["product.category"].create(
        [
            {
                "name": row["name"],
                "property_cost_method": "average",
                "removal_strategy_id": fefo.id,
            }
            for row in rows
        ]
    )
    return dict(zip((row["name"] for row in rows), categories, strict=True))


def _product(demo, row, number, uoms, categories):
    rate = row["vat"]
    chart = demo.env["account.chart.template"].with_company(demo.company)
    box = int(row["box"])
    values = {
        "name": row["name"],
        "default_code": row["code"],
        "barcode": ean13(f"{_PIECE}{number:05}"),
        "categ_id": categories[row["category"]].id,
        "type": "consu",
        "is_storable": True,
        "uom_id": uoms[row["uom"]].id,
        "list_price": float(row["list_price"]),
        "standard_price": float(row["cost"]),
        "weight": float(row["weight"]),
        "jxc_inspect": row["inspect"] == "1",
        "tracking": "lot" if row["lot"] == "1" else "none",
        "taxes_id": [Command.set(chart.ref(f"l10n_cn_sales_excluded_{rate}").ids)],
        "supplier_taxes_id": [
            Command.set(chart.ref(f"l10n_cn_purchase_excluded_{rate}").ids)
        ],
        "invoice_policy": "delivery",
        "purchase_method": "receive",
        **_shelf_life(int(row["life"])),
    }
    if box:
        values["uom_ids"] = [Command.set(uoms[row["uom"], box].ids)]
    product = demo.env["product.product"].create(values)
    if box:
        demo.env["product.uom"].create(
            {
                "product_id": product.id,
                "uom_id": uoms[row["uom"], box].id,
                "barcode": ean13(f"{_BOX}{number:05}"),
            }
        )
    return product


def _shelf_life(days):
    if not days:
        return {}
    return {
        "use_expiration_date": True,
        "expiration_time": days,
        "use_time": days // 10,
        "removal_time": days // 20,
        "alert_time": days // 4,
    }


def _vendor_prices(demo):
    """The vendor's price from its minimum on, and a lower one from the break on."""
    terms = {row["code"]: row for row in demo.rows["vendors"]}
    values = []
    for row in demo.rows["products"]:
        box = int(row["box"]) or 1
        for sequence, code in enumerate(filter(None, (row["vendor"], row["alt"])), 1):
            term = terms[code]
            price = float(row["cost"]) * float(term["price_factor"])
            cheaper = price * (1 - float(term["break_discount"]) / 100)
            breaks = ((term["moq_boxes"], price), (term["break_boxes"], cheaper))
            values += [
                {
                    "partner_id": demo.vendors[code].id,
                    "product_tmpl_id": demo.products[row["code"]].product_tmpl_id.id,
                    "product_code": f"{code}-{row['code']}",
                    "sequence": sequence,
                    "min_qty": int(boxes) * box,
                    "price": round(amount, 2),
                    "delay": int(term["lead"]),
                    "company_id": demo.company.id,
                }
                for boxes, amount in breaks
            ]
    demo.env["product.supplierinfo"].create(values)


def load_limits(demo):
    """Minimum and maximum: last, so that the past is not watched as it is played."""
    demo.env["stock.warehouse.orderpoint"].create(
        [
            {
                "product_id": demo.products[row["code"]].id,
                "warehouse_id": warehouse.id,
                "location_id": warehouse.lot_stock_id.id,
                "product_min_qty": float(row[f"min_{code.lower()}"]),
                "product_max_qty": float(row[f"max_{code.lower()}"]),
                "trigger": "manual",
                "company_id": demo.company.id,
            }
            for row in demo.rows["products"]
            for code, warehouse in demo.warehouses.items()
            if float(row[f"max_{code.lower()}"])
        ]
    )


def _putaway(demo):
    """Every product has its bin, in its category's row."""
    bins = {}
    for row in demo.table("categories"):
        for code, warehouse in demo.warehouses.items():
            bins[code, row["name"]] = demo.env["stock.location"].search(
                [
                    ("location_id.name", "=", row["row"]),
                    ("location_id.location_id", "=", warehouse.lot_stock_id.id),
                ],
                order="name",
            )
    values = []
    for number, row in enumerate(demo.rows["products"]):
        for code, warehouse in demo.warehouses.items():
            places = bins[code, row["category"]]
            values.append(
                {
                    "product_id": demo.products[row["code"]].id,
                    "location_in_id": warehouse.lot_stock_id.id,
                    "location_out_id": places[number % len(places)].id,
                    "company_id": demo.company.id,
                }
            )
    demo.env["stock.putaway.rule"].create(values)


def _pricelist(demo):
    """The list price is the trade's; who agreed on less has it on the order line."""
    pricelist = demo.env["product.pricelist"].create(
        {
            "name": "标准批发价",
            "currency_id": demo.company.currency_id.id,
            "company_id": demo.company.id,
        }
    )
    for customer in demo.customers.values():
        customer.property_product_pricelist = pricelist
