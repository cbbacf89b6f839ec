from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .closing_case import ClosingCase


@tagged("post_install", "-at_install")
class TestLateCosts(ClosingCase):
    """What comes late for a closed month is a difference in the open one (T5)."""

    def _late(self):
        return self.env["jxc.cost.difference"].search(
            [("product_id", "=", self.goods.id)]
        )

    def _tomorrow(self, move):
        return self._at(move, fields.Datetime.now() + timedelta(days=1))

    def test_average(self):
        """T5, host 2, 24: 10 at 10, 4 went, closed; they cost 12: 12 of it are stock, 8
        are cost of sales of the open month, and the closed rows stay."""
        receipt = self._in(10, 100, 3)
        out = self._out(4, 10)
        closing = self._close()
        before = self._figures()
        receipt.value_manual = 120
        self.assertEqual(self._figures(), before)
        self.assertEqual(out.value, 40)
        self.assertEqual(self._late().amount, 20)
        row = self._rows()[-1]
        self.assertEqual([row.kind, row.amount, row.variance], ["difference", 12, 8])
        self.assertEqual(self.goods.total_value, 72)
        self.assertAlmostEqual(self.goods.standard_price, 12)
        self.assertEqual(self._balance(self.stock_account, closing.date_to), 60)
        self._prove()
        # It is heard of again before the next closing: one difference, not two.
        receipt.value_manual = 90
        self.assertEqual(self._late().amount, -10)
        self.assertEqual(self.goods.total_value, 54)
        self.env["product.value"].create({"move_id": receipt.id, "value": 100})
        self.assertFalse(self._late())
        self.assertEqual(self.goods.total_value, 60)
        self._prove()

    def test_first_in_first_out(self):
        """T5: what is left of the receipt itself takes its share."""
        self.goods = self._goods("fifo")
        receipt = self._in(10, 100, 3)
        self._in(10, 200, 4)
        self._out(4, 10)
        self._close()
        receipt.value_manual = 120
        row = self._rows()[-1]
        self.assertEqual([row.amount, row.variance], [12, 8])
        self.assertEqual(self._tomorrow(self._ship(self.goods, 6)).value, 72)
        self._prove()

    def test_the_next_closing_books_it(self):
        """T5: difference, variance, and the accounts after the second closing."""
        receipt = self._in(10, 100, 3)
        self._out(4, 10)
        self._close()
        receipt.value_manual = 120
        self._late().sudo().at = f"{self._day(9, 1)} 04:00:00"
        self.env["jxc.cost.ledger"].restate(self.company, {self.goods: self._late().at})
        closing = self._close(1)
        amounts = {one.kind: one.amount for one in closing.voucher_ids}
        self.assertEqual(amounts, {"purchase": 20, "variance": -8})
        self.assertEqual(self._balance(self.stock_account), 72)
        # And once more: what two closed months have, and the third one hears of.
        receipt.value_manual = 125
        self.assertEqual(sorted(self._late().mapped("amount")), [5, 20])
        self.assertEqual(self.goods.total_value, 75)
        self._prove()

    def test_reopening_restates_it_in_its_month(self):
        """T5: with the month open again there is no difference any more."""
        receipt = self._in(10, 100, 3)
        out = self._out(4, 10)
        closing = self._close()
        receipt.value_manual = 120
        closing.with_user(self.manager).action_reopen("the bill belongs there")
        self.assertFalse(self._late())
        self.assertEqual(out.value, 48)
        self.assertEqual(self.goods.total_value, 72)
        self._prove()

    def test_goods_go_back_to_the_vendor_at_their_late_cost(self):
        """T5: a return after the difference takes its part of it."""
        receipt = self._in(10, 100, 3)
        self._close()
        receipt.value_manual = 120
        back = self._tomorrow(self._finish(self._return(receipt, 5)))
        self.assertEqual(back.value, 60)
        self.assertEqual(self.goods.total_value, 60)
        self._prove()

    def test_the_open_month_goes_on_from_the_closed_one(self):
        """T5: below nothing in the open month does not reach into the closed one."""
        self._in(10, 100, 3)
        self._close()
        before = self._figures()
        self._in(10, 200, self._day(5, 1))
        self._out(15, self._day(2, 1))
        self.assertEqual(self._figures(), before)
        self._prove()

    def test_the_cost_of_a_lot(self):
        """T5: each lot of a closed receipt has a late cost of its own."""
        goods = self._goods(tracking="lot", lot_valuated=True)
        self.goods = goods
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": goods.id} for name in "AB"]
        )
        picking = self._picking("in", goods, 20)
        move = picking.move_ids
        move.move_line_ids.unlink()
        for lot in lots:
            self.env["stock.move.line"].create(
                {
                    "move_id": move.id,
                    "picking_id": picking.id,
                    "product_id": goods.id,
                    "lot_id": lot.id,
                    "quantity": 10,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                    "company_id": self.company.id,
                }
            )
        move.picked = True
        picking.with_context(skip_backorder=True, skip_sms=True).button_validate()
        self._at(move, 3)
        move.value_manual = 200
        self._close()
        before = self._figures()
        move.value_manual = 260
        self.assertEqual(self._figures(), before)
        self.assertEqual(sorted(self._late().mapped("amount")), [30, 30])
        self.assertEqual(goods.total_value, 260)
        line = move.move_line_ids.filtered(lambda one: one.lot_id == lots[0])
        line.jxc_unit_cost = 20
        self.assertEqual(sorted(self._late().mapped("amount")), [-40, 100])
        self.assertEqual(self._figures(), before)
        self.assertEqual([lot.total_value for lot in lots], [200, 60])
