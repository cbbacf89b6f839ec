"""What is in breach of an alert rule: one statement per kind, for all or some keys."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo.tools import SQL

from .sql import among, figures


@dataclass(frozen=True)
class Scope:
    """Where a rule looks; ids are None for all of them, or what a SELECT finds.

    ``digits`` are those of quantities: what is less than their last is nothing.
    """

    now: datetime
    digits: int
    days: int = 0
    life: int = 0
    products: set | SQL | None = None
    warehouses: set | None = None
    lots: set | None = None
    pickings: set | None = None

    @property
    def since(self):
        return self.now - timedelta(days=self.days)

    def rounded(self, column):
        return SQL("ROUND(COALESCE(%s, 0)::numeric, %s)", column, self.digits)

    def goods(self, product, warehouse):
        """The condition on a product and on a warehouse."""
        return SQL(
            "%s AND %s",
            among(product, self.products),
            among(warehouse, self.warehouses),
        )


def _limits(scope, breach):
    return SQL(
        """
        SELECT product_id, warehouse_id, on_hand, atp, incoming, low, high, point_id
          FROM (SELECT product_id, warehouse_id, SUM(product_min_qty) AS low,
                       SUM(product_max_qty) AS high, MIN(id) AS point_id
                  FROM stock_warehouse_orderpoint
                 WHERE active AND %s
                 GROUP BY product_id, warehouse_id) threshold
          LEFT JOIN (%s) figure USING (product_id, warehouse_id)
         WHERE %s
        """,
        scope.goods(SQL("product_id"), SQL("warehouse_id")),
        figures(scope.now, scope.products, scope.warehouses),
        breach,
    )


def below_min(scope):
    """What can be promised is less than the minimum."""
    atp, low = scope.rounded(SQL("atp")), scope.rounded(SQL("low"))
    # What is not less cannot be less when rounded, and is told more cheaply.
    return _limits(scope, SQL("COALESCE(atp, 0) < low AND %s < %s", atp, low))


def above_max(scope):
    """There is more than the maximum."""
    on_hand, high = scope.rounded(SQL("on_hand")), scope.rounded(SQL("high"))
    return _limits(scope, SQL("high > 0 AND on_hand > high AND %s > %s", on_hand, high))


def out_of_stock(scope):
    """Nothing can be promised of what the warehouse deals in: what has limits there,
    is asked for, or was shipped within the days."""
    return SQL(
        """
        SELECT product_id, warehouse_id, on_hand, atp, incoming
          FROM (SELECT product_id, warehouse_id
                  FROM stock_warehouse_orderpoint
                 WHERE active AND %(limited)s
                 UNION
                SELECT m.product_id, s.warehouse_id
                  FROM stock_move m
                  JOIN stock_location s ON s.id = m.location_id
                  JOIN stock_location d ON d.id = m.location_dest_id
                 WHERE m.state = 'done' AND m.date >= %(since)s AND s.usage = 'internal'
                   AND d.usage = 'customer' AND %(shipped)s) dealt
          FULL JOIN (%(figures)s) figure USING (product_id, warehouse_id)
          JOIN product_product p ON p.id = product_id
          JOIN product_template t ON t.id = p.product_tmpl_id
         WHERE (dealt.product_id IS NOT NULL OR outgoing > 0) AND %(atp)s <= 0
           AND t.is_storable AND p.active
        """,
        limited=scope.goods(SQL("product_id"), SQL("warehouse_id")),
        since=scope.since,
        shipped=scope.goods(SQL("m.product_id"), SQL("s.warehouse_id")),
        figures=figures(scope.now, scope.products, scope.warehouses),
        atp=scope.rounded(SQL("atp")),
    )


def negative(scope):
    """Some place has less than nothing."""
    return SQL(
        """
        SELECT q.product_id, l.warehouse_id, SUM(q.quantity),
               STRING_AGG(DISTINCT l.complete_name, ', ')
          FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage = 'internal' AND l.warehouse_id IS NOT NULL AND %s < 0 AND %s
         GROUP BY q.product_id, l.warehouse_id
        """,
        scope.rounded(SQL("q.quantity")),
        scope.goods(SQL("q.product_id"), SQL("l.warehouse_id")),
    )


def no_movement(scope):
    """Own goods that nothing was added to or taken from in the days."""
    return SQL(
        """
        WITH moved AS (
            SELECT m.product_id, s.warehouse_id AS source, d.warehouse_id AS target
              FROM stock_move m
              JOIN stock_location s ON s.id = m.location_id
              JOIN stock_location d ON d.id = m.location_dest_id
             WHERE m.state = 'done' AND m.date >= %(since)s AND %(products)s
               AND s.warehouse_id IS DISTINCT FROM d.warehouse_id
        )
        SELECT q.product_id, l.warehouse_id, SUM(q.quantity)
          FROM stock_quant q
          JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage = 'internal' AND l.warehouse_id IS NOT NULL
           AND q.owner_id IS NULL AND %(goods)s
           AND (q.product_id, l.warehouse_id) NOT IN (
                SELECT product_id, source FROM moved WHERE source IS NOT NULL
                 UNION
                SELECT product_id, target FROM moved WHERE target IS NOT NULL
           )
         GROUP BY q.product_id, l.warehouse_id
        HAVING %(on_hand)s > 0
        """,
        since=scope.since,
        products=among(SQL("m.product_id"), scope.products),
        goods=scope.goods(SQL("q.product_id"), SQL("l.warehouse_id")),
        on_hand=scope.rounded(SQL("SUM(q.quantity)")),
    )


def _lots(scope, breach):
    """Lots that lie somewhere else than among what is kept back already."""
    return SQL(
        """
        SELECT q.lot_id, l.warehouse_id, SUM(q.quantity), lot.expiration_date
          FROM stock_lot lot
          JOIN product_product p ON p.id = lot.product_id
          JOIN product_template t ON t.id = p.product_tmpl_id
          JOIN stock_quant q ON q.lot_id = lot.id
          JOIN stock_location l ON l.id = q.location_id
         WHERE l.usage = 'internal' AND l.warehouse_id IS NOT NULL
           AND l.jxc_area IS DISTINCT FROM 'quarantine' AND %s AND %s AND %s
         GROUP BY q.lot_id, l.warehouse_id, lot.expiration_date
        HAVING %s > 0
        """,
        breach,
        among(SQL("lot.id"), scope.lots),
        scope.goods(SQL("q.product_id"), SQL("l.warehouse_id")),
        scope.rounded(SQL("SUM(q.quantity)")),
    )


def expiring(scope):
    """Not expired, but near to it: by days, or by the part of its life that is left.

    The life is the one that the product says; else it began when the lot came.
    """
    if scope.life:
        near = SQL(
            """
            (lot.expiration_date - %s) * %s <=
            CASE WHEN t.expiration_time > 0 THEN t.expiration_time * INTERVAL '1 day'
                 ELSE lot.expiration_date - lot.create_date END
            """,
            scope.now,
            scope.life,
        )
    else:
        near = SQL("lot.expiration_date <= %s", scope.now + timedelta(scope.days))
    return _lots(scope, SQL("lot.expiration_date > %s AND %s", scope.now, near))


def expired(scope):
    """Past its date."""
    return _lots(scope, SQL("lot.expiration_date <= %s", scope.now))


def _late(scope, code, planned):
    return SQL(
        """
        SELECT pick.id AS picking_id, kind.warehouse_id, %(planned)s
          FROM stock_picking pick
          JOIN stock_picking_type kind ON kind.id = pick.picking_type_id
         WHERE kind.code = %(code)s AND pick.state NOT IN ('draft', 'done', 'cancel')
           AND %(planned)s < %(since)s AND %(pickings)s AND %(warehouses)s
           AND (%(all)s OR EXISTS (
                SELECT FROM stock_move m
                 WHERE m.picking_id = pick.id AND m.state NOT IN ('done', 'cancel')
                   AND %(products)s))
        """,
        planned=planned,
        code=code,
        since=scope.since,
        pickings=among(SQL("pick.id"), scope.pickings),
        warehouses=among(SQL("kind.warehouse_id"), scope.warehouses),
        all=scope.products is None,
        products=among(SQL("m.product_id"), scope.products),
    )


def receipt_late(scope):
    """Expected longer ago than the days, and not here."""
    return _late(scope, "incoming", SQL("pick.scheduled_date"))


def delivery_late(scope):
    """Promised longer ago than the days, and not shipped."""
    planned = SQL("COALESCE(pick.date_deadline, pick.scheduled_date)")
    return _late(scope, "outgoing", planned)
