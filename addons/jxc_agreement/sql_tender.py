"""What alternatives of a tender ask for more than once."""

from odoo.tools import SQL

from odoo.addons.jxc_stock.sql import among


def doubled(products, warehouses):
    """Rows of product, warehouse, and what is asked for there by alternatives beyond
    the largest of them, or beyond what of it is bought already."""
    return SQL(
        """
        SELECT product_id, warehouse_id,
               SUM(asked - LEAST(asked, GREATEST(largest - bought, 0)))
          FROM (SELECT product_id, warehouse_id,
                       COALESCE(SUM(quantity) FILTER (WHERE NOT done), 0) AS asked,
                       COALESCE(MAX(quantity) FILTER (WHERE NOT done), 0) AS largest,
                       COALESCE(SUM(quantity) FILTER (WHERE done), 0) AS bought
                  FROM (SELECT o.purchase_group_id, l.product_id, kind.warehouse_id,
                               o.state = 'purchase' AS done,
                               SUM(l.product_uom_qty) AS quantity
                          FROM purchase_order_line l
                          JOIN purchase_order o ON o.id = l.order_id
                          JOIN stock_picking_type kind ON kind.id = o.picking_type_id
                         WHERE o.purchase_group_id IS NOT NULL
                           AND o.state <> 'cancel' AND %s AND %s
                         GROUP BY o.id, l.product_id, kind.warehouse_id) one
                 GROUP BY purchase_group_id, product_id, warehouse_id) tender
         GROUP BY product_id, warehouse_id
        """,
        among(SQL("l.product_id"), products),
        among(SQL("kind.warehouse_id"), warehouses),
    )
