"""What is measured: ordinary work of ordinary users, on documents of n lines."""

import random

from odoo import Command

#: One piece a line, so that the stock of the generator lasts.
PIECES = 1
SELLER, BUYER, KEEPER = "bench_seller", "bench_buyer", "bench_keeper"
INSPECTOR = "bench_inspector"


def goods(env, lines, seed):
    """Products of the generator, the same on both sides for the same seed."""
    products = env["product.product"].sudo()
    found = products.search([("default_code", "=like", "B0%")], order="default_code")
    return products.browse(random.Random(seed).sample(found.ids, lines))


def partner(env, customer, seed):
    rank = "customer_rank" if customer else "supplier_rank"
    found = env["res.partner"].sudo().search([(rank, ">", 0)], order="id")
    # Not the prototype, which is both.
    found = found.filtered(lambda p: not (p.customer_rank and p.supplier_rank))
    return found[seed % len(found)]


def enter_sale(env, lines, seed):
    return env["sale.order"].create(
        {
            "partner_id": partner(env, True, seed).id,
            "order_line": [
                Command.create({"product_id": p.id, "product_uom_qty": PIECES})
                for p in goods(env, lines, seed)
            ],
        }
    )


def confirm_sale(order):
    order.action_confirm()
    assert order.state == "sale"


def enter_purchase(env, lines, seed):
    return env["purchase.order"].create(
        {
            "partner_id": partner(env, False, seed).id,
            "order_line": [
                Command.create(
                    {
                        "product_id": p.id,
                        "product_qty": PIECES,
                        "price_unit": p.standard_price,
                    }
                )
                for p in goods(env, lines, seed)
            ],
        }
    )


def confirm_purchase(order):
    order.button_confirm()
    assert order.state == "purchase"


def _move_all(order):
    pickings = order.env["stock.picking"].browse(order.sudo().picking_ids.ids)
    assert pickings.state == "assigned"
    pickings.button_validate()
    assert pickings.state == "done"


def receive(order):
    _move_all(order)


def ship(order):
    _move_all(order)


def receive_and_bill(order):
    """The host, with the bill that our add-ons make by themselves."""
    _move_all(order)
    order.sudo().action_create_invoice()
    assert order.sudo().invoice_ids


def ship_and_invoice(order):
    _move_all(order)
    order.sudo()._create_invoices()
    assert order.sudo().invoice_ids


def receive_ours(order):
    receive(order)
    assert order.sudo().invoice_ids


def ship_ours(order):
    ship(order)
    assert order.sudo().invoice_ids


def inspect(order):
    """All of it conforms; what was received is billed then, and not before."""
    env = order.env
    assert not order.sudo().invoice_ids
    pickings = order.sudo().picking_ids
    inspection = env["jxc.inspection"].search([("picking_id", "in", pickings.ids)])
    inspection.action_jxc_done()
    assert inspection.state == "done" and order.sudo().invoice_ids


#: What does it, who, and whether it begins with a new document.
STEPS = {
    "enter_sale": (enter_sale, SELLER, True),
    "confirm_sale": (confirm_sale, SELLER, False),
    "ship": (ship, KEEPER, False),
    "ship_and_invoice": (ship_and_invoice, KEEPER, False),
    "ship_ours": (ship_ours, KEEPER, False),
    "enter_purchase": (enter_purchase, BUYER, True),
    "confirm_purchase": (confirm_purchase, BUYER, False),
    "receive": (receive, KEEPER, False),
    "receive_and_bill": (receive_and_bill, KEEPER, False),
    "receive_ours": (receive_ours, KEEPER, False),
    "inspect": (inspect, INSPECTOR, False),
}
