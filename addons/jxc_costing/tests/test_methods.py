from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged

from .ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestMonthAverage(LedgerCase):
    """月末一次加权平均: one cost for the month's issues."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods.categ_id.jxc_month_average = True

    def test_the_month_has_one_cost(self):
        """T5: 10 at 10 and 10 at 30: what went between them cost 20."""
        self._in(10, 300, 20)
        out = self._out(5, 10)
        self._in(10, 100, 1)
        self.assertEqual(self._rows().mapped("method"), ["month"] * 3)
        self.assertEqual(out.value, 100)
        self.assertEqual(self.goods.total_value, 300)
        self.assertEqual(self.goods.standard_price, 20)
        self._prove()

    def test_the_month_is_the_companys(self):
        """T5: what comes at one in the morning of 1 July in Beijing is July's."""
        self._in(10, 100, 1)
        out = self._out(5, 10)
        self._in(10, 300, "2026-06-30 17:00:00")
        self.assertEqual(out.value, 50)
        july = self._out(5, "2026-07-02 01:00:00")
        self.assertEqual(july.value, round(350 / 15 * 5, 2))
        self._prove()

    def test_final_at_the_end_of_the_month(self):
        """T5: provisional until the month is final; what comes late restates it."""
        self._in(10, 100, 1)
        out = self._out(5, 10)
        row = self._rows().filtered(lambda row: row.move_id == out)
        self.assertTrue(row.provisional)
        costing = self.env["jxc.cost.ledger"]
        first, last = "2026-06-01", "2026-06-30"
        days = [fields.Date.to_date(day) for day in (first, last)]
        self.assertIn(self.goods, costing._finalize(self.company, *days))
        row = self._rows().filtered(lambda row: row.move_id == out)
        self.assertFalse(row.provisional)
        self._in(10, 300, 20)
        row = self._rows().filtered(lambda row: row.move_id == out)
        self.assertEqual((out.value, row.provisional), (100, False))
        costing._reopen(self.company, days[0])
        row = self._rows().filtered(lambda row: row.move_id == out)
        self.assertTrue(row.provisional)
        self._prove()

    def test_the_next_month_begins_with_what_is_left(self):
        """T5: June's late receipt changes July's issues too."""
        self._in(10, 100, 1)
        self._out(5, 10)
        july = self._out(5, "2026-07-10 12:00:00")
        self.assertEqual(july.value, 50)
        self._in(10, 300, 20)
        self.assertEqual(july.value, 100)
        self.assertEqual(self.goods.total_value, 200)
        self._prove()

    def test_finalize_cannot_be_called(self):
        """T5, F2: no client makes months final, or computes them again."""
        for name in ("_finalize", "_reopen", "restate", "note"):
            with self.assertRaises(AccessError):
                get_public_method(self.env["jxc.cost.ledger"], name)


@tagged("post_install", "-at_install")
class TestChangeOfMethod(LedgerCase):
    """计价方法变更: from a day on, with a reason; the past keeps its costs."""

    def _change(self, method, date, user=None):
        dialog = self.env["jxc.cost.method.change"].with_user(user or self.accountant)
        return dialog.create(
            {
                "categ_id": self.goods.categ_id.id,
                "method": method,
                "date": date,
                "reason": "Board",
            }
        )

    def test_from_a_day_on(self):
        """T5: average until 10 June, first in first out from then on."""
        self._in(10, 100, 1)
        self._in(10, 200, 2)
        before = self._out(10, 3)
        after = self._out(5, 20)
        self._in(10, 300, 15)
        self._change("fifo", "2026-06-10").action_change()
        self.assertEqual(before.value, 150)
        self.assertEqual(after.value, 75)
        self.assertEqual(self.goods.cost_method, "fifo")
        change = self.env["jxc.cost.change"].search(
            [("product_id", "=", self.goods.id)]
        )
        self.assertEqual(change.mapped("reason"), ["Board"])
        self.assertEqual(str(change.at), "2026-06-09 16:00:00")
        # The layer that was made of what was there, then the newer receipt.
        self.assertEqual(self._out(10, 25).value, 75 + 150)
        self._prove()

    def test_to_the_average_of_the_month(self):
        """T5: from July on the months have one cost each."""
        self._in(10, 100, 1)
        self._change("month", "2026-07-01").action_change()
        out = self._out(5, "2026-07-10 12:00:00")
        self._in(10, 300, "2026-07-20 12:00:00")
        self.assertEqual(out.value, 100)
        self.assertTrue(self.goods.categ_id.jxc_month_average)
        self._change("average", "2026-08-01").action_change()
        self.assertEqual(out.value, 100)
        self.assertFalse(self.goods.categ_id.jxc_month_average)
        self._prove()

    def test_what_is_refused(self):
        """T5: a day to come, a final month, and one before a change there is."""
        self._in(10, 100, 1)
        self._change("fifo", "2026-06-10").action_change()
        with self.assertRaises(UserError):
            self._change("average", "2026-06-05").action_change()
        with self.assertRaises(UserError):
            self._change("average", "2099-06-05").action_change()
        self.company.jxc_cost_final_day = "2026-06-30"
        with self.assertRaises(UserError):
            self._change("average", "2026-06-20").action_change()
        for user in (self.keeper, self.salesperson):
            with self.assertRaises(AccessError):
                self._change("average", "2026-07-20", user)

    def test_nobody_writes_the_record(self):
        """T5, F2: the record of changes is read only."""
        self._in(10, 100, 1)
        self.goods.categ_id.property_cost_method = "fifo"
        change = self.env["jxc.cost.change"].search(
            [("product_id", "=", self.goods.id)]
        )
        for user in (self.accountant, self.manager):
            mine = change.with_user(user)
            self.assertTrue(mine.method)
            for values in ({"reason": "x"}, {"method": "average"}):
                with self.assertRaises(AccessError):
                    mine.write(values)
            with self.assertRaises(AccessError):
                mine.unlink()

    def test_another_category(self):
        """T5: a product that goes to another category changes its method with it."""
        self._in(10, 100, 1)
        self._in(10, 200, 2)
        out = self._out(5, 3)
        self.goods.categ_id = self._goods("fifo").categ_id
        self.assertEqual(out.value, 75)
        change = self.env["jxc.cost.change"].search(
            [("product_id", "=", self.goods.id)]
        )
        self.assertEqual(change.method, "fifo")


