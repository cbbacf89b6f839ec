"""Orders, shipments, moves and invoices, of both sides alike."""

from dataclasses import dataclass

from .bulk import columns, link, reserve, stamp
from .masters import _number


@dataclass(frozen=True)
class Side:
    """What buying and selling call the same things."""

    kind: str  # also the prefix of g_line's and g_order's columns
    order: str
    line: str
    partner: str
    quantity: str
    tax_rel: str
    tax_columns: tuple
    reference_rel: str
    reference_column: str
    picking_type: str
    picking_name: str
    day: str
    due: str


BUY = Side(
    kind="bought",
    order="purchase_order",
    line="purchase_order_line",
    partner="o.vendor",
    quantity="l.qb",
    tax_rel="account_tax_purchase_order_line_rel",
    tax_columns=("purchase_order_line_id", "account_tax_id"),
    reference_rel="stock_reference_purchase_rel",
    reference_column="purchase_id",
    picking_type="o.in_type",
    picking_name=f"o.in_name || {_number('o.o')}",
    day="o.day",
    due="(o.day + interval '1 day')",
)
SELL = Side(
    kind="sold",
    order="sale_order",
    line="sale_order_line",
    partner="o.customer",
    quantity="l.qs",
    tax_rel="account_tax_sale_order_line_rel",
    tax_columns=("sale_order_line_id", "account_tax_id"),
    reference_rel="stock_reference_sale_rel",
    reference_column="sale_id",
    picking_type="o.out_type",
    picking_name=f"o.out_name || {_number('o.o')}",
    day="o.sold_day",
    due="(o.sold_day + interval '1 hour')",
)
#: Loaded without their indexes.
LARGE = [
    "purchase_order",
    "purchase_order_line",
    "sale_order",
    "sale_order_line",
    "account_tax_purchase_order_line_rel",
    "account_tax_sale_order_line_rel",
    "stock_picking",
    "stock_move",
    "stock_move_line",
    "stock_reference_move_rel",
    "stock_quant",
    "account_move",
    "account_move_line",
    "account_move_line_account_tax_rel",
    "sale_order_line_invoice_rel",
]


