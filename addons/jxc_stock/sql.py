"""The one statement that says what a warehouse has, owes and expects."""

from odoo.tools import SQL

OPEN = ("waiting", "confirmed", "partially_available", "assigned")


def among(column, ids):
    """The condition that a column is among ids, or what a SELECT finds; None: any."""
    if ids is None:
        return SQL("TRUE")
    if isinstance(ids, SQL):
        return SQL("%s IN (%s)", column, ids)
    return SQL("%s = ANY(%s)", column, list(ids))


def with_company(names):
    """The fields to fetch of a computed row, and the one that the record rule reads.

    The host checks the rule on what it has found; a company that is not there yet it
    would fetch by id, for which all rows of the statement are computed once more.
    """
    return names if names is None else [*{*names, "company_id"}]


def _stock(now, products, warehouses, on=None):
    """Own goods by warehouse: nothing of a consignor, nothing in transit."""
    return SQL(
        """
        SELECT q.product_id, l.warehouse_id,
               SUM(q.quantity) AS on_hand,
               SUM(q.reserved_quantity) FILTER (WHERE l.jxc_promisable) AS reserved,
               SUM(q.quantity) FILTER (
                   WHERE l.jxc_area = 'inspection'
               ) AS inspection,
               SUM(q.quantity) FILTER (
                   WHERE l.jxc_area = 'quarantine'
               ) AS quarantine,
               SUM(q.quantity) FILTER (
                   WHERE l.jxc_promisable AND l.jxc_is_blocked IS NOT TRUE
                     AND lot.jxc_blocked IS NOT TRUE
                     AND (lot.expiration_date IS NULL OR lot.expiration_date > %(now)s)
               ) AS promisable %(keeping)s
          FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
          LEFT JOIN stock_lot lot ON lot.id = q.lot_id
         WHERE l.usage = 'internal' AND l.warehouse_id IS NOT NULL
           AND q.owner_id IS NULL AND %(products)s AND %(warehouses)s
         GROUP BY q.product_id, l.warehouse_id
        """,
        now=now,
        keeping=SQL() if on is None else _keeping(on),
        products=among(SQL("q.product_id"), products),
        warehouses=among(SQL("l.warehouse_id"), warehouses),
    )


def _keeping(on):
    """A column more: what can be promised and does not expire before."""
    return SQL(
        """
        , SUM(q.quantity) FILTER (
            WHERE l.jxc_promisable AND l.jxc_is_blocked IS NOT TRUE
              AND lot.jxc_blocked IS NOT TRUE
              AND (lot.expiration_date IS NULL OR lot.expiration_date > %s)
        ) AS keeping
        """,
        on,
    )


def _open_moves(products):
    """What is still to be moved, where from and where to in the end.

    A move of more than its demand counts with what its lines have taken, also where it
    has no demand because somebody added the line. Goods of a consignor are not ours to
    promise, nor does their delivery take anything from us: an owner of the transfer
    becomes that of all its lines when it is done.
    """
    return SQL(
        """
        SELECT m.id, m.product_id, m.date,
               GREATEST(
                   CASE WHEN COALESCE(m.restrict_partner_id, pick.owner_id) IS NULL
                        THEN m.product_qty::float8 - COALESCE(line.others, 0) END,
                   CASE WHEN pick.owner_id IS NULL THEN COALESCE(line.own, 0) ELSE 0 END
               ) AS qty,
               s.usage AS source_usage,
               CASE WHEN s.usage = 'internal' THEN s.warehouse_id END AS source_wh,
               CASE WHEN s.jxc_promisable THEN s.warehouse_id END AS shelf_from,
               CASE WHEN d.usage = 'internal' THEN d.warehouse_id END AS target_wh,
               CASE WHEN d.jxc_promisable THEN d.warehouse_id END AS shelf_to
          FROM stock_move m
          JOIN stock_location s ON s.id = m.location_id
          JOIN stock_location d
            ON d.id = COALESCE(m.location_final_id, m.location_dest_id)
          LEFT JOIN stock_picking pick ON pick.id = m.picking_id
          LEFT JOIN LATERAL (
                SELECT SUM(l.quantity_product_uom::float8) FILTER (
                           WHERE l.owner_id IS NULL
                       ) AS own,
                       SUM(l.quantity_product_uom::float8) FILTER (
                           WHERE l.owner_id IS NOT NULL
                       ) AS others
                  FROM stock_move_line l WHERE l.move_id = m.id
               ) line ON TRUE
         WHERE m.state IN %(open)s AND %(products)s
        """,
        open=OPEN,
        products=among(SQL("m.product_id"), products),
    )


# Goods that a chained move waits for are not on the shelf yet, or are counted with
# the move that brings them. Moves from shelf to shelf bring nothing new. One move
# that feeds several is shared out by what they ask for. On a day in the future what
# arrives on the shelf until then counts by itself, and so does who waits for it.
_COVERED = SQL(
    """
    SELECT share.move_id, SUM(share.qty) AS qty,
           SUM(share.qty) FILTER (WHERE NOT share.arrives) AS qty_on
      FROM (
            SELECT rel.move_dest_id AS move_id,
                   origin.shelf_from IS NULL AND origin.shelf_to IS NOT NULL AS arrives,
                   origin.qty * target.qty
                   / NULLIF(SUM(target.qty) OVER (PARTITION BY origin.id), 0) AS qty
              FROM stock_move_move_rel rel
              JOIN open_move origin ON origin.id = rel.move_orig_id
              JOIN open_move target ON target.id = rel.move_dest_id
             WHERE origin.shelf_from IS NULL
                OR origin.shelf_from IS DISTINCT FROM origin.shelf_to
           ) share
     GROUP BY share.move_id
    """
)


