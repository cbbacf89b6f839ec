from contextlib import contextmanager

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .scope_case import ScopeCase


@tagged("post_install", "-at_install")
class TestLots(ScopeCase):
    """个别计价: each lot has the cost at which it came."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods.write({"tracking": "lot", "lot_valuated": True})
        cls.old, cls.new = cls._lots("OLD", "NEW")

    def test_what_goes_costs_what_its_lot_cost(self):
        """T5, host 20: two lots, one delivery of both, the dear one comes back."""
        self._came({self.old: 10}, 500, 1)
        self._came({self.new: 10}, 1000, 2)
        out = self._went({self.old: 5, self.new: 5}, 3)
        self.assertEqual(out.value, 750)
        self.assertEqual([self.old.total_value, self.new.total_value], [250, 500])
        back = self.env["stock.move"].create(
            {
                "product_id": self.goods.id,
                "product_uom_qty": 1,
                "location_id": self.customers.id,
                "location_dest_id": self.stock.id,
                "origin_returned_move_id": out.id,
            }
        )
        back._action_confirm()
        back.move_line_ids = [(5,)]
        back.move_line_ids = [
            (
                0,
                0,
                {
                    "product_id": self.goods.id,
                    "lot_id": self.new.id,
                    "quantity": 1,
                    "location_id": self.customers.id,
                    "location_dest_id": self.stock.id,
                },
            )
        ]
        back.picked = True
        back._action_done()
        self._at(back, 4)
        self.assertEqual(back.value, 100)
        self.assertEqual(self.new.total_value, 600)
        self._prove_pools()

    def test_several_costs_in_one_receipt(self):
        """T5: one lot has a price of its own, the other takes what is left."""
        receipt = self._came({self.old: 10, self.new: 10}, 1500, 1)
        self.assertEqual([self.old.total_value, self.new.total_value], [750, 750])
        line = self._line(receipt, self.old).with_user(self.accountant)
        line.sudo().jxc_unit_cost = 50
        self.assertEqual([self.old.total_value, self.new.total_value], [500, 1000])
        self.assertEqual(self.old.standard_price, 50)
        self.assertEqual(self._went({self.new: 5}, 2).value, 500)
        # The bill says less than the lot alone: they share it by their prices.
        receipt.value_manual = 400
        self.assertEqual(receipt.value, 400)
        self.assertEqual(self.old.total_value, 200)
        self._prove_pools()
        with self.assertRaises(AccessError):
            line.with_user(self.keeper).read(["jxc_unit_cost"])
        with self.assertRaises(AccessError):
            line.with_user(self.keeper).write({"jxc_unit_cost": 1})

    def test_a_new_cost_of_one_lot(self):
        """T5: from now on; the other lot stays."""
        self._came({self.old: 10, self.new: 10}, 1000, 1)
        self.old.standard_price = 60
        self.assertEqual([self.old.total_value, self.new.total_value], [600, 500])
        out = self._went({self.old: 5, self.new: 5}, "2036-01-01 12:00:00")
        self.assertEqual(out.value, 550)
        self.goods.standard_price = 20
        # The price of the product is one of all its lots, from now on.
        rows = self._rows().filtered(lambda row: row.kind == "reprice")
        self.assertEqual(len(rows), 3)
        self._prove_pools()

    def test_a_lot_that_is_found(self):
        """T5: a gain costs what is known of the product."""
        self._came({self.old: 10}, 500, 1)
        places = self.env["stock.location"].search(
            [("usage", "=", "inventory"), ("company_id", "=", self.company.id)], limit=1
        )
        gain = self._move(places, self.stock, {self.new: 2}, 2)
        self.assertEqual(gain.value, 100)
        self._prove_pools()

    def test_the_wrong_lot_was_typed(self):
        """T5: put right in a done delivery, the cost is the other lot's."""
        self._came({self.old: 10}, 500, 1)
        self._came({self.new: 10}, 1000, 2)
        out = self._went({self.old: 5}, 3)
        self.assertEqual(out.value, 250)
        out.move_line_ids.lot_id = self.new
        self.assertEqual(out.value, 500)
        self._prove_pools()

    def test_no_standard_cost_of_a_lot(self):
        """T5: refused from either side, by name and with the way out."""
        self._came({self.old: 10}, 500, 1)
        category = self.goods.categ_id
        with self.assertRaisesRegex(ValidationError, "Vinegar.*standard cost.*Untick"):
            category.property_cost_method = "standard"
        self.env.invalidate_all()
        other = self._goods("standard", tracking="lot")
        with self.assertRaisesRegex(ValidationError, "Costed standard"):
            other.lot_valuated = True
        self.env.invalidate_all()
        with self.assertRaises(ValidationError):
            self.goods.categ_id = other.categ_id
        with self.assertRaisesRegex(ValidationError, "Costed standard.*Untick"):
            self.goods.product_tmpl_id.write({"categ_id": other.categ_id.id})
        self.env.invalidate_all()
        for model in ("product.template", "product.product"):
            names = ["name", "is_storable", "tracking", "lot_valuated", "categ_id/.id"]
            row = ["Imported", "1", "lot", "1", str(other.categ_id.id)]
            found = self.env[model].load(names, [row])
            self.assertFalse(found["ids"])
            self.assertIn(
                "Imported is in the category", found["messages"][0]["message"]
            )
        # Without costs of its lots it is goods like any other.
        self.goods.lot_valuated = False
        self.goods.standard_price = 40
        self.goods.categ_id = other.categ_id
        self.assertEqual(self.goods.total_value, 400)
        self._prove()

    def test_no_standard_cost_by_default(self):
        """T5: nor from the company's setting, in whatever way it is changed, while its
        lots have costs of their own; of another company's goods it says nothing."""
        self._came({self.old: 10}, 500, 1)
        self.company.cost_method = "average"
        category = self.goods.categ_id
        category.property_cost_method = False
        with self._refused("Goods of .* and Vinegar.*Untick"):
            self.company.cost_method = "standard"
        # A category that was never told anything in this company has the default.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_category SET property_cost_method = NULL WHERE id = %s",
            category.ids,
        )
        self.env.invalidate_all()
        default = "product.category", "property_cost_method", "standard"
        with self._refused("Vinegar.*Untick"):
            self.env["ir.default"].set(*default, company_id=self.company.id)
        category.property_cost_method = "fifo"
        self.env.flush_all()
        self.company.cost_method = "standard"
        with self._refused("Goods of .* and Vinegar.*Untick"):
            category.property_cost_method = False
        self.assertEqual(self.goods.total_value, 500)
        other = self.env["res.company"].create({"name": "Other"})
        self.goods.company_id = self.company
        category.with_company(other).property_cost_method = "standard"
        other.cost_method = "standard"
        self.assertEqual(self.goods.total_value, 500)

    @contextmanager
    def _refused(self, words):
        with self.assertRaises(ValidationError) as refused:
            yield
            self.env.flush_all()
        self.env.invalidate_all()
        self.assertRegex(str(refused.exception), words)

    def test_what_comes_late(self):
        """T5: from the middle as from the beginning, with several lots."""
        self._came({self.old: 7, self.new: 3}, 100, 1)
        self._went({self.old: 2, self.new: 1}, 3)
        self._came({self.old: 5}, 77.77, 5)
        self._went({self.old: 6}, 6)
        self._came({self.new: 4}, 30, 2)
        said = [(r.key, r.scope, r.amount, r.running_amount) for r in self._rows()]
        for moment in set(self._rows().mapped("at")):
            self.env["jxc.cost.ledger"].restate(self.company, {self.goods: moment})
            again = [(r.key, r.scope, r.amount, r.running_amount) for r in self._rows()]
            self.assertEqual(again, said)
        self._prove_pools()

    def test_lots_from_a_day_when_there_was_stock(self):
        """T5: ticked later, the whole history is taken apart by lots."""
        self.goods.lot_valuated = False
        self._came({self.old: 10}, 500, 1)
        self._came({self.new: 10}, 1000, 2)
        out = self._went({self.old: 5}, 3)
        self.assertEqual(out.value, 375)
        self.goods.lot_valuated = True
        self.assertEqual(out.value, 250)
        self._prove_pools()