class Documents:
    """The orders of a side with all that follows from them."""

    def __init__(self, env, size, proto, side):
        self.cr, self.env, self.size, self.side = env.cr, env, size, side
        self.proto = {
            state: proto[f"{side.kind}_{state}"] for state in ("done", "open")
        }
        counts = {
            side.order: size.orders,
            side.line: size.lines,
            "stock_picking": size.orders,
            "stock_move": size.lines,
            "stock_move_line": size.lines,
            "stock_reference": size.orders,
        }
        self.base = {t: reserve(self.cr, t, count) + 1 for t, count in counts.items()}
        self.name = f"o.{side.kind}_name"
        self.amount, self.tax = side.kind, f"{side.kind}_tax"

    def id(self, table, number):
        return f"{self.base[table]} + {number}"

    def per_order(self, state):
        return f"(SELECT * FROM g_order WHERE done = {state == 'done'}) o"

    def per_line(self, state):
        return (
            "(SELECT l.*, l.id AS product, l.name AS product_name FROM g_line l) l JOIN"
            f" {self.per_order(state)} ON o.o = l.o"
        )

    def make(self):
        for state in ("done", "open"):
            self._orders(state)
            self._pickings(state)
            self._moves(state)
        self._relations()

    def _orders(self, state):
        side, proto = self.side, self.proto[state]
        total = f"o.{self.amount} + o.{self.tax}"
        values = {
            "id": self.id(side.order, "o.o"),
            "name": self.name,
            "partner_id": side.partner,
            "amount_untaxed": f"o.{self.amount}",
            "amount_tax": f"o.{self.tax}",
            "amount_total": total,
            "date_order": side.day,
            "create_date": side.day,
            "write_date": side.due,
        }
        if state == "done":
            values["effective_date"] = side.due
        if side is BUY:
            values |= {
                "amount_total_cc": total,
                "date_approve": side.day,
                "date_planned": side.due,
                "date_calendar_start": side.day,
                "picking_type_id": "o.in_type",
            }
        else:
            values |= {
                "partner_invoice_id": side.partner,
                "partner_shipping_id": side.partner,
                "warehouse_id": "o.id",
                "margin": "o.sold - o.worth",
            }
        ours = {
            "jxc_amount_total_cc": total,
            "jxc_first_order": f"o.o < {self.size.vendors}",
        }
        known = ours.keys() & set(columns(self.cr, side.order))
        values |= {name: ours[name] for name in known}
        stamp(self.cr, side.order, proto.id, self.per_order(state), **values)
        self._order_lines(state)

    def _order_lines(self, state):
        side, proto = self.side, self.proto[state]
        untaxed, tax, qty = f"l.{self.amount}", f"l.{self.tax}", side.quantity
        done = state == "done"
        values = {
            "id": self.id(side.line, "l.n"),
            "order_id": self.id(side.order, "o.o"),
            "product_id": "l.product",
            "name": "'[' || l.code || '] ' || l.product_name",
            "product_uom_qty": qty,
            "price_subtotal": untaxed,
            "price_total": f"{untaxed} + {tax}",
            "price_tax": tax,
            "create_date": side.day,
            "write_date": side.due,
        }
        if done:
            values["qty_invoiced"] = qty
        if side is BUY:
            values |= {
                "product_qty": qty,
                "partner_id": side.partner,
                "price_unit": "l.cost",
                "technical_price_unit": "l.cost",
                "date_planned": side.due,
            }
            values |= {"qty_received": qty} if done else {}
            # No discounts, no taxes that are not deducted, no foreign money.
            more = {"jxc_price_paid": "l.cost", "jxc_net_price": "l.cost"}
            more["price_total_cc"] = untaxed
            known = more.keys() & set(columns(self.cr, side.line))
            values |= {name: more[name] for name in known}
        else:
            values |= {
                "order_partner_id": side.partner,
                "warehouse_id": "o.id",
                "price_unit": "l.price",
                "technical_price_unit": "l.price",
                "price_reduce_taxexcl": "l.price",
                "price_reduce_taxinc": f"({untaxed} + {tax}) / {qty}",
                "purchase_price": "l.cost",
                "margin": "l.sold - l.worth",
            }
            if done:
                values |= {"qty_delivered": qty, "untaxed_amount_invoiced": untaxed}
        line = proto.order_line.id
        stamp(self.cr, side.line, line, self.per_line(state), **values)

    def _pickings(self, state):
        side, proto = self.side, self.proto[state]
        place = "location_dest_id" if side is BUY else "location_id"
        values = {
            "id": self.id("stock_picking", "o.o"),
            "name": side.picking_name,
            "origin": self.name,
            "partner_id": side.partner,
            "picking_type_id": side.picking_type,
            place: "o.stock",
            "scheduled_date": side.due,
            "date_deadline": side.due,
            "has_deadline_issue": "false",
            "create_date": side.day,
            "write_date": side.due,
        }
        if state == "done":
            values["date_done"] = side.due
        if side is SELL:
            values["sale_id"] = self.id(side.order, "o.o")
        source = self.per_order(state)
        stamp(self.cr, "stock_picking", proto.picking_ids.id, source, **values)

    def _moves(self, state):
        side, move = self.side, self.proto[state].picking_ids.move_ids
        place = "location_dest_id" if side is BUY else "location_id"
        line_column = "purchase_line_id" if side is BUY else "sale_line_id"
        qty, picking = side.quantity, self.id("stock_picking", "o.o")
        common = {
            "product_id": "l.product",
            "picking_id": picking,
            place: "o.stock",
            "quantity": qty,
            "date": side.due,
            "create_date": side.day,
            "write_date": side.due,
        }
        values = {
            **common,
            "id": self.id("stock_move", "l.n"),
            "product_qty": qty,
            "product_uom_qty": qty,
            "packaging_uom_qty": qty,
            "picking_type_id": side.picking_type,
            "warehouse_id": "o.id",
            "origin": self.name,
            "reference": side.picking_name,
            "reservation_date": f"{side.due}::date",
            "date_deadline": side.due,
            line_column: self.id(side.line, "l.n"),
        }
        if side is BUY:
            values |= {"location_final_id": "o.stock", "price_unit": "l.cost"}
        else:
            values |= {"partner_id": side.partner, "rule_id": "o.rule"}
        if state == "done":
            values["value"] = "l.bought" if side is BUY else "l.worth"
        source = self.per_line(state)
        stamp(self.cr, "stock_move", move.id, source, **values)
        common |= {
            "id": self.id("stock_move_line", "l.n"),
            "move_id": self.id("stock_move", "l.n"),
            "quantity_product_uom": qty,
        }
        stamp(self.cr, "stock_move_line", move.move_line_ids.id, source, **common)

    def _relations(self):
        side = self.side
        reference = self.proto["done"].picking_ids.move_ids.reference_ids
        stamp(
            self.cr,
            "stock_reference",
            reference.id,
            "g_order o",
            id=self.id("stock_reference", "o.o"),
            name=self.name,
        )
        own = {
            "reference_id": self.id("stock_reference", "o.o"),
            side.reference_column: self.id(side.order, "o.o"),
        }
        link(self.cr, side.reference_rel, "g_order o", **own)
        moves = {
            "move_id": self.id("stock_move", "l.n"),
            "reference_id": self.id("stock_reference", "l.o"),
        }
        link(self.cr, "stock_reference_move_rel", "g_line l", **moves)
        line, tax = side.tax_columns
        taxes = self.proto["done"].order_line.tax_ids
        source = f"g_line l CROSS JOIN unnest(ARRAY{taxes.ids}::int[]) t"
        link(
            self.cr, side.tax_rel, source, **{line: self.id(side.line, "l.n"), tax: "t"}
        )
        if side is BUY:
            pairs = {
                "purchase_order_id": self.id(side.order, "o.o"),
                "stock_picking_id": self.id("stock_picking", "o.o"),
            }
            link(self.cr, "purchase_order_stock_picking_rel", "g_order o", **pairs)


