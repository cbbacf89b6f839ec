"""Statements behind the purchase suggestions: what is asked for already, what is used,
which vendors keep their dates, and whose goods are accepted."""

from odoo.tools import SQL

from odoo.addons.jxc_stock.sql import among


def requested(products, warehouses):
    """Rows of product, warehouse, and what unconfirmed orders ask for there."""
    return SQL(
        """
        SELECT l.product_id, kind.warehouse_id, SUM(l.product_uom_qty)
          FROM purchase_order_line l
          JOIN purchase_order o ON o.id = l.order_id
          JOIN stock_picking_type kind ON kind.id = o.picking_type_id
         WHERE o.state IN ('draft', 'sent', 'to approve') AND %s AND %s
         GROUP BY l.product_id, kind.warehouse_id
        """,
        among(SQL("l.product_id"), products),
        among(SQL("kind.warehouse_id"), warehouses),
    )


def going(warehouse, today, but):
    """Rows of vendor, currency, and the amount that open suggestions have for him.

    :param but: ids of suggestions that are left out
    """
    return SQL(
        """
        SELECT s.partner_id, s.currency_id, SUM(s.quantity * s.price_unit)::numeric
          FROM jxc_purchase_suggestion s
         WHERE s.state = 'open' AND s.warehouse_id = %(warehouse)s
           AND s.partner_id IS NOT NULL AND s.currency_id IS NOT NULL
           AND (s.date_from IS NULL OR s.date_from <= %(today)s)
           AND s.id <> ALL(%(but)s)
         GROUP BY s.partner_id, s.currency_id
        """,
        warehouse=warehouse,
        today=today,
        but=list(but),
    )


def used(since, products, warehouses):
    """Rows of product, warehouse, and what left it for good since then.

    What customers brought back, or production did not need, was not used; what went to
    other warehouses, or back to vendors, is no use either.
    """
    return SQL(
        """
        SELECT product_id, warehouse_id, SUM(quantity)
          FROM (
                SELECT m.product_id, s.warehouse_id, m.product_qty AS quantity
                  FROM stock_move m
                  JOIN stock_location s ON s.id = m.location_id
                  JOIN stock_location d ON d.id = m.location_dest_id
                 WHERE m.state = 'done' AND m.date >= %(since)s
                   AND s.usage = 'internal' AND d.usage IN ('customer', 'production')
                   AND %(products)s
                UNION ALL
                SELECT m.product_id, d.warehouse_id, -m.product_qty
                  FROM stock_move m
                  JOIN stock_location s ON s.id = m.location_id
                  JOIN stock_location d ON d.id = m.location_dest_id
                 WHERE m.state = 'done' AND m.date >= %(since)s
                   AND d.usage = 'internal' AND s.usage IN ('customer', 'production')
                   AND %(products)s
               ) moved
         WHERE %(warehouses)s
         GROUP BY product_id, warehouse_id
        """,
        since=since,
        products=among(SQL("m.product_id"), products),
        warehouses=among(SQL("warehouse_id"), warehouses),
    )


def punctuality(since, zone, company, vendors):
    """Rows of vendor, his receipts on time, and all of his receipts.

    :param vendors: ids of commercial partners.
    :param zone: name of the time zone in which a day is a day.
    """
    return SQL(
        """
        SELECT vendor_id, COUNT(*) FILTER (WHERE on_time), COUNT(*)
          FROM (SELECT p.commercial_partner_id AS vendor_id,
                       BOOL_AND(
                           (m.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                           <= (l.date_planned
                               AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date
                       ) AS on_time
                  FROM stock_move m
                  JOIN stock_location s ON s.id = m.location_id
                  JOIN purchase_order_line l ON l.id = m.purchase_line_id
                  JOIN purchase_order o ON o.id = l.order_id
                  JOIN res_partner p ON p.id = o.partner_id
                 WHERE m.state = 'done' AND s.usage = 'supplier'
                   AND m.date >= %(since)s AND o.company_id = %(company)s
                   AND p.commercial_partner_id = ANY(%(vendors)s)
                 GROUP BY p.commercial_partner_id, m.picking_id) receipt
         GROUP BY vendor_id
        """,
        tz=zone,
        since=since,
        company=company,
        vendors=list(vendors),
    )


def quality(since, company, vendors, good, counts):
    """Rows of vendor, and the share of his goods that was accepted when it came.

    :param vendors: ids of commercial partners.
    :param good: what conforms of the inspection line ``l``.
    :param counts: a condition on it and on its inspection ``i``.
    """
    return SQL(
        """
        SELECT p.commercial_partner_id, AVG((%(good)s) / l.received)::float8
          FROM jxc_inspection_line l
          JOIN jxc_inspection i ON i.id = l.inspection_id
          JOIN stock_move m ON m.id = l.move_id
          JOIN purchase_order_line bought ON bought.id = m.purchase_line_id
          JOIN purchase_order o ON o.id = bought.order_id
          JOIN res_partner p ON p.id = o.partner_id
         WHERE i.state = 'done' AND i.rework_of_id IS NULL AND l.received > 0
           AND m.date >= %(since)s AND o.company_id = %(company)s
           AND p.commercial_partner_id = ANY(%(vendors)s) AND %(counts)s
         GROUP BY p.commercial_partner_id
        """,
        good=good,
        since=since,
        company=company,
        vendors=list(vendors),
        counts=counts,
    )
