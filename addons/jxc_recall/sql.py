"""Where lots came from, what was made of them, and where they went."""

from odoo.tools import SQL


def affected(lots):
    """The lots themselves, and all that was made or packed from them.

    The host writes a made line into the column consume_line_id, and what it was made
    of into produce_line_id.

    :param lots: ids.
    """
    return SQL(
        """
        WITH RECURSIVE bad (id) AS (
            SELECT unnest(%s::int[])
             UNION
            SELECT made.lot_id
              FROM bad
              JOIN stock_move_line used ON used.lot_id = bad.id AND used.state = 'done'
              JOIN stock_move_line_consume_rel rel ON rel.produce_line_id = used.id
              JOIN stock_move_line made ON made.id = rel.consume_line_id
             WHERE made.lot_id IS NOT NULL
        )
        SELECT id FROM bad
        """,
        list(lots),
    )


def crossings(lots, company):
    """What came in over the company's border and what went out, by lot and partner.

    Rows: lot, side ('supplier', 'customer', 'inventory' or 'production'), commercial
    partner, quantity in, quantity out, in the product's unit. A dropshipped lot is
    seen on both of its sides.
    """
    return SQL(
        """
        SELECT l.lot_id, side.usage, partner.commercial_partner_id,
               SUM(l.quantity_product_uom * side.inward)::float8 AS qty_in,
               SUM(l.quantity_product_uom * (1 - side.inward))::float8 AS qty_out
          FROM stock_move_line l
          JOIN stock_move m ON m.id = l.move_id
          JOIN stock_location s ON s.id = l.location_id
          JOIN stock_location d ON d.id = l.location_dest_id
          JOIN LATERAL (VALUES (s.usage, 1), (d.usage, 0)) AS side (usage, inward)
            ON side.usage IN ('supplier', 'customer', 'inventory', 'production')
          LEFT JOIN stock_picking pick ON pick.id = m.picking_id
          LEFT JOIN res_partner partner
            ON partner.id = COALESCE(pick.partner_id, m.partner_id)
         WHERE l.lot_id = ANY(%s) AND l.state = 'done' AND l.company_id = %s
           AND s.usage <> d.usage
         GROUP BY l.lot_id, side.usage, partner.commercial_partner_id
        """,
        list(lots),
        company,
    )
