"""A sale: order, shipment, invoice, and now and then a return."""

from odoo import Command

from .approvals import approve_as_manager
from .buying import date_transfer, validate


def sell(demo, event, done, moment):
    order = draft_sale(demo, event.customer, event.lines, moment, event.shipped)
    confirm(demo, order, moment)
    done[id(event)] = order


def draft_sale(demo, customer, lines, moment, shipped, discount=None):
    """A quotation of ``lines`` (product code, boxes)."""
    row = next(row for row in demo.rows["customers"] if row["code"] == customer)
    partner = demo.customers[customer]
    if discount is None:
        discount = float(row["discount"])
    return demo.model("xiaoshou", "sale.order").create(
        {
            "partner_id": partner.id,
            "user_id": demo.users["xiaoshou"].id,
            "warehouse_id": demo.warehouses[row["warehouse"]].id,
            "date_order": demo.moment(*moment),
            "commitment_date": demo.plan(shipped, 16),
            "order_line": [
                Command.create(
                    {
                        "product_id": demo.products[code].id,
                        "product_uom_id": (
                            demo.products[code].uom_ids or demo.products[code].uom_id
                        ).id,
                        "product_uom_qty": boxes,
                        "discount": discount,
                    }
                )
                for code, boxes in lines
            ],
        }
    )


def confirm(demo, order, moment):
    order.action_confirm()
    approve_as_manager(demo, order)
    if order.state != "sale":
        raise ValueError(f"{order.display_name} is {order.state}")
    order.sudo().date_order = demo.moment(*moment)


def ship(demo, event, done, moment):
    order = done[id(event)].sudo()
    pickings = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))
    for picking in demo.as_user("cangku", pickings):
        if picking.state != "assigned":
            picking.action_assign()
        picking.move_ids.picked = True
        validate(demo, picking, moment)
    invoice(demo, order, moment)


def invoice(demo, order, moment):
    """The customer's invoice, made where the add-ons have not done so already."""
    if order.invoice_status == "to invoice":
        order._create_invoices(final=True)
    drafts = order.invoice_ids.filtered(lambda move: move.state == "draft")
    date = demo.moment(*moment).date()
    demo.as_user("kuaiji", drafts).write({"invoice_date": date})


def send_back(demo, event, done, moment):
    """The customer returns a part of the first line: damaged boxes."""
    order = done[id(event)].sudo()
    picking = order.picking_ids.filtered(lambda p: p.state == "done")[:1]
    wizard = demo.model("cangku", "stock.return.picking").create(
        {"picking_id": picking.id}
    )
    line, *others = wizard.product_return_moves
    line.quantity = min(line.move_id.quantity, line.product_id.uom_ids.factor or 1)
    for other in others:
        other.quantity = 0
    back = wizard._create_return()
    back.move_ids.filtered(lambda move: not move.product_uom_qty).unlink()
    back.action_assign()
    back.move_ids.picked = True
    back.button_validate()
    date_transfer(demo, back, moment)
    invoice(demo, order, moment)