def _holds(now, products, on):
    """What is held for quotations, as a flow: judged by the clock, whether or not
    anybody has taken the row away yet."""
    return SQL(
        """
        SELECT h.product_id, h.warehouse_id, 0, 0, 0, NULL,
               CASE WHEN %(still_held)s THEN -h.quantity ELSE 0 END, h.quantity
          FROM jxc_stock_hold h
         WHERE h.until > %(now)s AND %(products)s
        """,
        now=now,
        products=among(SQL("h.product_id"), products),
        still_held=SQL("FALSE") if on is None else SQL("h.until > %s", on),
    )


def _flows(now, products, warehouses, on=None):
    """What leaves and arrives by the open moves; and on the shelves before ``on``."""
    before = SQL("FALSE") if on is None else SQL("m.date < %s", on)
    return SQL(
        """
        SELECT product_id, warehouse_id, SUM(outgoing) AS outgoing, SUM(held) AS held,
               SUM(incoming) AS incoming, SUM(in_transit) AS in_transit,
               MIN(arrival) AS next_arrival, SUM(change) AS change
          FROM (
                SELECT m.product_id, m.shelf_from AS warehouse_id,
                       GREATEST(m.qty - COALESCE(c.qty, 0), 0) AS outgoing,
                       0 AS incoming, 0 AS in_transit, NULL::timestamp AS arrival,
                       CASE WHEN %(before)s
                            THEN -GREATEST(m.qty - COALESCE(c.qty_on, 0), 0)
                            ELSE 0 END AS change, 0 AS held
                  FROM open_move m
                  LEFT JOIN covered c ON c.move_id = m.id
                 WHERE m.shelf_from IS NOT NULL
                   AND m.shelf_from IS DISTINCT FROM m.shelf_to
                UNION ALL
                SELECT m.product_id, m.target_wh, 0, m.qty,
                       CASE WHEN m.source_usage = 'transit' THEN m.qty ELSE 0 END,
                       m.date, 0, 0
                  FROM open_move m
                 WHERE m.target_wh IS NOT NULL
                   AND m.target_wh IS DISTINCT FROM m.source_wh
                UNION ALL
                SELECT m.product_id, m.shelf_to, 0, 0, 0, NULL, m.qty, 0
                  FROM open_move m
                 WHERE m.shelf_to IS NOT NULL AND %(before)s
                   AND m.shelf_to IS DISTINCT FROM m.shelf_from
                UNION ALL %(holds)s
               ) flow
         WHERE %(warehouses)s
         GROUP BY product_id, warehouse_id
        """,
        before=before,
        holds=_holds(now, products, on),
        warehouses=among(SQL("warehouse_id"), warehouses),
    )


def figures(now, products=None, warehouses=None, on=None):
    """Rows of product_id, warehouse_id and the figures of ``Availability``.

    :param now: SQL or datetime; lots that expired before it cannot be promised.
    :param products: ids, None for all; ``warehouses`` likewise.
    :param on: a column more, ``atp_on``: what will be left on the shelves then of what
        keeps until then, when all that is planned before it has been moved.
    """
    columns = SQL()
    if on is not None:
        columns = SQL(
            ", COALESCE(stock.keeping, 0) + COALESCE(flows.change, 0) AS atp_on"
        )
    return SQL(
        """
        WITH stock AS (%s), open_move AS (%s), covered AS (%s), flows AS (%s)
        SELECT product_id, warehouse_id,
               COALESCE(stock.on_hand, 0) AS on_hand,
               COALESCE(stock.reserved, 0) AS reserved,
               COALESCE(stock.inspection, 0) AS inspection,
               COALESCE(stock.quarantine, 0) AS quarantine,
               COALESCE(flows.incoming, 0) AS incoming,
               COALESCE(flows.outgoing, 0) AS outgoing,
               COALESCE(flows.in_transit, 0) AS in_transit,
               COALESCE(flows.held, 0) AS held,
               COALESCE(stock.promisable, 0) - COALESCE(flows.outgoing, 0)
                   - COALESCE(flows.held, 0) AS atp,
               flows.next_arrival %s
          FROM stock
          FULL JOIN flows USING (product_id, warehouse_id)
        """,
        _stock(now, products, warehouses, on),
        _open_moves(products),
        _COVERED,
        _flows(now, products, warehouses, on),
        columns,
    )


def arrivals(zone, products, warehouses):
    """What comes to each warehouse on the first day that anything does.

    :param zone: the time zone that says when a day begins.
    :return: rows of product_id, warehouse_id, day, quantity.
    """
    return SQL(
        """
        WITH open_move AS (%(moves)s)
        SELECT DISTINCT ON (m.product_id, m.target_wh)
               m.product_id, m.target_wh,
               (m.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
               SUM(m.qty) AS quantity
          FROM open_move m
         WHERE %(warehouses)s AND m.target_wh IS DISTINCT FROM m.source_wh
         GROUP BY m.product_id, m.target_wh, day
         ORDER BY m.product_id, m.target_wh, day
        """,
        moves=_open_moves(products),
        zone=str(zone),
        warehouses=among(SQL("m.target_wh"), warehouses),
    )
