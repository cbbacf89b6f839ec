from odoo import Command

from .ledger_case import LedgerCase


class ScopeCase(LedgerCase):
    """Goods in lots, and in several warehouses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env["stock.warehouse"].create(
            {"name": "Second", "code": "2ND", "company_id": cls.company.id}
        )
        cls.road = cls.env["stock.location"].create(
            {
                "name": "On the Road",
                "usage": "transit",
                "company_id": cls.company.id,
            }
        )

    @classmethod
    def _lots(cls, *names):
        return cls.env["stock.lot"].create(
            [{"name": name, "product_id": cls.goods.id} for name in names]
        )

    def _move(self, source, target, parts, day, product=None):
        """Goods go from one place to another: parts is {lot or False: quantity}."""
        product = product or self.goods
        move = self.env["stock.move"].create(
            {
                "product_id": product.id,
                "product_uom_qty": sum(parts.values()),
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": self.company.id,
            }
        )
        move._action_confirm()
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": product.id,
                    "lot_id": lot and lot.id,
                    "quantity": quantity,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                }
            )
            for lot, quantity in parts.items()
        ]
        move.picked = True
        move._action_done()
        return self._at(move, day)

    def _came(self, parts, cost, day, target=None):
        move = self._move(self.suppliers, target or self.stock, parts, day)
        if cost is not None:
            move.value_manual = cost
        return move

    def _went(self, parts, day, source=None):
        return self._move(source or self.stock, self.customers, parts, day)

    def _line(self, move, lot):
        return move.move_line_ids.filtered(lambda line: line.lot_id == lot)

    def _prove_pools(self, product=None):
        """Each scope adds up, all of them are the product, and the quants say so."""
        product = product or self.goods
        pools = {}
        for row in self._rows(product):
            quantity, amount = pools.get(row.scope, (0, 0))
            pools[row.scope] = quantity + row.quantity, amount + row.amount
            self.assertAlmostEqual(row.running_quantity, pools[row.scope][0], 6)
            self.assertAlmostEqual(row.running_amount, pools[row.scope][1], 2)
        self.env.flush_all()
        self.env.invalidate_all()
        worth = sum(amount for _quantity, amount in pools.values())
        self.assertAlmostEqual(product.total_value, worth, 2)
        quants = self.env["stock.quant"].search([("product_id", "=", product.id)])
        self.assertAlmostEqual(sum(quants.mapped("value")), worth, 2)
        return {scope: figures for scope, figures in pools.items() if figures[0]}
