"""Revenue and cost of sales, movement by movement."""

from typing import NamedTuple

from odoo.tools import SQL

_AWAY = "({0}.usage = 'transit' AND {0}.company_id IS NULL)"

#: 1, -1 or 0: what the host counts as delivered, or come back, of an order line. Goods
#: that are exchanged and not refunded move the cost and not the revenue.
COUNTS = SQL(
    f"""
    CASE WHEN m.product_id <> l.product_id OR target.usage = 'inventory' THEN 0
         WHEN target.usage = 'customer' OR {_AWAY.format("target")}
         THEN CASE WHEN m.origin_returned_move_id IS NULL OR m.to_refund THEN 1
                   ELSE 0 END
         WHEN m.to_refund AND (source.usage IN ('customer', 'supplier')
                               OR {_AWAY.format("source")})
         THEN -1
         ELSE 0 END
    """
)

#: A branch of the report; the conditions of whoever asks are pushed down into each.
_BRANCH = """
    SELECT part.id, l.order_id, s.date_order AS date, part.day AS accounting_date,
           s.company_id, c.currency_id, p.commercial_partner_id AS partner_id,
           s.user_id, s.team_id, l.warehouse_id, l.product_id, t.categ_id, t.uom_id,
           part.move_id, l.id AS line_id, part.quantity,
           part.quantity * u.factor / lu.factor * l.price_reduce_taxexcl
             / COALESCE(NULLIF(s.currency_rate, 0), 1) AS revenue,
           part.cost
      FROM sale_order_line l
      JOIN sale_order s ON s.id = l.order_id
      JOIN res_company c ON c.id = s.company_id
      JOIN res_partner p ON p.id = s.partner_id
      JOIN product_product pp ON pp.id = l.product_id
      JOIN product_template t ON t.id = pp.product_tmpl_id
      JOIN uom_uom lu ON lu.id = l.product_uom_id
      JOIN uom_uom u ON u.id = t.uom_id
      LEFT JOIN unnest(%(companies)s::int[], %(zones)s::text[]) AS zone (company_id, tz)
             ON zone.company_id = s.company_id
      %(movement)s
      JOIN LATERAL (SELECT %(part)s) part ON TRUE
     WHERE s.state = 'sale'
       AND l.display_type IS NULL
       AND l.is_downpayment IS NOT TRUE
       AND %(condition)s
"""
_DAY = "(%s AT TIME ZONE 'UTC' AT TIME ZONE COALESCE(zone.tz, 'UTC'))::date AS day"

_PLACES = SQL(
    """
      JOIN stock_location source ON source.id = m.location_id
      JOIN stock_location target ON target.id = m.location_dest_id
      JOIN uom_uom mu ON mu.id = m.product_uom
    """
)
_MOVES = SQL(
    "JOIN stock_move m ON m.sale_line_id = l.id AND m.state = 'done' %s", _PLACES
)
_OF_MOVE = "r.move_id = m.id AND r.company_id = m.company_id"

#: Movements that the ledger values: its quantity, its cost, its day.
_LEDGER = {
    "movement": SQL("%s JOIN jxc_cost_row r ON %s", _MOVES, SQL(_OF_MOVE)),
    "part": SQL(
        """
        r.id::bigint * 3 AS id, r.date AS day, m.id AS move_id,
        CASE %s WHEN 0 THEN 0 ELSE -r.quantity END AS quantity,
        -(r.amount + r.variance) AS cost
        """,
        COUNTS,
    ),
    "condition": SQL("r.kind <> 'transfer'"),
}

#: The others: dropped at the customer's, somebody else's goods, lots at standard cost.
_HOST = {
    "movement": _MOVES,
    "part": SQL(
        """
        m.id::bigint * 3 + 1 AS id, %s, m.id AS move_id,
        %s * m.quantity * mu.factor / u.factor AS quantity,
        CASE WHEN m.is_in OR (m.is_dropship AND source.usage = 'customer')
             THEN -COALESCE(m.value, 0)
             WHEN m.is_out OR m.is_dropship THEN COALESCE(m.value, 0)
             ELSE 0 END AS cost
        """,
        SQL(_DAY, SQL("m.date")),
        COUNTS,
    ),
    "condition": SQL("NOT EXISTS (SELECT FROM jxc_cost_row r WHERE %s)", SQL(_OF_MOVE)),
}

#: What of the quantity delivered the two above have said already, in the line's unit.
_BY_MOVES = SQL(
    """
    SELECT SUM(CASE counts.sign WHEN 0 THEN 0 ELSE COALESCE(
               (SELECT -SUM(r.quantity) * u.factor / lu.factor
                  FROM jxc_cost_row r WHERE %s),
               counts.sign * m.quantity * mu.factor / lu.factor) END)
      FROM stock_move m %s
      JOIN LATERAL (SELECT %s AS sign) counts ON TRUE
     WHERE m.sale_line_id = l.id AND m.state = 'done'
    """,
    SQL(_OF_MOVE),
    _PLACES,
    COUNTS,
)

