from odoo import models
from odoo.tools import SQL

from .jxc_cost_mixin import with_costs, without_costs

_WRITE = """
    UPDATE stock_move told
       SET value = new.value
      FROM unnest(%s::int[], %s::numeric[]) AS new (id, value)
     WHERE told.id = new.id AND told.value IS DISTINCT FROM new.value
"""


class StockMove(models.Model):
    """直运: what goods cost that go from the vendor to the customer (T5)."""

    _inherit = "stock.move"

    def _jxc_value_dropships(self):
        """What documents say that goods cost which were never on our shelves, and with
        them all that was given back of the same goods.

        The host asks for it and forgets it, and nothing would be their cost of sales.
        They are none of the stock: written past what guards the values of that.

        :return: what came back of them to our shelves, and is in the ledger
        """
        family = with_costs(self.sudo())._jxc_dropped()
        left = family.filtered("is_dropship")
        while left:
            # First what others are given back of.
            later = left.filtered(lambda m, of=left: m.origin_returned_move_id in of)
            first = (left - later) or left
            first._jxc_write_dropships()
            left -= first
        return without_costs(family.filtered("is_in"), self.env)

    def _jxc_dropped(self):
        """Those of these that passed by, with all that was given back of the same."""
        found = self.filtered(
            lambda move: (
                move.state == "done"
                and (move.is_dropship or move.origin_returned_move_id.is_dropship)
            )
        )
        found |= found.origin_returned_move_id.filtered("is_dropship")
        more = found.filtered("is_dropship")
        while more:
            more = more.returned_move_ids.filtered(lambda m: m.state == "done") - found
            found |= more
            more = more.filtered("is_dropship")
        return found

    def _jxc_write_dropships(self):
        values = []
        for move, cost, rest in self._jxc_document_costs():
            quantity = move._get_valued_qty()
            if move.product_uom.compare(rest, quantity) >= 0:
                # No document says it: what its delivery cost, or what ours cost.
                found = move._get_value_from_returns(quantity)
                if not found["quantity"]:
                    found = move._get_value_from_std_price(quantity)
                cost += found["value"]
            values.append(move.company_currency_id.round(cost))
        self.flush_recordset(["value"])
        self.env.cr.execute(SQL(_WRITE, self.ids, values))
        self.invalidate_recordset(["value"], flush=False)
        self.modified(["value"])

    def _jxc_value_from_dropship(self, quantity):
        """What comes back of goods that never were here costs what they cost: parts of
        it, to the cent."""
        origin = self.origin_returned_move_id
        pieces = origin._get_valued_qty() if origin.is_dropship else 0
        if not pieces:
            return {"value": 0, "quantity": 0}
        before = sum(
            move._get_valued_qty()
            for move in origin.returned_move_ids
            if move.state == "done" and move.id < self.id
        )
        cents = origin.company_currency_id.round
        value = cents(origin.value * (before + quantity) / pieces)
        value -= cents(origin.value * before / pieces)
        return {"value": value, "quantity": quantity}
