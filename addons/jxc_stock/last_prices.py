"""What a product cost, or brought, the last times: one statement for many orders."""

from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL, format_date, formatLang

#: The partner decides whose prices they are; the columns are those of the host.
_FLUSHED = {"res.partner": ["commercial_partner_id"], "uom.uom": ["factor"]}


@dataclass(frozen=True, slots=True)
class Source:
    """Where confirmed prices stand: sales and purchases differ in a few names."""

    order: str
    line: str
    quantity: str
    date: str
    state: str


@dataclass(frozen=True, slots=True)
class Price:
    """The untaxed price of one unit of the product, discounts taken off."""

    amount: float
    currency_id: int
    rate: float
    date: date
    order: str

    def change_to(self, other):
        """How much higher the other one is, in percent; in its own currency if both
        are in the same one, else in the company's."""
        same = self.currency_id == other.currency_id
        before = self.amount if same else self.amount / (self.rate or 1.0)
        after = other.amount if same else other.amount / (other.rate or 1.0)
        return round((after - before) / before * 100, 6) if before else 0.0


def price_of(line, quantity):
    """The price that an order line asks now, or none if it asks nothing."""
    order, product = line.order_id, line.product_id
    if line.display_type or not product or not line.product_uom_id or quantity <= 0:
        return None
    unit = line.product_uom_id.factor / product.uom_id.factor
    amount = line.price_subtotal / quantity / unit
    return Price(amount, order.currency_id.id, order.currency_rate, None, order.name)


def for_line(line, price):
    """A price in the unit of an order line and the currency of its order; None where
    there is none."""
    order, amount = line.order_id, price and price.amount
    if not price or not line.product_uom_id:
        return None
    if price.currency_id != order.currency_id.id:
        amount = amount / (price.rate or 1.0) * order.currency_rate
    return amount * line.product_uom_id.factor / line.product_id.uom_id.factor


def prices_text(env, prices):
    """Prices and their dates, latest first, for people."""
    currencies = env["res.currency"]
    texts = []
    for price in prices:
        currency = currencies.browse(price.currency_id)
        amount = formatLang(env, price.amount, currency_obj=currency)
        texts.append(f"{amount} ({format_date(env, price.date)})")
    return ", ".join(texts)


def last_prices(orders, source, limit=1):
    """What was agreed with the same partner before, latest first.

    An order in effect looks at what was agreed before it, any other at all there is.

    :return: ``{(order, product id): [Price, …]}``
    """
    wanted = [
        SQL(
            "(%s::int, %s::int, %s::int, %s::int, %s::int, %s::timestamp)",
            number,
            order._origin.id or 0,
            order.company_id.id,
            order.partner_id.commercial_partner_id._origin.id,
            product.id,
            (order.state == source.state and order[source.date]) or None,
        )
        for number, order in enumerate(orders)
        if order.company_id and order.partner_id
        for product in order.order_line.product_id._origin
    ]
    if not wanted:
        return {}
    _flush(orders.env, source)
    found, all_orders = {}, list(orders)
    for number, product, *price in orders.env.execute_query(
        _statement(source, wanted, limit)
    ):
        found.setdefault((all_orders[number], product), []).append(Price(*price))
    return found


def _flush(env, source):
    quantity, dated = source.quantity, source.date
    money = ["company_id", "partner_id", "currency_id", "currency_rate", "name"]
    goods = ["order_id", "product_id", "product_uom_id", "price_subtotal"]
    env[source.order].flush_model(["state", dated, *money])
    env[source.line].flush_model([quantity, *goods, "display_type"])
    for name, names in _FLUSHED.items():
        env[name].flush_model(names)


def _statement(source, wanted, limit):
    return SQL(
        """
        SELECT w.number, w.product_id, last.amount, last.currency_id, last.rate,
               last.day, last.name
          FROM (VALUES %(wanted)s) AS w (
                   number, order_id, company_id, partner_id, product_id, before
               )
          JOIN product_product product ON product.id = w.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom own ON own.id = template.uom_id
          CROSS JOIN LATERAL (
                SELECT (l.price_subtotal / l.%(qty)s / u.factor * own.factor)::float8
                           AS amount,
                       o.currency_id, o.currency_rate::float8 AS rate,
                       o.%(date)s::date AS day, o.name
                  FROM %(line)s l
                  JOIN %(order)s o ON o.id = l.order_id
                  JOIN res_partner p ON p.id = o.partner_id
                  JOIN uom_uom u ON u.id = l.product_uom_id
                 WHERE l.product_id = w.product_id AND l.display_type IS NULL
                   AND l.%(qty)s > 0 AND l.price_subtotal > 0
                   AND o.state = %(state)s AND o.company_id = w.company_id
                   AND p.commercial_partner_id = w.partner_id
                   AND o.id <> w.order_id
                   AND (w.before IS NULL
                        OR (o.%(date)s, o.id) < (w.before, w.order_id))
                 ORDER BY o.%(date)s DESC, o.id DESC, l.id DESC
                 LIMIT %(limit)s
               ) last
        """,
        wanted=SQL(", ").join(wanted),
        qty=SQL.identifier(source.quantity),
        date=SQL.identifier(source.date),
        line=SQL.identifier(source.line.replace(".", "_")),
        order=SQL.identifier(source.order.replace(".", "_")),
        state=source.state,
        limit=limit,
    )
