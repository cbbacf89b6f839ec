from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.jxc_costing.ledger_reading import read_movements
from odoo.addons.jxc_costing.logic.movement import DIFFERENCE, IN, Money
from odoo.addons.jxc_costing.models.jxc_cost_mixin import COST_GROUP, with_costs


class JxcCostDifference(models.Model):
    """What a receipt of a closed month turned out to cost more, or less (T5).

    The rows of the closed month stay; the difference is a movement of the first open
    month in which somebody heard of it. One for a receipt and an open time: when the
    documents change again before the next closing, it follows them.
    """

    _name = "jxc.cost.difference"
    _description = "Late Cost of a Closed Month"
    _order = "at desc, id desc"
    _rec_name = "move_id"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    product_id = fields.Many2one(
        "product.product", required=True, readonly=True, index=True
    )
    move_id = fields.Many2one(
        "stock.move", "Receipt", required=True, readonly=True, index=True
    )
    #: The row that it is about: a lot of the receipt may have one of its own.
    origin = fields.Char(required=True, readonly=True)
    scope = fields.Char(required=True, readonly=True)
    at = fields.Datetime("Moment", required=True, readonly=True)
    amount = fields.Monetary("Difference", readonly=True, groups=COST_GROUP)

    def _note(self, moves):
        """Compare what documents say now with what the closed months booked."""
        for company, some in moves.grouped("company_id").items():
            floor = company.sudo().jxc_closed_moment
            if not floor:
                continue
            late = some.filtered(
                lambda move, floor=floor: (
                    move.state == "done" and move.is_in and move.date < floor
                )
            )
            if late:
                self._note_late(company, floor, with_costs(late.sudo()))

    def _note_late(self, company, floor, moves):
        self.env.flush_all()
        booked = self._booked(company, floor, moves.ids)
        wanted = self._said(company, moves)
        known = self.search([("move_id", "in", moves.ids), ("at", ">=", floor)])
        known = {one.origin: one for one in known}
        for (move, origin), (scope, came, rest) in booked.items():
            amount = 0.0
            if origin in wanted:
                cost, extra = wanted[origin]
                # What no document says the cost of stays worth what it came for.
                amount = float((came if cost is None else cost) + extra - came - rest)
            one = known.get(origin, self.browse())
            if company.currency_id.is_zero(amount):
                one.unlink()
            elif one:
                one.amount = amount
            else:
                move = moves.browse(move)
                self.create(
                    {
                        "company_id": company.id,
                        "product_id": move.product_id.id,
                        "move_id": move.id,
                        "origin": origin,
                        "scope": scope,
                        "at": max(fields.Datetime.now(), floor),
                        "amount": amount,
                    }
                )

    def _said(self, company, moves):
        """{row: (what documents say that it cost, what comes on top)}; a cost of None
        is one that no document says."""
        since = {}
        for move in moves:
            product = move.product_id
            since[product] = min(move.date, since.get(product, move.date))
        asked = self.env["jxc.cost.ledger"]._asked(company, since)
        money = Money(asked["digits"])
        found = read_movements(self.env, asked, asked["digits"])
        said, only = {}, set(moves.ids)
        for one in (one for some in found.values() for one in some):
            if _move_of(one.key) not in only:
                continue
            if one.kind == IN:
                cost = None if one.cost is None else money.round(one.cost)
                said[one.key] = (cost, Decimal(0))
            elif one.kind == DIFFERENCE:
                # It follows its receipt: landed costs where no document says a cost.
                cost, _none = said.get(one.origin, (None, 0))
                said[one.origin] = (cost, money.round(one.cost))
        return said

    def _booked(self, company, floor, moves):
        """What closed months have of receipts.

        :return: {(receipt, row): (scope, what it came for, what was added since)}
        """
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.move_id, r.key, r.scope, (r.amount + r.variance)::text,
                       (coalesce(x.amount + x.variance, 0) + coalesce(
                           (SELECT sum(d.amount) FROM jxc_cost_difference d
                             WHERE d.origin = r.key AND d.company_id = r.company_id
                               AND d.at < %(floor)s), 0)
                       )::text
                  FROM jxc_cost_row r
             LEFT JOIN jxc_cost_row x ON x.company_id = r.company_id
                                     AND x.key = r.key || ':extra'
                                     AND x.scope = r.scope
                                     AND x.at < %(floor)s
                 WHERE r.company_id = %(company)s
                   AND r.move_id = ANY(%(moves)s)
                   AND r.kind = 'in'
                   AND r.at < %(floor)s
                """,
                company=company.id,
                floor=floor,
                moves=moves,
            )
        )
        return {
            (move, key): (scope, *map(Decimal, values))
            for move, key, scope, *values in rows
        }


def _move_of(key):
    """The id of the move of a row, or None."""
    kind, _colon, rest = key.partition(":")
    return int(rest.partition(":")[0]) if kind == "move" else None
