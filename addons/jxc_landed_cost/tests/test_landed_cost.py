from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.jxc_costing.tests.ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestLandedCost(LedgerCase):
    """费用分摊: freight of two kinds of goods, some of them sold already."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.freight = cls.env["product.product"].create(
            {"name": "Freight", "type": "service", "landed_cost_ok": True}
        )
        cls.other = cls._goods()
        (cls.goods | cls.other).categ_id.property_valuation = "periodic"
        cls.goods.write({"weight": 1, "volume": 2})
        cls.other.write({"weight": 3, "volume": 2})

    def _cost(self, moves, amount, method, user=None):
        return (
            self.env["stock.landed.cost"]
            .with_user(user or self.accountant)
            .create(
                {
                    "picking_ids": [Command.set(moves.picking_id.ids)],
                    "cost_lines": [
                        Command.create(
                            {
                                "product_id": self.freight.id,
                                "name": "Freight",
                                "price_unit": amount,
                                "split_method": method,
                            }
                        )
                    ],
                }
            )
        )

    def _receipts(self):
        return self._in(10, 100, 1) | self._in(20, 300, 1, self.other)

    def test_every_way_of_sharing(self):
        """T5: by quantity, amount, weight, volume, equally; by hand."""
        moves = self._receipts()
        for method, parts in {
            "by_quantity": [33.33, 66.67],
            "by_current_cost_price": [25, 75],
            "by_weight": [14.29, 85.71],
            "by_volume": [33.33, 66.67],
            "equal": [50, 50],
        }.items():
            with self.subTest(method):
                cost = self._cost(moves, 100, method)
                cost.compute_landed_cost()
                lines = cost.valuation_adjustment_lines
                self.assertEqual(sorted(lines.mapped("additional_landed_cost")), parts)

    def test_the_odd_cents(self):
        """T5: 0.05 among three alike: 2, 2 and 1; nobody gets three."""
        moves = self._in(1, 10, 1)
        for product in (self._goods(), self._goods()):
            moves |= self._in(1, 10, 1, product)
        cost = self._cost(moves, 0.05, "by_quantity")
        cost.compute_landed_cost()
        parts = cost.valuation_adjustment_lines.mapped("additional_landed_cost")
        self.assertEqual(sorted(parts), [0.01, 0.02, 0.02])

    def test_nobody_weighs_anything(self):
        """T5: by weight without weights is refused, and not shared equally."""
        moves = self._receipts()
        (self.goods | self.other).weight = 0
        with self.assertRaises(UserError):
            self._cost(moves, 100, "by_weight").compute_landed_cost()

    def test_what_has_not_come(self):
        """T5: a delivery takes no freight, an open receipt neither."""
        receipt = self._in(10, 100, 1)
        out = self._out(5, 2)
        cost = self._cost(receipt | out, 40, "by_quantity")
        cost.compute_landed_cost()
        self.assertEqual(cost.valuation_adjustment_lines.move_id, receipt)
        waiting = self._picking("in", self.goods, 3).move_ids
        with self.assertRaises(UserError):
            self._cost(waiting, 40, "by_quantity").button_validate()

    def test_posted_is_posted(self):
        """T5, F2: no path changes what the goods have taken."""
        moves = self._receipts()
        cost = self._cost(moves, 40, "by_quantity")
        with self.assertRaises(UserError):
            cost.write({"state": "done"})
        with self.assertRaises(UserError):
            cost.with_context(jxc_landed_cost=True).write({"state": "done"})
        cost.button_validate()
        self.assertEqual(cost.state, "done")
        line = cost.valuation_adjustment_lines[:1]
        for what in (
            lambda: cost.write({"date": "2026-01-01"}),
            lambda: cost.write({"state": "draft"}),
            lambda: cost.compute_landed_cost(),
            lambda: cost.cost_lines.write({"price_unit": 1}),
            lambda: cost.cost_lines.unlink(),
            lambda: line.write({"additional_landed_cost": 1}),
            lambda: line.unlink(),
            lambda: line.copy(),
            lambda: cost.button_validate(),
            lambda: cost.unlink(),
        ):
            with self.assertRaises(UserError):
                what()
        sneaked = self.env["stock.landed.cost"].with_user(self.accountant)
        self.assertEqual(sneaked.create({"state": "done"}).state, "draft")

    def test_a_receipt_without_a_document(self):
        """T5: goods that nobody billed, at the stock's cost, take their freight too;
        what goes back to the vendor takes its part along."""
        for method in ("average", "fifo"):
            with self.subTest(method):
                goods = self._goods(method, standard_price=10)
                goods.categ_id.property_valuation = "periodic"
                receipt = self._in(10, None, 1, goods)
                out = self._out(5, 3, goods)
                self.assertEqual(out.value, 50)
                self._cost(receipt, 20, "by_quantity").button_validate()
                self.assertEqual(receipt.value, 120)
                self.assertEqual(out.value, 60)
                self.assertEqual(self._back(receipt, 2, 4).value, 24)
                self.assertEqual(goods.total_value, 36)
                self._prove(goods)

    def test_who_may(self):
        """F2: a keeper sees no cost of freight, a host's warehouse manager neither."""
        cost = self._cost(self._receipts(), 40, "by_quantity")
        cost.compute_landed_cost()
        self.keeper.sudo().group_ids += self.env.ref("stock.group_stock_manager")
        for records, name in (
            (cost, "amount_total"),
            (cost.cost_lines, "price_unit"),
            (cost.valuation_adjustment_lines, "additional_landed_cost"),
            (cost.valuation_adjustment_lines, "former_cost"),
        ):
            with self.assertRaises(AccessError):
                records.with_user(self.keeper).read([name])
        with self.assertRaises(AccessError):
            cost.with_user(self.salesperson).read(["state"])
