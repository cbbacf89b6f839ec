from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import PayableCase


@tagged("post_install", "-at_install")
class TestAccrual(PayableCase):
    """P9: 暂估, once a month, and taken back on the next day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.day = cls._last_day()

    def _accrual(self, user=None, **values):
        accruals = self.env["jxc.payable.accrual"].with_user(user or self.accountant)
        return accruals.create({"month": self.day, **values})

    def _received(self, qty=10, price=10.0, **product):
        goods = self._product("暂估货", **product) if product else None
        order = self._order(qty=qty, price=price, product=goods)
        self._receive(order)
        self._happened(order, self.day)
        return order

    def _balance(self, account, day):
        lines = self.env["account.move.line"].search(
            [
                ("account_id", "=", account.id),
                ("parent_state", "=", "posted"),
                ("date", "<=", day),
                ("company_id", "=", self.company.id),
            ]
        )
        return sum(lines.mapped("balance"))

    def test_posted_and_taken_back(self):
        """P9: owed at the month's end, gone on the first, and billed once."""
        order = self._received()
        accrual = self._accrual()
        self.assertEqual(accrual.month, self.day.replace(day=1))
        accrual.action_post()
        self.assertEqual(accrual.state, "posted")
        mine = accrual.line_ids.filtered(lambda one: one.order_id == order)
        self.assertEqual(mine.amount, 100.0)
        entry, back = accrual.move_id, accrual.reversal_id
        self.assertEqual((entry.date, back.date), (self.day, accrual.date_reversed))
        self.assertEqual((entry.state, back.state), ("posted", "posted"))
        account = self.company.jxc_accrual_account_id
        self.assertEqual(account.account_type, "liability_current")
        self.assertEqual(self._balance(account, self.day), -accrual.amount)
        self.assertEqual(self._balance(account, accrual.date_reversed), 0.0)
        bill = self._bills(order)
        goods = bill.invoice_line_ids.account_id
        debit = entry.line_ids.filtered(lambda one: one.product_id == self.product)
        self.assertEqual(debit.mapped("account_id"), goods)
        self.assertEqual(sum(debit.mapped("balance")), 100.0)
        owed = entry.line_ids.filtered(lambda one: one.partner_id == self.vendor)
        self.assertEqual(sum(owed.mapped("balance")), 0.0)
        self.assertEqual(order.order_line.qty_invoiced, 10)
        self._billed(bill, accrual.date_reversed)
        self.assertFalse(accrual.stale)

    def test_once(self):
        """P9: one per company and month; the button pressed again does nothing."""
        self._received()
        accrual = self._accrual()
        with self.assertRaisesRegex(Exception, "month"), self.env.cr.savepoint():
            self._accrual()
        accrual.action_post()
        with self.assertRaises(UserError):
            accrual.action_post()
        entries = self.env["account.move"].search([("jxc_accrual_id", "=", accrual.id)])
        self.assertEqual(len(entries), 2)

    def test_cancelled_with_trace(self):
        """P9: with a reason; both entries stay, cancelled; then accrued again."""
        order = self._received()
        accrual = self._accrual()
        accrual.action_post()
        for way in (accrual.move_id.button_draft, accrual.reversal_id.button_cancel):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                way()
        self._billed(self._bills(order), self.day)
        self.assertTrue(accrual.stale)
        with self.assertRaises(UserError):
            accrual.action_cancel(" ")
        wizard = self.env["jxc.payable.accrual.cancel"].with_user(self.accountant)
        wizard.create({"accrual_id": accrual.id, "reason": "补录发票"}).action_cancel()
        self.assertEqual((accrual.state, accrual.cancel_reason), ("cancel", "补录发票"))
        self.assertEqual(accrual.move_id.state, "cancel")
        self.assertEqual(accrual.reversal_id.state, "cancel")
        with self.assertRaises(UserError):
            accrual.unlink()
        other = self._received(qty=3)
        again = self._accrual()
        again.action_post()
        self.assertIn(other, again.line_ids.order_id)
        self.assertNotIn(order, again.line_ids.order_id)

    def test_when(self):
        """P9: not before the month is over, nor into closed books, nor for nothing."""
        future = self._accrual(month=fields.Date.today() + timedelta(days=62))
        with self.assertRaises(UserError):
            future.action_post()
        self._received()
        accrual = self._accrual()
        self.company.sudo().fiscalyear_lock_date = self.day
        with self.assertRaisesRegex(UserError, "|".join(("closed", "结账", "关账"))):
            accrual.action_post()
        self.company.sudo().fiscalyear_lock_date = False
        accrual.action_post()
        self.company.sudo().fiscalyear_lock_date = self.day
        with self.assertRaises(UserError):
            accrual.action_cancel("迟了")

    def test_after_a_closing_of_stock(self):
        """P9: goods that a closing has put into stock are not put there twice."""
        self._received()
        accrual = self._accrual()
        journal = self.company._jxc_accrual_journal()
        account = self.company._jxc_accrual_account()
        closing = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": self.day,
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": one})
                    for one in (1.0, -1.0)
                ],
            }
        )
        closing.action_post()
        self.company._save_closing_id(closing.id)
        with self.assertRaises(UserError):
            accrual.action_post()
        closing.button_draft()
        accrual.action_post()

    def test_returned_after_the_accrual(self):
        """P9: the month stays; the next one is owed less."""
        order = self._order(qty=10)
        receipt = self._receive(order)
        self._happened(order, self.day)
        accrual = self._accrual()
        accrual.action_post()
        self._return(receipt, 4)
        self.assertFalse(accrual.stale)
        self.assertEqual(self._unbilled(order), [(6.0, 10.0, 60.0, 60.0)])

    def test_currencies_and_vendors(self):
        """P9: in the order's currency at the rate of the day, credits by vendor."""
        foreign = self.env["res.currency"].create(
            {
                "name": "XJU",
                "symbol": "U",
                "rate_ids": [
                    Command.create({"name": "2000-01-01", "company_rate": 1 / 7})
                ],
            }
        )
        own = self._received(qty=1)
        order = self._order(qty=3, confirm=False)
        order.currency_id = foreign
        order.order_line.price_unit = 9.99
        order.button_confirm()
        self._receive(order)
        self._happened(order, self.day)
        accrual = self._accrual()
        accrual.action_post()
        self.assertIn(own, accrual.line_ids.order_id)
        account = self.company.jxc_accrual_account_id
        owed = accrual.move_id.line_ids.filtered(
            lambda one: one.account_id == account and one.partner_id == self.vendor
        )
        self.assertEqual(
            sorted(owed.mapped(lambda one: (one.amount_currency, one.balance))),
            [(-29.97, -209.79), (-10.0, -10.0)],
        )

    def test_by_whom(self):
        """P9: accountants, by the buttons; a company does not see another's."""
        self._received()
        accrual = self._accrual()
        for user in (self.buyer, self.keeper, self.inspector, self.salesperson):
            with self.assertRaises(AccessError):
                self._accrual(user)
            for call in ("action_compute", "action_post"):
                with self.assertRaises(AccessError):
                    getattr(accrual.with_user(user), call)()
        for values in ({"state": "posted"}, {"amount": 1}, {"line_ids": []}):
            with self.assertRaises(UserError):
                accrual.write(values)
        with self.assertRaises(UserError):
            self._accrual(month=self.day.replace(year=2001), state="posted")
        with self.assertRaises(AccessError):
            accrual.line_ids.create({"accrual_id": accrual.id})
        other = self.env["res.company"].create({"name": "暂估二公司"})
        foreign = self.env["jxc.payable.accrual"].create(
            {"month": self.day, "company_id": other.id}
        )
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            foreign.with_user(self.accountant).action_post()
