"""What is owed after the goods have left: set off, limited, asked for, brought by the
bank, agreed on; in dollars, in the second company. A dollar was 7.00 yuan until a week
ago, and is 7.20 since. Reckoned by hand:

10 at 95 are 950.00 and 123.50 of tax: 1,073.50; in yuan 7,514.50, now 7,729.20.
 1 at 95 is 107.35, in yuan now 772.92. 2 that come back are 214.70.
"""

import re
from base64 import b64encode
from datetime import timedelta

from seller import SellerCase

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged


class SettledCase(SellerCase):
    def setUp(self):
        super().setUp()
        self._case(self.branch, self.dollar)

    def _sold(self, quantity=10):
        order = self._quoted(quantity, 95)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        return order

    def _invoiced(self, quantity=10, days_ago=40):
        """What was sold, shipped and posted."""
        order = self._sold(quantity)
        delivery = self._ship(order, quantity)
        self._post(order, days_ago)
        return self._invoices(order), delivery


@tagged("post_install", "-at_install")
class TestSellingSettled(SettledCase):
    """S3, S8, S9, P10, V1: by the accountant, the salesperson, the keeper, the
    manager; and none of it by people of the first company."""

    # --- set off --------------------------------------------------------------------

    def _bill(self, amount):
        """The customer sells us something, too."""
        line = {"name": "纸箱", "price_unit": amount, "tax_ids": [Command.clear()]}
        bill = self._as("accountant", self.env["account.move"]).create(
            {
                "move_type": "in_invoice",
                "partner_id": self.customer.id,
                "invoice_date": self.today,
                "invoice_date_due": self.today,
                "invoice_payment_term_id": False,
                "currency_id": self.money.id,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        bill.action_post()
        return bill

    def _set_off(self, **ticked):
        bench = self._as("accountant", self.env["jxc.settlement.match"]).create(
            {
                "partner_id": self.customer.id,
                "side": "setoff",
                "company_id": self.mine.id,
                "currency_id": self.money.id,
                "date": self.today,
            }
        )
        if ticked:
            (bench.debit_line_ids + bench.credit_line_ids).write(ticked)
        else:
            bench.action_oldest_first()
        bench.action_match()
        return bench

    def test_a_bill_is_set_off(self):
        """S9, P10: 400 of 1,073.50; the rates' difference is booked; undone, both are
        open as before; then a part of it, and the rest is paid."""
        invoice, _delivery = self._invoiced()
        bill = self._bill(400)
        bench = self._set_off()
        self.assertEqual((invoice.amount_residual, bill.amount_residual), (673.50, 0))
        items = bill.line_ids.matched_debit_ids.debit_move_id
        entry = items.move_id.filtered(lambda move: move != bill)
        self.assertEqual(entry.company_id, self.mine)
        self.assertEqual(entry.journal_id.company_id, self.mine)
        # 400 that were 2,800.00 are worth 2,880.00.
        self.assertEqual(self._booked("income_currency_exchange_account_id"), -80)
        self.assertEqual(self._open(), [(673.50, 4714.50, 10)])
        bench.partial_ids[0].action_jxc_unmatch()
        self.assertEqual(
            (invoice.amount_residual, bill.amount_residual), (1073.50, 400)
        )
        self.assertEqual(self._booked("income_currency_exchange_account_id"), 0)
        self._set_off(selected=True, amount=150)
        self.assertEqual((invoice.amount_residual, bill.amount_residual), (923.50, 250))
        self.assertEqual(self._booked("income_currency_exchange_account_id"), -30)
        self._paid(923.50)
        self._match()
        self.assertEqual(self._open(), [(250, 1800, 0)], "the rest of the bill")
        # 1,073.50 at 0.20 in all.
        self.assertEqual(self._booked("income_currency_exchange_account_id"), -214.70)
        with self.assertRaises(AccessError):
            self._stranger("accountant", bench.partial_ids[0]).action_jxc_unmatch()

    # --- credit ---------------------------------------------------------------------

    def _stopped(self, order, *told):
        delivery = self._deliveries(order, "assigned").ensure_one()
        for role, shown in (("salesperson", True), ("keeper", False)):
            seen = self._as(role, delivery).jxc_credit_hold
            self.assertTrue(seen)
            for text in told:
                self.assertEqual(text in seen, shown, (role, seen))
        with self.assertRaisesRegex(UserError, delivery.name), self.env.cr.savepoint():
            self._ship(order, sum(delivery.move_ids.mapped("product_uom_qty")))
        self.assertEqual(delivery.state, "assigned")
        return delivery

    def _release(self, role, delivery):
        releases = self._as(role, self.env["jxc.credit.release"])
        return releases.create({"picking_id": delivery.id, "reason": "明天付款"})

    def test_credit_stops_and_is_released(self):
        """S3: 8,000 yuan; dollars count at today's rate; a part may leave; a release
        of the manager, money, and goods that come back let the next one go."""
        self.mine.jxc_credit_block = "shipment"
        self.mine.account_use_credit_limit = True
        self.customer.with_company(self.mine).credit_limit = 8000
        self._invoiced(10, days_ago=0)
        order = self._sold(1)
        delivery = self._stopped(order, "8,502.12", "8,000.00")
        for role in ("salesperson", "keeper", "accountant"):
            with self.assertRaises(AccessError):
                self._release(role, delivery)
        with self.assertRaises(AccessError):
            self.env["jxc.credit.release"].with_user(self.manager).create(
                {"picking_id": delivery.id, "reason": "他"}
            )
        self.assertEqual(self._release("manager", delivery).amount, 772.92)
        first = self._ship(order, 1)
        self._post(order)
        second = self._sold(2)
        # 8,502.12 and 1,545.84; 200 dollars are 1,440.00.
        self._stopped(second, "10,047.96")
        self._paid(200)
        self.env.invalidate_all()
        self._stopped(second, "8,607.96")
        self._ship(second, 1)
        rest = self._stopped(second, "8,607.96")
        self._take_back(first, 1)
        self._post(order)
        self.env.invalidate_all()
        self.assertFalse(rest.jxc_credit_hold)
        second.order_line.product_uom_qty = 1
        self.env.invalidate_all()
        self.assertEqual(rest.state, "cancel")

    # --- dunning --------------------------------------------------------------------

    def _letters(self):
        run = self._as("accountant", self.env["jxc.dunning.run"])
        run = run.create({"partner_ids": [Command.set(self.customer.ids)]})
        action = run.action_propose()
        found = self._as("accountant", self.env["jxc.dunning.letter"])
        return found.search(action["params"]["next"]["domain"])

    def test_a_letter_is_sent(self):
        """S9: ten days late; in dollars; what was paid and what came back is taken off;
        a draft is taken back, a letter stays; the first company sees neither."""
        invoice, delivery = self._invoiced()
        letter = self._letters()
        self.assertEqual(
            (letter.company_id, letter.currency_id, letter.total, letter.line_ids.days),
            (self.mine, self.dollar, 1073.50, 10),
        )
        self._paid(73.50)
        letter.action_cancel()
        letter = self._letters()
        self.assertEqual(letter.total, 1000)
        self._match()
        self._take_back(delivery, 2)
        order = invoice.line_ids.sale_line_ids.order_id
        self._post(order)
        self._match()
        letter = self._letters()
        self.assertEqual((letter.total, letter.line_ids.move_id), (785.30, invoice))
        customer = self.customer
        customer.user_id = self.people["salesperson"]
        letter = self._letters()
        theirs = self._as("salesperson", self.env["jxc.dunning.letter"])
        mine = [("partner_id", "=", customer.id)]
        self.assertFalse(theirs.search(mine), "a draft")
        letter.action_send()
        self.assertEqual(theirs.search(mine).total, 785.30)
        for role in ("accountant", "manager", "salesperson"):
            self.assertFalse(self._stranger(role, letter).search(mine))
        with self.assertRaisesRegex(UserError, letter.name), self.env.cr.savepoint():
            letter.action_cancel()
        with self.assertRaises(UserError):
            self._letters()
        self._paid(785.30)
        self._match()
        with self.assertRaises(UserError):
            self._letters()
        self.assertEqual(self._open(), [])

    # --- the bank -------------------------------------------------------------------

    def _dollar_bank(self):
        return self.env["account.journal"].create(
            {
                "name": "美元账户",
                "code": "USD9",
                "type": "bank",
                "company_id": self.mine.id,
                "currency_id": self.dollar.id,
            }
        )

    def _imported(self, bank, *amounts):
        head = "交易日期,借方发生额,贷方发生额,对方户名,币种,摘要,交易流水号"
        rows = [
            f"{self.today},{-amount if amount < 0 else ''},"
            f"{amount if amount > 0 else ''},{self.customer.name},USD,货款,S{amount}"
            for amount in amounts
        ]
        file = b64encode("\n".join([head, *rows]).encode("gb18030"))
        dialog = self._as("accountant", self.env["jxc.bank.import"]).create(
            {"journal_id": bank.id, "filename": "boc.csv", "file": file}
        )
        dialog.action_read()
        self.assertEqual((dialog.error_count, dialog.new_count), (0, len(amounts)))
        dialog.action_import()
        lines = self._as("accountant", self.env["account.bank.statement.line"])
        return lines.search([("journal_id", "=", bank.id)], order="id")

    def test_the_bank_brings_the_money(self):
        """S8, S9: a file of the dollar account: one row is proposed for certain and
        matched, a part of another is; undone and matched again; one goes back."""
        first, _delivery = self._invoiced(10)
        second, delivery = self._invoiced(4, days_ago=38)
        self.assertEqual(second.amount_total, 429.40)
        bank = self._dollar_bank()
        whole, part = self._imported(bank, 1073.50, 300)
        self.assertEqual((whole.company_id, whole.currency_id), (self.mine, self.money))
        self.assertEqual(whole.jxc_partner_id, self.customer)
        self.assertEqual((whole.jxc_certainty, whole.jxc_reason), ("certain", "amount"))
        self.assertEqual(part.jxc_certainty, "likely")
        whole.action_jxc_accept_certain()
        self.assertEqual(whole.is_reconciled, True)
        self.assertEqual((first.amount_residual, second.amount_residual), (0, 429.40))
        self.assertEqual(self._booked("income_currency_exchange_account_id"), -214.70)
        part.action_jxc_accept()
        self.assertEqual(second.amount_residual, 129.40)
        self.assertEqual(self._open(), [(129.40, 905.80, 8)])
        whole.action_jxc_undo()
        self.assertEqual(first.amount_residual, 1073.50)
        self.assertEqual(self._booked("income_currency_exchange_account_id"), -60)
        whole.action_jxc_accept()
        # All four come back; 300 are the customer's again.
        self._take_back(delivery, 4)
        self._post(second.line_ids.sale_line_ids.order_id)
        self._match()
        self.assertEqual([row[:2] for row in self._open()], [(-300, -2160)])
        back = self._imported(bank, -300)[-1]
        self.assertEqual(back.jxc_partner_id, self.customer)
        back.action_jxc_accept()
        self.assertEqual(self._open(), [])
        for role in ("accountant", "manager"):
            with self.assertRaises(AccessError):
                self._stranger(role, whole).action_jxc_undo()


@tagged("post_install", "-at_install")
class TestSellingPortal(SettledCase, HttpCase):
    """S9: the customer reads in dollars what the second company asks for."""

    def _clerk(self, name, partner):
        clerk = new_test_user(
            self.env,
            name,
            "base.group_portal",
            company_id=self.mine.id,
            company_ids=[Command.set(self.mine.ids)],
        )
        clerk.partner_id.write({"parent_id": partner.id, "company_id": False})
        return clerk

    def _page(self, user, statement):
        self.authenticate(user.login, user.login)
        page = self.url_open(f"/my/statements/{statement.id}")
        self.assertEqual(page.status_code, 200)
        return page

    def test_the_customer_agrees(self):
        """S9: 1,073.50 less 214.70 that came back and 300 that were paid."""
        invoice, delivery = self._invoiced()
        self._take_back(delivery, 2)
        self._post(invoice.line_ids.sale_line_ids.order_id)
        self._paid(300)
        self._match()
        statement = self._as("accountant", self.env["jxc.statement"]).make(
            self.mine,
            "receivable",
            self.today - timedelta(days=60),
            self.today,
            self.customer,
        )
        self.assertEqual(
            (statement.currency_id, statement.closing), (self.dollar, 558.80)
        )
        clerk = self._clerk("clerk", self.customer)
        rival = self._clerk("rival", self.customer.copy({"name": "同行"}))
        self.assertNotIn(invoice.name, self._page(clerk, statement).text, "a draft")
        statement.action_send()
        self.assertNotIn(invoice.name, self._page(rival, statement).text)
        page = self._page(clerk, statement)
        self.assertIn(self.mine.name, page.text)
        for text in (invoice.name, "1,073.50", "214.70", "558.80", "$"):
            self.assertIn(text, page.text)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
        answer = f"/my/statements/{statement.id}/answer"
        self.url_open(answer, data={"csrf_token": token, "decision": "agree"})
        statement.invalidate_recordset()
        self.assertEqual(statement.state, "confirmed")
        self.assertEqual(statement.answered_by, clerk.name)
