"""A purchase: order, receipt, inspection, bill."""

from datetime import timedelta

from odoo import Command

from .approvals import approve_as_manager


def order_goods(demo, event, done, moment):
    order = draft_order(demo, event.vendor, event.warehouse, event.lines, moment)
    expected = demo.plan(event.received, 17)
    order.order_line.date_planned = expected
    order.button_confirm()
    approve_as_manager(demo, order)
    mark_mailed(demo, order)
    date = demo.moment(*moment)
    order.sudo().write({"date_order": date, "date_approve": date})
    done[id(event)] = order


def draft_order(demo, vendor, warehouse, lines, moment):
    """An order of ``lines`` (product code, quantity) at the vendor's own prices."""
    house = demo.warehouses[warehouse]
    partner = demo.vendors[vendor]
    order = demo.model("caigou", "purchase.order").create(
        {
            "partner_id": partner.id,
            "user_id": demo.users["caigou"].id,
            "picking_type_id": house.in_type_id.id,
            "date_order": demo.moment(*moment),
            "payment_term_id": partner.property_supplier_payment_term_id.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": demo.products[code].id,
                        "product_qty": quantity,
                    }
                )
                for code, quantity in lines
            ],
        }
    )
    for line in order.order_line:
        if not line.price_unit:
            line.price_unit = line.product_id.standard_price
    return order


def mark_mailed(demo, order):
    """The vendor had these orders long ago: none goes out from the demo."""
    order.sudo().jxc_mail_state = "sent"


def receive_goods(demo, event, done, moment):
    order = done[id(event)]
    pickings = demo.as_user("cangku", order.sudo().picking_ids)
    arrive(demo, pickings, moment)
    inspect(demo, order, moment)
    bill(demo, order, moment)


def arrive(demo, pickings, moment):
    for picking in pickings.filtered(lambda p: p.state not in ("done", "cancel")):
        picking.action_assign()
        for move in picking.move_ids:
            give_lot(demo, move, moment)
        picking.move_ids.picked = True
        validate(demo, picking, moment)


def give_lot(demo, move, moment):
    """Everything of one delivery was made on one day, some time before."""
    product = move.product_id
    if product.tracking != "lot":
        move.quantity = move.product_uom_qty
        return
    made = demo.moment(*moment) - timedelta(days=demo.random.randint(5, 25))
    lot = (
        demo.env["stock.lot"]
        .sudo()
        .create(
            {
                "name": f"{product.default_code}-{made:%y%m%d}-{move.id}",
                "product_id": product.id,
                "company_id": demo.company.id,
                "expiration_date": made + timedelta(days=product.expiration_time),
            }
        )
    )
    line = move.move_line_ids[:1]
    values = {"lot_id": lot.id, "quantity": move.product_uom_qty}
    if line:
        (move.move_line_ids - line).unlink()
        line.write(values)
    else:
        move.move_line_ids = [
            Command.create({**move._prepare_move_line_vals(), **values})
        ]


def validate(demo, picking, moment):
    picking.button_validate()
    if picking.state != "done":
        raise ValueError(f"{picking.display_name} is {picking.state}")
    date_transfer(demo, picking, moment)


def date_transfer(demo, pickings, moment):
    date = demo.moment(*moment)
    pickings.sudo().write({"date_done": date})
    pickings.sudo().move_ids.move_line_ids.lot_id.quant_ids.filtered(
        lambda quant: quant.in_date > date
    ).in_date = date


def inspect(demo, order, moment):
    """The inspector's results, where the goods need any: all good, long ago."""
    receipts = order.sudo().picking_ids
    found = demo.env["jxc.inspection"].search(
        [("picking_id", "in", receipts.ids), ("state", "=", "draft")]
    )
    for inspection in demo.as_user("zhijian", found):
        inspection.action_jxc_done()
        date_transfer(demo, inspection.sudo().transfer_ids, moment)
        inspection.sudo().date_done = demo.moment(*moment)


def bill(demo, order, moment):
    """The vendor's bill, made where the add-ons have not done so already."""
    order = order.sudo()
    if not order.invoice_ids and order.invoice_status == "to invoice":
        order.action_create_invoice()
    bills = order.invoice_ids.filtered(lambda move: move.state == "draft")
    for move in demo.as_user("kuaiji", bills):
        move.write(
            {
                "invoice_date": demo.moment(*moment).date(),
                "ref": f"{order.partner_id.ref}-{demo.random.randint(10**7, 10**8)}",
            }
        )
