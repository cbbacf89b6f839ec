from psycopg2.errors import UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .closing_case import ClosingCase


@tagged("post_install", "-at_install")
class TestClosing(ClosingCase):
    """A month is checked, booked, closed, and opened again (T5)."""

    def test_what_is_received_and_issued_is_booked(self):
        """T5: 10 come for 100, 4 go: 1405 has 60, cost of sales 40, 100 not billed."""
        self._in(10, 100, 3)
        self._out(4, 10)
        closing = self._close()
        end = closing.date_to
        self.assertEqual(closing.state, "closed")
        self.assertEqual(closing.amount, 60)
        self.assertEqual(self._balance(self.stock_account, end), 60)
        self.assertEqual(self._balance(self.expense_account, end), 40)
        unbilled = self.company._jxc_unbilled_account()
        self.assertEqual(self._balance(unbilled, end), -100)
        kinds = {one.kind: one.amount for one in closing.voucher_ids}
        self.assertEqual(kinds, {"purchase": 100, "sale": -40})
        for voucher in closing.voucher_ids:
            self.assertEqual(voucher.move_id.state, "posted")
            self.assertEqual(voucher.move_id.date, end)
            self.assertEqual(sum(voucher.move_id.line_ids.mapped("balance")), 0)
            action = voucher.move_id.with_user(self.accountant).action_jxc_cost_rows()
            rows = self.env["jxc.cost.row"].search(action["domain"])
            self.assertEqual(sum(rows.mapped("amount")), voucher.amount)
        stock = closing.stock_ids
        self.assertEqual(
            [(one.product_id, one.quantity, one.amount) for one in stock],
            [(self.goods, 6, 60)],
        )

    def test_what_documents_booked_is_not_booked_again(self):
        """T5: the bill and the invoice of the month have booked most of it."""
        self._in(10, 100, 3)
        self._out(4, 10)
        self._bill("in_receipt", 10, 10, self._day(5))
        self._bill("out_invoice", 3, 25, self._day(12))
        booked = self._balance(self.stock_account)
        self.assertEqual(booked, 70)
        closing = self._close()
        sale = closing.voucher_ids.filtered(lambda one: one.kind == "sale")
        self.assertEqual(
            [sale.ledger_amount, sale.booked_amount, sale.amount], [-40, -30, -10]
        )
        purchase = closing.voucher_ids.filtered(lambda one: one.kind == "purchase")
        self.assertFalse(purchase.move_id)
        self.assertEqual(self._balance(self.stock_account, closing.date_to), 60)

    def test_the_next_month_takes_back_what_was_not_billed(self):
        """T5: shipped and received in one month, invoiced in the next."""
        self._in(10, 100, 3)
        self._out(4, 10)
        self._close()
        self._bill("in_receipt", 10, 10, self._day(5, 1))
        self._bill("out_invoice", 4, 25, self._day(6, 1))
        closing = self._close(1)
        end = closing.date_to
        self.assertEqual(self._balance(self.stock_account, end), 60)
        self.assertEqual(self._balance(self.expense_account, end), 40)
        self.assertEqual(self._balance(self.company._jxc_unbilled_account(), end), 0)
        amounts = {one.kind: one.amount for one in closing.voucher_ids}
        self.assertEqual(amounts, {"purchase": -100, "sale": 40})

    def test_the_hosts_job_at_the_end_of_a_month(self):
        """T5, host 23: on the last day of a month the host's job closes nothing, though
        the company is to be closed monthly. Ours closes the month as it was at its
        end, whenever that is done, and the job books nothing on top of it."""
        self.company.write(
            {"inventory_period": "monthly", "inventory_valuation": "periodic"}
        )
        self._in(10, 100, 3)
        self._out(4, 10)
        self._out(1, self._day(2, 1))
        end = fields.Date.end_of(self.month, "month")
        companies = self.env["res.company"]
        with freeze_time(f"{end} 10:00:00"):
            companies._cron_post_stock_valuation()
        self.assertEqual(self._balance(self.stock_account), 0)
        closing = self._close()
        self.assertEqual(closing.amount, 60)
        self.assertEqual(self._balance(self.stock_account, end), 60)
        for day in range(28, 32):
            with freeze_time(f"{self._day(day, 1)} 10:00:00"):
                companies._cron_post_stock_valuation()
        self.assertEqual(self._balance(self.stock_account), 60)

    def test_losses_have_their_own_account(self):
        """T5, K8: what is lost goes to the account of its place."""
        loss = self.env["account.account"].create(
            {"name": "Losses", "code": "571199", "account_type": "expense"}
        )
        place = self.env["stock.location"].create(
            {
                "name": "Lost",
                "usage": "inventory",
                "company_id": self.company.id,
                "valuation_account_id": loss.id,
            }
        )
        self._in(10, 100, 3)
        move = self.env["stock.move"].create(
            {
                "product_id": self.goods.id,
                "product_uom_qty": 2,
                "location_id": self.stock.id,
                "location_dest_id": place.id,
                "company_id": self.company.id,
                "is_inventory": True,
                "inventory_name": "Lost",
            }
        )
        move._action_confirm()
        move.quantity = 2
        move.picked = True
        move._action_done()
        self._at(move, 20)
        closing = self._close()
        self.assertEqual(self._balance(loss, closing.date_to), 20)
        self.assertEqual(self._balance(self.stock_account, closing.date_to), 80)

    def test_standard_cost_has_a_variance(self):
        """T5: bought at 13, standard 10: 30 are no stock."""
        goods = self._goods("standard", standard_price=10)
        self._in(10, 130, 3, goods)
        closing = self._close()
        amounts = {one.kind: one.amount for one in closing.voucher_ids}
        self.assertEqual(amounts, {"purchase": 130, "variance": -30})
        self.assertEqual(self._balance(self.stock_account, closing.date_to), 100)

    def test_what_was_there_before(self):
        """T5: stock that was counted before the first closed month stands against the
        variation of stock, until the books have it; then it is booked once."""
        goods = self._goods(standard_price=10)
        self._at(self._gain(goods, 10), self._day(1, -1))
        closing = self._closing()
        closing.action_check()
        self.assertEqual(self._found(closing), {"opening": "warning"})
        self._entry(100, self._day(2, -1))
        closing.action_check()
        self.assertEqual(self._found(closing), {"entries": "warning"})
        closing.action_close()
        self.assertEqual(closing.amount, 100)
        self.assertEqual(self._balance(self.stock_account), 100)
        variation = self.stock_account.account_stock_variation_id
        self.assertEqual(self._balance(variation), 0)

    def _gain(self, goods, quantity):
        move = self.env["stock.move"].create(
            {
                "product_id": goods.id,
                "product_uom_qty": quantity,
                "location_id": goods.property_stock_inventory.id,
                "location_dest_id": self.stock.id,
                "company_id": self.company.id,
                "is_inventory": True,
            }
        )
        move._action_confirm()
        move.quantity = quantity
        move.picked = True
        move._action_done()
        return move

    def test_a_bill_of_what_came_before_the_first_closing(self):
        """T5: received before the first closed month and billed in it: nothing is owed
        for it any more, and none of it is cost of sales."""
        self._in(10, 100, self._day(1, -1))
        self._bill("in_receipt", 10, 10, self._day(5))
        closing = self._close()
        self.assertFalse(closing.voucher_ids.move_id)
        self.assertEqual(self._balance(self.stock_account), 100)

    def test_the_average_of_the_month(self):
        """T5: closing makes the month's average final, and books at it."""
        goods = self._goods()
        goods.categ_id.jxc_month_average = True
        self._in(10, 100, 3, goods)
        out = self._out(10, 5, goods)
        self._in(10, 300, 20, goods)
        self.assertTrue(self._rows(goods).filtered("provisional"))
        closing = self._close()
        self.assertFalse(self._rows(goods).filtered("provisional"))
        self.assertEqual(out.value, 200)
        self.assertEqual(self._balance(self.expense_account, closing.date_to), 200)
        self.assertEqual(closing.amount, 200)
        closing.with_user(self.manager).action_reopen("one more")
        self.assertTrue(self._rows(goods).filtered("provisional"))

    def test_warehouses_and_lots(self):
        """T5: the copy of the stock says where and which lot, as the ledger does."""
        self.company.jxc_cost_scope = "warehouse"
        self._in(10, 100, 3)
        closing = self._close()
        self.assertEqual(closing.stock_ids.warehouse_id, self.warehouse)
        self.assertEqual(closing.stock_ids.amount, 100)

    def test_periodic_valuation(self):
        """T5: where bills debit the expense, the closing takes the stock out of it."""
        self.goods.categ_id.property_valuation = "periodic"
        self._in(10, 100, 3)
        self._out(4, 10)
        bill = self._bill("in_receipt", 10, 10, self._day(5))
        line = bill.invoice_line_ids
        self.assertEqual(line.account_id, self.stock_account)
        bill.button_draft()
        line.account_id = self.expense_account
        bill.action_post()
        closing = self._close()
        self.assertEqual(self._balance(self.stock_account, closing.date_to), 60)
        self.assertEqual(self._balance(self.expense_account, closing.date_to), 40)
        self.assertFalse(self.company.jxc_unbilled_account_id)

    def test_what_keeps_a_month_open(self):
        """T5: each check finds what it is for, and shows the records."""
        self._in(5, 0, 2)
        self._in(9, 9, self._day(2, 1))
        self._out(8, 4)
        draft = self._bill("in_receipt", 1, 10, self._day(5))
        draft.button_draft()
        self._entry(7, self._day(6))
        closing = self._closing()
        closing.action_check()
        found = self._found(closing)
        self.assertEqual(
            found,
            {
                "documents": "blocked",
                "negative_end": "blocked",
                "negative": "warning",
                "zero_cost": "warning",
                "entries": "warning",
            },
        )
        self.assertEqual(closing.state, "open")
        with self.assertRaises(UserError):
            closing.action_close()
        records = {
            check.code: self.env[check.res_model].search(check.action_open()["domain"])
            for check in closing.check_ids
            if check.count
        }
        self.assertEqual(records["documents"], draft)
        self.assertEqual(records["negative_end"], self.goods)
        self.assertEqual(records["zero_cost"].product_id, self.goods)
        self.assertEqual(records["entries"].balance, 7)

    def test_shelves_that_are_not_the_ledger(self):
        """T5, K1: a quantity that somebody wrote without a movement is found."""
        self._in(10, 100, 2)
        quant = self.env["stock.quant"].search(
            [("product_id", "=", self.goods.id), ("location_id", "=", self.stock.id)]
        )
        quant.sudo().quantity = 11
        closing = self._closing()
        closing.action_check()
        self.assertIn("quants", self._found(closing))

    def test_in_order_and_only_when_over(self):
        """T5: no month before it is over, none with a gap, none twice."""
        with self.assertRaises(UserError):
            self._close(3)
        self._close()
        with self.assertRaises(UserError):
            self._close(2)
        self._close(1)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._closing(1)

    def test_pressing_twice(self):
        """T5: a second press books nothing more."""
        self._in(10, 100, 3)
        closing = self._close()
        entries = closing.voucher_ids.move_id
        closing.action_close()
        self.assertEqual(closing.voucher_ids.move_id, entries)
        self.assertEqual(self._balance(self.stock_account), 100)

    def test_the_hosts_closing_is_refused(self):
        """T5: it would book the same again."""
        self._in(10, 100, 3)
        self._close()
        with self.assertRaises(UserError):
            self.company.action_close_stock_valuation(auto_post=True)
        self.assertEqual(self.company.inventory_period, "manual")

    def test_reopening(self):
        """T5: the last month, by a manager, with a reason; its vouchers leave."""
        self._in(10, 100, 3)
        first, second = self._close(), self._close(1)
        entries = first.voucher_ids.move_id
        manager = first.with_user(self.manager)
        with self.assertRaises(AccessError):
            second.with_user(self.accountant).action_reopen("because")
        with self.assertRaises(UserError):
            manager.action_reopen("not the last")
        with self.assertRaises(UserError):
            second.with_user(self.manager).action_reopen("  ")
        second.with_user(self.manager).action_reopen("wrong")
        wizard = self.env["jxc.closing.reopen"].with_user(self.manager)
        wizard.create({"closing_id": first.id, "reason": "a bill"}).action_reopen()
        self.assertEqual(first.state, "open")
        self.assertEqual(set(entries.mapped("state")), {"cancel"})
        self.assertEqual(self._balance(self.stock_account), 0)
        self.assertFalse(first.stock_ids)
        self.assertFalse(self.company.sudo().jxc_closed_until)
        self.assertIn("a bill", "".join(first.message_ids.mapped("body")))
        self._in(5, 60, 8)
        first.with_user(self.accountant).action_close()
        self.assertEqual(first.amount, 160)
        self.assertEqual(self._balance(self.stock_account), 160)

    def test_another_company_is_not_closed(self):
        """T5: a month is of one company."""
        self._in(10, 100, 3)
        self._close()
        other = self._trader("Other")
        self.assertFalse(other.sudo().jxc_closed_until)
        self.assertFalse(
            self.env["jxc.closing"]
            .with_user(self.accountant)
            .with_context(allowed_company_ids=self.accountant.company_id.ids)
            .search([("company_id", "=", other.id)])
        )

    def test_nobody_else(self):
        """F2: a keeper sees nothing of it, an accountant does not write the figures."""
        self._in(10, 100, 3)
        closing = self._close()
        self.assertFalse(closing.with_user(self.keeper).has_access("read"))
        for vals in ({"state": "open"}, {"amount": 1}, {"month": "2020-01-01"}):
            with self.assertRaises(UserError):
                closing.write(vals)
        with self.assertRaises(UserError):
            closing.unlink()
        with self.assertRaises(UserError):
            self.env["jxc.closing"].with_user(self.accountant).create(
                {"month": self._day(1, 1), "state": "closed"}
            )
        for records in (closing.stock_ids, closing.voucher_ids, closing.check_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.manager).write({"closing_id": closing.id})
        with self.assertRaises(AccessError):
            self.company.with_user(self.manager).jxc_closed_until = False

    def test_accounts_are_asked_once(self):
        """T5: a closing asks for the accounts of a category once, from the checks to
        the proof, and of nothing that came with a request."""
        for number in range(3):
            product = self._goods()
            self._in(10, 100, 3 + number, product)
            self._out(4, 10, product)
        asked, closings = [], type(self.env["jxc.closing"])
        ask = closings._jxc_product_accounts

        def note(closing, product):
            asked.append(product.categ_id)
            return ask(closing, product)

        self.patch(closings, "_jxc_product_accounts", note)
        closing = self._closing().with_context(jxc_closing_accounts={None: {}})
        closing.action_check()
        self.assertEqual(len(asked), 4)
        closing.action_close()
        self.assertEqual(closing.state, "closed")
        self.assertEqual(len(asked), 8)
        self.assertEqual(len(set(asked)), 4)

    def test_queries(self):
        """T5: forty products take no more queries than four."""
        counts = []
        for number in (4, 36):
            for _number in range(number):
                product = self._product("Rice", categ_id=self.goods.categ_id.id)
                self._in(10, 100, 3, product)
                self._out(4, 10, product)
            self.env.flush_all()
            if not counts:
                closing = self._closing()
                closing.action_check()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            closing.action_check()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 10)
        self.assertLess(counts[1], 120)
        self.env.invalidate_all()
        products = self._statements('FROM "product_product"')
        closing.action_close()
        self.assertEqual(closing.state, "closed")
        self.assertEqual(len(products), 1)
