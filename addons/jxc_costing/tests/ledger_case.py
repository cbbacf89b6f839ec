import re

from odoo.sql_db import Cursor

from .common import CostCase


class LedgerCase(CostCase):
    """Goods that come and go on days of June, and a proof that it adds up."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.partner_id.tz = "Asia/Shanghai"
        cls.goods = cls._goods()

    @classmethod
    def _goods(cls, method="average", **values):
        category = cls.env["product.category"].create(
            {"name": f"Costed {method}", "property_cost_method": method}
        )
        values = {"standard_price": 0, "categ_id": category.id, **values}
        return cls._product("Vinegar", **values)

    def _at(self, move, day):
        """Date a movement back to noon, UTC, of a day of June, or to a moment."""
        move.date = day if isinstance(day, str) else f"2026-06-{day:02} 12:00:00"
        return move

    def _in(self, quantity, cost, day, product=None):
        move = self._at(self._receive(product or self.goods, quantity), day)
        if cost is not None:
            move.value_manual = cost
        return move

    def _out(self, quantity, day, product=None):
        return self._at(self._ship(product or self.goods, quantity), day)

    def _back(self, move, quantity, day):
        return self._at(self._finish(self._return(move, quantity)), day)

    def _return(self, move, quantity):
        wizard = self.env["stock.return.picking"].create(
            {"picking_id": move.picking_id.id}
        )
        wizard.product_return_moves.quantity = quantity
        return self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )

    def _prove(self, product=None):
        """Each row goes on from the one before, and the last one is what is there."""
        product = product or self.goods
        quantity = amount = 0
        for row in self._rows(product):
            quantity += row.quantity
            amount += row.amount
            self.assertAlmostEqual(row.running_quantity, quantity, 6)
            self.assertAlmostEqual(row.running_amount, amount, 2)
        self.assertAlmostEqual(product.qty_available, quantity, 6)
        self.assertAlmostEqual(product.total_value, amount, 2)
        quants = self.env["stock.quant"].search(
            [
                ("product_id", "=", product.id),
                ("location_id", "child_of", self.stock.id),
            ]
        )
        self.assertAlmostEqual(sum(quants.mapped("value")), amount, 2)

    def _rows(self, product=None):
        return self.env["jxc.cost.row"].search(
            [("product_id", "=", (product or self.goods).id)], order="at, id"
        )

    def _statements(self, words):
        """The statements from now on that have these words, as they are executed."""
        found, execute = [], Cursor.execute

        def note(cr, query, *given, **named):
            text = re.sub(r"\s+", " ", getattr(query, "code", query))
            if words in text:
                found.append(text)
            return execute(cr, query, *given, **named)

        self.patch(Cursor, "execute", note)
        return found