@tagged("post_install", "-at_install")
class TestAdjustment(LedgerCase):
    """成本调整单: worth more, on paper."""

    def _adjust(self, amount, day, user=None, **values):
        adjustment = self.env["jxc.cost.adjustment"].with_user(user or self.accountant)
        return adjustment.create(
            {
                "date": day,
                "reason": "Price agreed later",
                "line_ids": [
                    Command.create(
                        {"product_id": self.goods.id, "amount": amount, **values}
                    )
                ],
            }
        )

    def test_from_that_day_on(self):
        """T5: what is there takes it; what went before does not."""
        self._in(10, 100, 1)
        before = self._out(5, 5)
        after = self._out(5, 20)
        adjustment = self._adjust(20, "2026-06-10")
        self.assertEqual(adjustment.line_ids.stand, 0)
        adjustment.action_post()
        self.assertTrue(adjustment.name.startswith("CBTZ"))
        self.assertEqual([before.value, after.value], [50, 70])
        row = self._rows().filtered("adjustment_id")
        self.assertEqual((row.kind, row.amount), ("correction", 20))
        adjustment.action_cancel()
        self.assertEqual(after.value, 50)
        self._prove()

    def test_of_nothing_it_is_cost_of_sales(self):
        """T5: goods that are gone cannot be worth more."""
        self._in(10, 100, 1)
        self._out(10, 5)
        self._adjust(20, "2026-06-10").action_post()
        self.assertEqual(self._rows()[-1].variance, 20)
        self.assertEqual(self.goods.total_value, 0)
        self._prove()

    def test_nothing_gets_round_it(self):
        """T5, F2: only its buttons post; what was posted stays."""
        adjustment = self._adjust(20, "2026-06-10")
        with self.assertRaises(UserError):
            adjustment.write({"state": "posted"})
        with self.assertRaises(UserError):
            adjustment.with_context(jxc_cost_deciding=True).write({"state": "posted"})
        self._in(10, 100, 1)
        adjustment.action_post()
        for what in (
            lambda: adjustment.write({"date": "2026-06-11"}),
            lambda: adjustment.line_ids.write({"amount": 1}),
            lambda: adjustment.line_ids.unlink(),
            lambda: adjustment.unlink(),
            lambda: adjustment.copy().line_ids.write({"adjustment_id": adjustment.id}),
            lambda: adjustment.action_post(),
        ):
            with self.assertRaises(UserError):
                what()
        self.assertEqual(self.goods.total_value, 120)
        for user in (self.keeper, self.salesperson, self.buyer):
            with self.assertRaises(AccessError):
                adjustment.with_user(user).read(["reason"])
        sneaked = self.env["jxc.cost.adjustment"].with_user(self.accountant)
        sneaked = sneaked.create({"reason": "x", "state": "posted"})
        self.assertEqual(sneaked.state, "draft")

    def test_of_a_final_month(self):
        """T5: neither posted into it, nor cancelled out of it."""
        self._in(10, 100, 1)
        adjustment = self._adjust(20, "2026-06-10")
        adjustment.action_post()
        self.company.jxc_cost_final_day = "2026-06-30"
        with self.assertRaises(UserError):
            adjustment.action_cancel()
        with self.assertRaises(UserError):
            self._adjust(20, "2026-06-30").action_post()
        self._adjust(20, "2026-07-01").action_post()
        self.assertEqual(self.goods.total_value, 140)

    def test_of_a_day_to_come(self):
        """T5: not before its day, not without a line."""
        with self.assertRaises(UserError):
            self._adjust(20, "2099-06-10").action_post()
        empty = self._adjust(20, "2026-06-10")
        empty.line_ids.unlink()
        with self.assertRaises(UserError):
            empty.action_post()