#: What no movement says: services, goods delivered by hand, kits. On the order's day.
_REST = {
    "movement": SQL(
        """
        JOIN LATERAL (
            SELECT CASE WHEN l.qty_delivered_method = 'stock_move'
                        THEN l.qty_delivered - COALESCE((%s), 0)
                        WHEN s.delivery_status IS NULL
                          OR s.delivery_status IN ('partial', 'full')
                        THEN l.product_uom_qty
                        ELSE 0 END AS quantity
            -- Computed once, and of those lines only that are of the days asked for.
            OFFSET 0) rest ON abs(rest.quantity) > 0.000001
        """,
        _BY_MOVES,
    ),
    "part": SQL(
        """
        l.id::bigint * 3 + 2 AS id, %s, NULL::int AS move_id,
        rest.quantity * lu.factor / u.factor AS quantity,
        CASE WHEN l.qty_delivered_method = 'stock_move' THEN 0
             ELSE rest.quantity * COALESCE(l.purchase_price, 0)
                  / COALESCE(NULLIF(s.currency_rate, 0), 1) END AS cost
        """,
        SQL(_DAY, SQL("s.date_order")),
    ),
    "condition": SQL("TRUE"),
}


def lines(zones):
    """A row per movement of an order line, in the company's currency.

    :param zones: {company id: name of its time zone}
    """
    places = {"companies": list(zones), "zones": list(zones.values())}
    branches = [SQL(_BRANCH, **branch, **places) for branch in (_LEDGER, _HOST, _REST)]
    return SQL(" UNION ALL ").join(branches)


#: Of order lines, in the line's unit: what went and what came back of it, and what the
#: ledger says that it cost; two of what went alone; and whether it is goods that went,
#: or the parts of a kit.
_MOVED = SQL(
    """
    SELECT l.id,
           COALESCE(SUM(moved.quantity) FILTER (WHERE counts.sign = 1), 0),
           COALESCE(SUM(moved.quantity) FILTER (WHERE counts.sign = -1), 0),
           COALESCE(SUM(costs.quantity), 0),
           COALESCE(SUM(costs.amount), 0),
           COALESCE(SUM(costs.quantity) FILTER (WHERE costs.quantity > 0), 0),
           COALESCE(SUM(costs.amount) FILTER (WHERE costs.quantity > 0), 0),
           BOOL_OR(m.product_id = l.product_id)
      FROM stock_move m
      JOIN sale_order_line l ON l.id = m.sale_line_id
      JOIN product_product pp ON pp.id = l.product_id
      JOIN product_template t ON t.id = pp.product_tmpl_id
      JOIN uom_uom lu ON lu.id = l.product_uom_id
      JOIN uom_uom u ON u.id = t.uom_id
      %s
      JOIN LATERAL (SELECT %s AS sign) counts ON TRUE
      JOIN LATERAL (SELECT m.quantity * mu.factor / lu.factor AS quantity) moved ON TRUE
      JOIN LATERAL (
           SELECT -SUM(r.quantity) * u.factor / lu.factor AS quantity,
                  -SUM(r.amount + r.variance) AS amount
             FROM jxc_cost_row r
            WHERE %s AND r.kind <> 'transfer'
           ) costs ON TRUE
     WHERE m.state = 'done'
    """,
    _PLACES,
    COUNTS,
    SQL(_OF_MOVE),
)


class Moved(NamedTuple):
    """What happened to an order line, in its unit and the company's currency."""

    went: float
    back: float
    pieces: float
    cost: float
    out_pieces: float
    out_cost: float
    own: bool

    def in_kits(self, ordered, delivered):
        """The same of a line 套件 of which parts went: told in kits, not in parts.

        :param delivered: how many the customer has.
        """
        if self.own or self.out_pieces <= 0:
            return self
        # Parts come back as they are in it.
        left = self.pieces / self.out_pieces
        most = max(ordered, delivered)
        went = min(delivered / left, most) if left > 0 else most
        return self._replace(
            went=went, back=went - delivered, pieces=delivered, out_pieces=went
        )

    def unit_cost(self, ordered, expected):
        """What a piece costs: of what the customer has, and of what is still to go.

        :param expected: the cost of what is still to go.
        :return: None where the ledger has none of it.
        """
        pieces, cost = self.pieces, self.cost
        if pieces <= 0:
            # All of it came back: what it cost is what it was sent for.
            pieces, cost = self.out_pieces, self.out_cost
        if pieces <= 0:
            return None
        rest = max(ordered - self.went, 0)
        return (cost + rest * expected) / (pieces + rest)


def moved(env, lines):
    """{order line id: what happened to it}, of those that anything happened to."""
    rows = env.execute_query(
        SQL("%s AND l.id = ANY(%s) GROUP BY l.id", _MOVED, list(lines))
    )
    return {line: Moved(*map(float, figures), own=own) for line, *figures, own in rows}
