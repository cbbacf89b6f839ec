"""T5: freight beside closed months, warehouses and lots."""

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.jxc_closing.tests.closing_case import ClosingCase
from odoo.addons.jxc_costing.tests.scope_case import ScopeCase


class FreightCase:
    """The carrier's bill, shared among what came."""

    def _freight(self, moves, amount, user=None, **values):
        service = self.env["product.product"].create(
            {"name": "Freight", "type": "service", "landed_cost_ok": True}
        )
        line = {
            "product_id": service.id,
            "name": "Freight",
            "price_unit": amount,
            "split_method": "by_quantity",
        }
        costs = self.env["stock.landed.cost"].with_user(user or self.accountant)
        return costs.create(
            {
                "picking_ids": [Command.set(moves.picking_id.ids)],
                "cost_lines": [Command.create(line)],
                **values,
            }
        )

    def _bought(self, quantity, price, day, product=None):
        """Ordered from a vendor, received on that day, and not billed yet."""
        order = self.env["purchase.order"].create(
            {
                "partner_id": self.env["res.partner"].create({"name": "Vendor"}).id,
                "company_id": self.company.id,
                "picking_type_id": self.warehouse.in_type_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": (product or self.goods).id,
                            "product_qty": quantity,
                            "price_unit": price,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        order.with_user(self.manager).sudo().button_confirm()
        if order.state != "purchase":
            order.sudo().write({"state": "purchase"})
            order.sudo()._create_picking()
        return self._at(self._finish(order.picking_ids), day)


@tagged("post_install", "-at_install")
class TestLandedCostClosing(FreightCase, ClosingCase):
    """What freight of a closed month does to the open one, and what it cannot do."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls._goods(standard_price=10)

    def _late(self):
        return self.env["jxc.cost.difference"].search(
            [("product_id", "=", self.goods.id)]
        )

    def _freight_after_closing(self, receipt):
        """10 at 10, 4 went, closed; then 20 of freight: 12 are stock, 8 are cost of
        sales of the open month, and the closed month stays."""
        out = self._out(4, 10)
        closing = self._close()
        before = self._figures()
        self._freight(receipt, 20).button_validate()
        self.assertEqual(self._figures(), before)
        self.assertEqual(out.value, 40)
        self.assertEqual(self._late().amount, 20)
        row = self._rows()[-1]
        self.assertEqual([row.kind, row.amount, row.variance], ["difference", 12, 8])
        self.assertEqual(self.goods.total_value, 72)
        self.assertEqual(self._balance(self.stock_account, closing.date_to), 60)
        self._prove()
        return closing

    def test_of_what_was_ordered(self):
        """T5, host 24: the order says the cost, the carrier comes after the closing."""
        closing = self._freight_after_closing(self._bought(10, 10, 3))
        closing.with_user(self.manager).action_reopen("the freight belongs there")
        self.assertFalse(self._late())
        self.assertEqual(self.goods.total_value, 72)
        self._prove()

    def test_of_what_no_document_says(self):
        """T5: goods that came at the stock's cost take their freight as well."""
        closing = self._freight_after_closing(self._in(10, None, 3))
        closing.with_user(self.manager).action_reopen("the freight belongs there")
        self.assertFalse(self._late())
        self.assertEqual(self.goods.total_value, 72)
        self._prove()

    def test_freight_that_was_in_the_closed_month_already(self):
        """T5: only what is new is a difference: 20 before the closing, 10 after it."""
        for document in (True, False):
            with self.subTest(document=document):
                self.goods = self._goods(standard_price=10)
                if document:
                    receipt = self._bought(10, 10, 3)
                else:
                    receipt = self._in(10, None, 3)
                self._freight(receipt, 20).button_validate()
                self.assertEqual(self.goods.total_value, 120)
        closing = self._close()
        self._freight(receipt, 10).button_validate()
        self.assertEqual(self._late().amount, 10)
        self.assertEqual(self.goods.total_value, 130)
        self._prove()
        closing.with_user(self.manager).action_reopen("once more")
        self.assertEqual(self.goods.total_value, 130)

    def test_the_next_closing_books_it(self):
        """T5: account and ledger agree after the month in which it came."""
        receipt = self._bought(10, 10, 3)
        self._out(4, 10)
        self._close()
        self._freight(receipt, 20).button_validate()
        self._late().sudo().at = f"{self._day(9, 1)} 04:00:00"
        self.env["jxc.cost.ledger"].restate(self.company, {self.goods: self._late().at})
        closing = self._close(1)
        self.assertEqual(closing.amount, 72)
        self.assertEqual(self._balance(self.stock_account, closing.date_to), 72)

    def test_freight_of_the_month_before_it_is_closed(self):
        """T5: it is in the month's costs, and in its vouchers."""
        receipt = self._bought(10, 10, 3)
        out = self._out(4, 10)
        self._freight(receipt, 20, date=self._day(20)).button_validate()
        self.assertEqual(out.value, 48)
        closing = self._close()
        self.assertEqual(closing.amount, 72)
        self.assertEqual(self._balance(self.stock_account, closing.date_to), 72)

    def test_not_into_a_closed_month(self):
        """T5, host 24: a freight whose entry is dated into it is refused by name."""
        category = self.goods.categ_id
        category.property_valuation = "real_time"
        receipt = self._bought(10, 10, 3)
        self._close()
        before = self._figures()
        cost = self._freight(receipt, 20, date=self._day(20))
        with self.assertRaises(UserError):
            cost.button_validate()
        self.env.invalidate_all()
        self.assertEqual(cost.state, "draft")
        self.assertEqual(self._figures(), before)
        cost.date = fields.Date.context_today(cost)
        cost.button_validate()
        self.assertEqual(self._figures(), before)
        self.assertEqual(self.goods.total_value, 120)


@tagged("post_install", "-at_install")
class TestLandedCostScopes(FreightCase, ScopeCase):
    """Each warehouse and each lot bears the freight of what came to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls._goods(standard_price=10)
        cls.goods.categ_id.property_valuation = "periodic"

    def test_by_warehouse(self):
        """T5: 10 at 10 came to the first, 4 went on to the second, 2 of them were
        sold; 30 of freight: 18 stay in the first, 6 go with what is in the second."""
        self.company.jxc_cost_scope = "warehouse"
        receipt = self._in(10, None, 1)
        second = self.second.lot_stock_id
        self._move(self.stock, second, {False: 4}, 2)
        out = self._move(second, self.customers, {False: 2}, 3)
        self.assertEqual(out.value, 20)
        self._freight(receipt, 30).button_validate()
        self.assertEqual(out.value, 26)
        pools = self._prove_pools()
        self.assertEqual(
            pools,
            {f"wh:{self.warehouse.id}": (6, 78), f"wh:{self.second.id}": (2, 26)},
        )

    def test_freight_of_the_second_warehouse_is_not_the_firsts(self):
        """T5: what came to the second warehouse bears its own freight."""
        self.company.jxc_cost_scope = "warehouse"
        self._in(10, None, 1)
        picking = self._picking("in", self.goods, 5)
        for records in (picking, picking.move_ids):
            records.location_dest_id = self.second.lot_stock_id
        receipt = self._at(self._finish(picking), 2)
        self._freight(receipt, 10).button_validate()
        pools = self._prove_pools()
        self.assertEqual(
            pools,
            {f"wh:{self.warehouse.id}": (10, 100), f"wh:{self.second.id}": (5, 60)},
        )

    def test_by_lot(self):
        """T5: the lots of a receipt share its freight by what came of each."""
        self.goods.write({"tracking": "lot", "lot_valuated": True})
        lots = self._lots("A", "B")
        picking = self._picking("in", self.goods, 10)
        move = picking.move_ids
        move.move_line_ids.unlink()
        move.move_line_ids = [
            Command.create(
                {
                    "product_id": self.goods.id,
                    "picking_id": picking.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                }
            )
            for lot, quantity in zip(lots, (6, 4), strict=True)
        ]
        move.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self._at(move, 1)
        before = [lot.total_value for lot in lots]
        self._freight(move, 10).button_validate()
        self.env.invalidate_all()
        after = [lot.total_value for lot in lots]
        more = [round(b - a, 2) for a, b in zip(before, after, strict=True)]
        self.assertEqual(more, [6, 4])
        self._prove_pools()
