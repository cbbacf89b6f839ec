from decimal import Decimal

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.jxc_costing.ledger_reading import read_movements
from odoo.addons.jxc_costing.logic.movement import IN, Money
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
        for (move, origin), (scope, value) in booked.items():
            said = wanted.get(origin)
            amount = 0.0 if said is None else float(said - value)
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
        """{row: what documents say of it now}, of rows with such a cost."""
        since = {}
        for move in moves:
            product = move.product_id
            since[product] = min(move.date, since.get(product, move.date))
        asked = self.env["jxc.cost.ledger"]._asked(company, since)
        money = Money(asked["digits"])
        found = read_movements(self.env, asked, asked["digits"])
        only = set(moves.ids)
        return {
            one.key: money.round(one.cost)
            for some in found.values()
            for one in some
            if one.kind == IN and one.cost is not None and _move_of(one.key) in only
        }

    def _booked(self, company, floor, moves):
        """{(receipt, row): (scope, what closed months have of it)}"""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT r.move_id, r.key, r.scope, (r.amount + r.variance + coalesce(
                           (SELECT sum(d.amount) FROM jxc_cost_difference d
                             WHERE d.origin = r.key AND d.company_id = r.company_id
                               AND d.at < %(floor)s), 0)
                       )::text
                  FROM jxc_cost_row r
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
            (move, key): (scope, Decimal(value)) for move, key, scope, value in rows
        }


def _move_of(key):
    """The id of the move of a row, or None."""
    kind, _colon, rest = key.partition(":")
    return int(rest.partition(":")[0]) if kind == "move" else None