def internal(env, size, picking):
    """Moves inside of the warehouses."""
    cr, move = env.cr, picking.move_ids
    transfers = -(-size.internals // 20)
    pick = reserve(cr, "stock_picking", transfers) + 1
    base = reserve(cr, "stock_move", size.internals) + 1
    lines = reserve(cr, "stock_move_line", size.internals) + 1
    dates = dict.fromkeys(("date", "create_date", "write_date"), "i.day")
    stamp(
        cr,
        "stock_picking",
        picking.id,
        "(SELECT DISTINCT ON (t) * FROM g_inner ORDER BY t, n) i",
        id=f"{pick} + i.t",
        name="i.name",
        picking_type_id="i.int_type",
        location_id="i.stock",
        location_dest_id="i.bin",
        scheduled_date="i.day",
        date_done="i.day",
        create_date="i.day",
        write_date="i.day",
    )
    common = {
        "product_id": "i.product",
        "picking_id": f"{pick} + i.t",
        "location_id": "i.stock",
        "location_dest_id": "i.bin",
        "quantity": "1",
        **dates,
    }
    stamp(
        cr,
        "stock_move",
        move.id,
        "g_inner i",
        **common,
        id=f"{base} + i.n",
        product_qty="1",
        product_uom_qty="1",
        packaging_uom_qty="1",
        picking_type_id="i.int_type",
        reference="i.name",
        reservation_date="i.day::date",
    )
    stamp(
        cr,
        "stock_move_line",
        move.move_line_ids.id,
        "g_inner i",
        **common,
        id=f"{lines} + i.n",
        move_id=f"{base} + i.n",
        quantity_product_uom="1",
    )


def quants(env, proto):
    """What is where, from the lines of the moves."""
    cr = env.cr
    base = reserve(cr, "stock_quant", 0)
    cr.execute(
        """
        CREATE TEMP TABLE g_quant AS
        SELECT row_number() OVER () AS n, product_id, part.location_id, l.usage,
               SUM(quantity) AS quantity, SUM(reserved) AS reserved, MIN(day) AS day
          FROM (
                SELECT product_id, location_dest_id AS location_id,
                       quantity_product_uom AS quantity, 0 AS reserved, date AS day
                  FROM stock_move_line WHERE state = 'done'
                UNION ALL
                SELECT product_id, location_id, -quantity_product_uom, 0, date
                  FROM stock_move_line WHERE state = 'done'
                UNION ALL
                SELECT product_id, location_id, 0, quantity_product_uom, date
                  FROM stock_move_line WHERE state = 'assigned'
               ) part
          JOIN stock_location l ON l.id = part.location_id
          JOIN g_product g ON g.id = product_id
         GROUP BY product_id, part.location_id, l.usage
        HAVING SUM(quantity) <> 0
        """
    )
    product = proto["product"]
    for usage in ("internal", "supplier", "customer"):
        quant = env["stock.quant"].search(
            [("product_id", "=", product.id), ("location_id.usage", "=", usage)],
            limit=1,
        )
        reserved = "q.reserved" if usage == "internal" else 'p."reserved_quantity"'
        stamp(
            cr,
            "stock_quant",
            quant.id,
            f"(SELECT * FROM g_quant WHERE usage = '{usage}') q",
            id=f"{base} + q.n",
            product_id="q.product_id",
            location_id="q.location_id",
            quantity="q.quantity",
            reserved_quantity=reserved,
            in_date="q.day",
        )
    reserve(cr, "stock_quant", 0)
