from odoo.tests import tagged

from ..models.jxc_cost_ledger import BEGINNING
from .ledger_case import LedgerCase


@tagged("post_install", "-at_install")
class TestLedger(LedgerCase):
    """Goods that come and go on days of June, entered in any order."""

    def test_negative_stock_takes_the_cost_that_covers_it(self):
        """T5, host 1: 10 at 10, 20 go, 30 come at 16: the issue cost 260, not 200."""
        for method in ("average", "fifo"):
            with self.subTest(method):
                goods = self._goods(method)
                self._in(10, 100, 1, goods)
                self._in(30, 480, 3, goods)
                out = self._out(20, 2, goods)
                self.assertEqual(out.value, 260)
                self.assertEqual(goods.total_value, 320)
                self.assertEqual(goods.standard_price, 16)
                self._prove(goods)

    def test_a_cost_that_is_known_later(self):
        """T5, host 2: it came at 10, 40 of 100 went, it is worth 12: they cost 480."""
        receipt = self._in(100, 1000, 1)
        out = self._out(40, 5)
        self.assertEqual(out.value, 400)
        receipt.value_manual = 1200
        self.assertEqual(out.value, 480)
        self.assertEqual(self.goods.total_value, 720)
        self._prove()

    def test_a_receipt_that_is_entered_late(self):
        """T5, host 3: the issue costs 750 and the next one 150."""
        self._in(100, 1000, 1)
        first = self._out(50, 10)
        second = self._out(10, 12)
        self._in(100, 2000, 5)
        self.assertEqual([first.value, second.value], [750, 150])
        self._prove()

    def test_an_issue_that_is_entered_late(self):
        """T5, host 4: it went before the dear goods came."""
        self._in(100, 1000, 1)
        self._in(100, 2000, 5)
        self.assertEqual(self._out(50, 3).value, 500)
        self.assertEqual(self.goods.total_value, 2500)
        self._prove()

    def test_first_in_first_out_with_a_receipt_entered_late(self):
        """T5, host 5: the older goods went first, whenever they were entered."""
        goods = self._goods("fifo")
        self._in(50, 600, 2, goods)
        old = self._in(60, 480, 9, goods)
        out = self._out(60, 5, goods)
        self.assertEqual(out.value, 680, "50 at 12, and 10 of what came after it")
        self._at(old, 1)
        self.assertEqual(out.value, 480)
        self.assertEqual(goods.total_value, 600)
        row = self._rows(goods).filtered(lambda row: row.move_id == out)
        self.assertEqual(row.receipt_ids.receipt_id.move_id, old)
        self._prove(goods)

    def test_back_to_the_vendor_at_what_it_cost(self):
        """T5, host 6: five of the receipt at 30 go back: 150, not 106.25 or 100."""
        for method in ("average", "fifo"):
            with self.subTest(method):
                goods = self._goods(method)
                self._in(10, 100, 1, goods)
                dear = self._in(10, 300, 2, goods)
                self.assertEqual(self._back(dear, 5, 3).value, 150)
                self.assertEqual(goods.total_value, 250)
                self._prove(goods)

    def test_value_at_an_earlier_date(self):
        """T5, host 7: 100 were there at 10, whatever came at 20 later."""
        goods = self._goods(standard_price=10)
        self._in(100, None, 1, goods)
        self._in(100, 2000, 10, goods)
        self.assertEqual(goods.with_context(to_date="2026-06-05").total_value, 1000)
        self.assertEqual(goods.total_value, 3000)

    def test_the_day_is_the_companys(self):
        """T5, host 8, 9: what comes at two in the morning of 1 July, in Beijing."""
        self._in(10, 100, "2026-06-30 15:00:00")
        self._in(10, 300, "2026-06-30 18:00:00")
        days = self._rows().mapped("date")
        self.assertEqual(
            [day.isoformat() for day in days], ["2026-06-30", "2026-07-01"]
        )
        at = self.goods.with_context(to_date="2026-06-30")
        self.assertEqual([at.total_value, at.avg_cost], [100, 10])

    def test_two_companies(self):
        """T5, host 10: what another company paid is its own affair."""
        other = self.env["res.company"].create({"name": "Other"})
        house = self.env["stock.warehouse"].search([("company_id", "=", other.id)])
        house = house or self.env["stock.warehouse"].create(
            {"name": "Other", "code": "OTH", "company_id": other.id}
        )
        self.env.user.company_ids += other
        self.goods.categ_id.with_company(other).property_cost_method = "average"
        self._in(10, 100, 1)
        receipt = self.env["stock.move"].create(
            {
                "product_id": self.goods.id,
                "product_uom_qty": 10,
                "location_id": self.suppliers.id,
                "location_dest_id": house.lot_stock_id.id,
                "company_id": other.id,
                "picking_type_id": house.in_type_id.id,
            }
        )
        receipt._action_confirm()
        receipt.quantity = 10
        receipt.picked = True
        receipt._action_done()
        receipt.value_manual = 700
        self.assertEqual(self.goods.total_value, 100)
        self.assertEqual(self.goods.with_company(other).total_value, 700)
        self.assertEqual(self._out(5, 3).value, 50)
        both = self.goods.with_context(allowed_company_ids=(self.company | other).ids)
        self.assertEqual(both.total_value, 50)

    def test_returned_and_received_again(self):
        """T5, host 12: what went back at 48 comes again at 48."""
        self._in(4, 32, 1)
        back = self._back(self._in(4, 48, 2), 4, 3)
        self.assertEqual(back.value, 48)
        self.assertEqual(self._back(back, 4, 4).value, 48)
        self._prove()

    def test_a_unit_that_costs_less_than_a_cent_has_digits(self):
        """T5, host 15: 1000 at 0.0129 are 12.90."""
        goods = self._goods(standard_price=0.0129)
        self.assertEqual(self._in(1000, None, 1, goods).value, 12.90)

    def test_before_the_product_was_made(self):
        """T5, host 16: goods that came before somebody entered the product."""
        goods = self._goods(standard_price=10)
        self.assertEqual(self._in(10, None, "2020-01-01 12:00:00", goods).value, 100)
        self.assertEqual(self._in(1, 20, "2020-01-02 12:00:00", goods).value, 20)
        self.assertEqual(goods.total_value, 120)

    def test_the_tail_is_not_lost(self):
        """T5, host 17: three issues of 10.00 cost 10.00."""
        self._in(3, 10, 1)
        moves = [self._out(1, day) for day in (2, 3, 4)]
        self.assertEqual([move.value for move in moves], [3.33, 3.34, 3.33])
        self.assertEqual(self.goods.total_value, 0)

    def test_in_and_out_in_the_same_second(self):
        """T5, host 18: goods come before they go."""
        self._in(10, 200, 1)
        out = self._out(10, 2)
        self._in(10, 250, 2)
        self.assertEqual(out.value, 225)

    def test_an_invoice_takes_what_the_delivery_cost(self):
        """T5, host 22: 5 at 10 went, then dear goods came: 50, not 83.33."""
        self._in(10, 100, 1)
        out = self._out(5, 2)
        self._in(10, 200, 3)
        self.assertEqual(out._get_cogs_price_unit(5), 10)
        back = self._back(out, 2, 4)
        self.assertEqual((out | back)._get_cogs_price_unit(3), 10)

    def test_a_new_cost(self):
        """T5: a new cost of the unit is a row of its own, from that moment on."""
        self._in(10, 100, 1)
        self.goods.standard_price = 12
        self.assertEqual(self.goods.total_value, 120)
        self.assertEqual(self._rows()[-1].kind, "reprice")
        self.assertEqual(self._out(5, "2036-01-01 12:00:00").value, 60)
        self._prove()

    def test_goods_and_prices_of_one_second(self):
        """T5: in the second in which a price is set, goods that left before it cost
        the old one, goods that leave after it the new one, and what returns of them
        what they cost; all in one transaction."""
        for method in ("average", "standard"):
            with self.subTest(method):
                goods = self._goods(method, standard_price=10)
                self._in(20, 200, 1, goods)
                before = self._ship(goods, 5)
                goods.standard_price = 12
                after = self._ship(goods, 5)
                goods.standard_price = 13
                last = self._ship(goods, 5)
                back = self._finish(self._return(before, 5))
                moment = "2036-01-01 12:00:00"
                prices = self._rows(goods).filtered(lambda row: row.kind == "reprice")
                prices.value_id.sorted("id")[-2:].write({"date": moment})
                for move in (back, last, after, before):
                    move.date = moment
                moves = (before, after, last)
                self.assertEqual([move.value for move in moves], [50, 60, 65])
                self.assertEqual(back.value, 50)
                self._prove(goods)

    def test_standard_cost(self):
        """T5: the stock stands at its standard, the rest is variance."""
        goods = self._goods("standard", standard_price=10)
        self._in(10, 130, 1, goods)
        self.assertEqual(self._rows(goods)[0].variance, 30)
        self.assertEqual(goods.total_value, 100)
        self.assertEqual(self._out(4, 2, goods).value, 40)
        self._prove(goods)

    def test_another_method(self):
        """T5, host 19: another method from now on; what was issued keeps its cost."""
        self._in(10, 100, 1)
        self._in(10, 200, 2)
        out = self._out(10, 3)
        self.goods.categ_id.property_cost_method = "fifo"
        self.assertEqual(out.value, 150)
        change = self.env["jxc.cost.change"].search(
            [("product_id", "=", self.goods.id)]
        )
        self.assertEqual((change.before, change.method), ("average", "fifo"))
        late = "2036-01-0%s 12:00:00"
        self._in(10, 300, late % 1)
        self.assertEqual(self._out(15, late % 2).value, 150 + 150)
        self._prove()
        # What comes late changes what it would have changed.
        self._in(10, 600, 1)
        self.assertEqual(out.value, 300)
        self._prove()

    def test_goods_and_a_method_of_one_second(self):
        """T5: in the second in which the method changes, goods that left before it cost
        what came first, goods that leave after it the average of what is left."""
        goods = self._goods("fifo")
        self._in(10, 100, 1, goods)
        self._in(10, 200, 2, goods)
        before = self._ship(goods, 4)
        goods.categ_id.property_cost_method = "average"
        after = self._ship(goods, 8)
        moment = "2036-01-01 12:00:00"
        changes = self.env["jxc.cost.change"].search([("product_id", "=", goods.id)])
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE jxc_cost_change SET at = %s WHERE id = ANY(%s)",
            [moment, changes.ids],
        )
        self.env["jxc.cost.ledger"].restate(self.company, {goods: BEGINNING})
        after.date = before.date = moment
        self.assertEqual([before.value, after.value], [40, 130])
        self._prove(goods)

    def test_units(self):
        """T5, host 11: two dozens come, 18 pieces go."""
        dozen = self.env.ref("uom.product_uom_dozen")
        picking = self._picking("in", self.goods, 24)
        picking.move_ids.product_uom = dozen
        picking.move_ids.product_uom_qty = 2
        receipt = self._at(self._finish(picking), 1)
        receipt.value_manual = 480
        self.assertEqual(self._out(18, 2).value, 360)
        self._prove()

    def test_from_the_middle_as_from_the_beginning(self):
        """T5: what is computed from a row on is what is computed from the first one."""
        for method in ("average", "fifo"):
            with self.subTest(method):
                goods = self._goods(method)
                first = self._in(7, 50, 1, goods)
                self._out(3, 2, goods)
                self._in(5, 77.77, 3, goods)
                out = self._out(6, 4, goods)
                self._back(out, 2, 5)
                self._back(first, 1, 6)
                self._out(2, 7, goods)
                before = self._said(goods)
                for moment in self._rows(goods).mapped("at"):
                    self.env["jxc.cost.ledger"].restate(self.company, {goods: moment})
                    self.assertEqual(self._said(goods), before)
                self._prove(goods)

    def _said(self, product):
        return [
            (
                row.key,
                row.amount,
                row.running_amount,
                row.origin_id.key,
                sorted(
                    (x.receipt_id.key, x.quantity, x.amount) for x in row.receipt_ids
                ),
            )
            for row in self._rows(product)
        ]

    def test_a_value_that_is_taken_back(self):
        """T5: a manual value that is changed or deleted is restated."""
        receipt = self._in(10, 100, 1)
        out = self._out(5, 2)
        value = self.env["product.value"].search([("move_id", "=", receipt.id)])
        value.value = 200
        self.assertEqual(out.value, 100)
        value.unlink()
        self.assertEqual(out.value, 0)
        self._prove()

    def test_a_history_from_before_the_ledger(self):
        """T5: what the host knew before gets its rows, and the right figures."""
        self._in(10, 100, 1)
        self._in(10, 300, 3)
        out = self._out(10, 2)
        self._rows().unlink()
        out.value = 1
        receipts = self.env["stock.move"].search(
            [("product_id", "=", self.goods.id), ("is_in", "=", True)]
        )
        receipts.jxc_cost_known = False
        with self.enter_registry_test_mode():
            cron = self.env.ref("jxc_costing.ir_cron_build_ledger")
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(len(self._rows()), 3)
        self.assertEqual(out.value, 100)
        self._prove()

    def test_queries(self):
        """T5: forty movements take no more queries than one."""
        counts = []
        for number in (1, 40):
            products = [self._goods() for _number in range(number)]
            for product in products:
                self._in(10, 100, 1, product)
            moment = self._rows(products[0])[0].at
            asked = dict.fromkeys(products, moment)
            costing = self.env["jxc.cost.ledger"]
            costing.restate(self.company, asked)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            costing.restate(self.company, asked)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
        self.assertLess(counts[0], 20)

    def test_queries_of_a_history(self):
        """T5: a movement more in a history is no query more but the host's own two."""
        counts = []
        for number in (2, 12):
            goods = self._goods()
            moves = self.env["stock.move"]
            for day in range(number):
                moves |= self._in(10, 100, 1 + day, goods)
            self._rows(goods).unlink()
            moves.value = 1
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            begin = dict.fromkeys(goods, BEGINNING)
            self.env["jxc.cost.ledger"].restate(self.company, begin)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(moves.mapped("value"), [100] * number)
        self.assertLessEqual(counts[1] - counts[0], 2 * (12 - 2))

    def test_queries_of_a_receipt(self):
        """T5: whether somebody entered what they are worth is asked once for all."""
        moves = self._in(10, 100, 1) + self._in(10, 120, 2)
        self.env.flush_all()
        asked = self._statements('FROM "product_value"')
        moves._jxc_read_cost()
        self.assertEqual(len(asked), 1)
        self.assertEqual(moves.mapped("jxc_cost"), [100, 120])

    def test_nobody_writes_it(self):
        """T5, F2: accountants read it; a keeper does not know that it exists."""
        row = self._rows(self.product)
        accountant = row.with_user(self.accountant)
        self.assertTrue(accountant.mapped("amount"))
        for user in (self.accountant, self.manager):
            self.assertFalse(row.with_user(user).has_access("write"))
        self.assertFalse(row.with_user(self.keeper).has_access("read"))