@tagged("post_install", "-at_install")
class TestWarehouses(ScopeCase):
    """按仓库: each warehouse has its cost; transfers take theirs along."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.jxc_cost_scope = "warehouse"
        cls.shelf = cls.second.lot_stock_id

    def _trade(self):
        self._came({False: 10}, 100, 1)
        self._came({False: 10}, 300, 1, self.shelf)
        self._move(self.stock, self.road, {False: 4}, 2)
        self._move(self.road, self.shelf, {False: 3}, 3)

    def test_the_goods_take_their_cost_along(self):
        """T5: 4 at 10 leave, 3 arrive, 1 is on the way; there a unit is 330 / 13."""
        self._trade()
        pools = self._prove_pools()
        self.assertEqual(
            pools,
            {
                f"wh:{self.warehouse.id}": (6, 60),
                f"wh:{self.second.id}": (13, 330),
                "transit": (1, 10),
            },
        )
        self.assertEqual(self._went({False: 3}, 4).value, 30)
        self.assertEqual(self._went({False: 13}, 4, self.shelf).value, 330)
        for house, worth in ((self.warehouse, 30), (self.second, 0)):
            goods = self.goods.with_context(warehouse_id=house.id)
            self.assertEqual(goods.total_value, worth)
        self._prove_pools()

    def test_what_comes_late_goes_along(self):
        """T5: the goods cost more than was known when they left for the other one."""
        self._trade()
        out = self._went({False: 13}, 4, self.shelf)
        receipt = self._rows()[0].move_id
        receipt.value_manual = 200
        self.assertEqual(out.value, 360)
        self._prove_pools()

    def test_a_return_to_the_other_warehouse(self):
        """T5: what the customer gives back elsewhere comes at what it cost here."""
        self._trade()
        out = self._went({False: 2}, 4)
        back = self.env["stock.move"].create(
            {
                "product_id": self.goods.id,
                "product_uom_qty": 2,
                "location_id": self.customers.id,
                "location_dest_id": self.shelf.id,
                "origin_returned_move_id": out.id,
            }
        )
        back._action_confirm()
        back.quantity = 2
        back.picked = True
        back._action_done()
        self._at(back, 5)
        self.assertEqual(back.value, 20)
        self._prove_pools()

    def test_a_transfer_put_right_when_it_is_done(self):
        """T5: another quantity of a done transfer is another amount."""
        self._came({False: 10}, 100, 1)
        move = self._move(self.stock, self.shelf, {False: 4}, 2)
        move.move_line_ids.quantity = 6
        pools = self._prove_pools()
        self.assertEqual(pools[f"wh:{self.second.id}"], (6, 60))

    def test_within_a_warehouse_nothing_happens(self):
        """T5: from bin to bin is no movement of money."""
        self._came({False: 10}, 100, 1)
        bin_ = self.env["stock.location"].create(
            {"name": "Bin", "usage": "internal", "location_id": self.stock.id}
        )
        self._move(self.stock, bin_, {False: 4}, 2)
        self.assertEqual(len(self._rows()), 1)

    def test_one_price_for_all(self):
        """T5: a new cost of the product is one in every warehouse."""
        self._trade()
        self.goods.standard_price = 20
        self.assertEqual(self.goods.total_value, 400)
        self._prove_pools()

    def test_from_the_company_to_warehouses(self):
        """T5: the history is taken apart; not when a month is final."""
        self.company.jxc_cost_scope = "company"
        self._trade()
        self.assertEqual(self._prove_pools(), {"all": (20, 400)})
        self.company.jxc_cost_scope = "warehouse"
        self.assertEqual(self._prove_pools()["transit"], (1, 10))
        self.company.jxc_cost_final_day = "2026-06-30"
        with self.assertRaises(UserError):
            self.company.jxc_cost_scope = "company"

    def test_the_summary_says_where(self):
        """T5: 收发存 has a line per warehouse, and one for what is on the way."""
        self._trade()
        summary = self.env["jxc.cost.summary"].with_user(self.accountant)
        summary = summary.with_context(jxc_from="2026-06-01", jxc_to="2026-06-30")
        rows = summary.search([("product_id", "=", self.goods.id)])
        found = {
            (row.place, row.warehouse_id): (row.in_amount, row.out_amount)
            for row in rows
        }
        self.assertEqual(
            found,
            {
                ("warehouse", self.warehouse): (100, 40),
                ("warehouse", self.second): (330, 0),
                ("transit", self.second.browse()): (40, 30),
            },
        )
        house = rows.filtered(lambda row: row.warehouse_id == self.second)
        ledger = self.env["jxc.cost.row"].search(house.action_jxc_ledger()["domain"])
        self.assertEqual(sum(ledger.mapped("amount")), 330)

    def test_an_adjustment_is_of_one_warehouse(self):
        """T5: it says which one, and the other one does not change."""
        self._trade()
        line = {"product_id": self.goods.id, "amount": 26}
        adjustment = self.env["jxc.cost.adjustment"].with_user(self.accountant)
        adjustment = adjustment.create(
            {"date": "2026-06-10", "reason": "Freight", "line_ids": [(0, 0, line)]}
        )
        with self.assertRaises(UserError):
            adjustment.action_post()
        adjustment.line_ids.warehouse_id = self.second
        self.assertEqual(adjustment.line_ids.stand, 330)
        adjustment.action_post()
        pools = self._prove_pools()
        self.assertEqual(pools[f"wh:{self.second.id}"], (13, 356))
        self.assertEqual(pools[f"wh:{self.warehouse.id}"], (6, 60))
