"""The statement behind the lowest price of a year."""

from odoo.tools import SQL


def lowest(wanted, since):
    """Rows of number, price, vendor and day: the lowest that any vendor was paid.

    The price is that of the unit all units of the product come down to, in the
    company's currency.

    :param wanted: tuples of a number, an order to leave out, company and product
    """
    return SQL(
        """
        SELECT w.number, low.price, low.partner_id, low.day
          FROM (VALUES %(wanted)s) AS w (number, order_id, company_id, product_id)
          CROSS JOIN LATERAL (
                SELECT (l.price_subtotal / l.product_qty / u.factor
                        / COALESCE(NULLIF(o.currency_rate, 0), 1))::float8 AS price,
                       o.partner_id, o.date_approve::date AS day
                  FROM purchase_order_line l
                  JOIN purchase_order o ON o.id = l.order_id
                  JOIN uom_uom u ON u.id = l.product_uom_id
                 WHERE l.product_id = w.product_id AND l.display_type IS NULL
                   AND l.product_qty > 0 AND l.price_subtotal > 0
                   AND o.state = 'purchase' AND o.company_id = w.company_id
                   AND o.date_approve >= %(since)s AND o.id <> w.order_id
                 ORDER BY price, o.date_approve DESC, l.id DESC
                 LIMIT 1
               ) low
        """,
        wanted=SQL(", ").join(
            SQL("(%s::int, %s::int, %s::int, %s::int)", *row) for row in wanted
        ),
        since=since,
    )
