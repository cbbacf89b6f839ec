"""From the quotation to the matched payment: currency × company × when and how the
receivable is made. What is expected was reckoned by hand, on paper:

20 at 88.88 are 1,777.60, and 231.09 of tax: 2,008.69.
 8 are 711.04 + 92.44 = 803.48; 6 are 533.28 + 69.33 = 602.61: two invoices, 1,406.09;
14 are 1,244.32 + 161.76: one invoice of 1,406.08.
 2 that come back are 177.76 + 23.11 = 200.87. 12 are left.
"""

from datetime import timedelta

from seller import SellerCase

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestSelling(SellerCase):
    """S1 to S9, V1: approved, shipped in two parts, some of it taken back, the rest
    given up, paid in two parts with a fee and a difference, unmatched in between."""

    # --- the steps ------------------------------------------------------------------

    def _ordered(self):
        order = self._quoted(20, 88.88)
        self.assertEqual(
            (order.amount_untaxed, order.amount_tax, order.amount_total),
            (1777.60, 231.09, 2008.69),
        )
        order.action_confirm()
        self.assertEqual((order.state, order.jxc_approval_state), ("draft", "pending"))
        self.assertEqual(self._promised(), (30, 30), "nothing before the approval")
        self._approve(order)
        self.assertEqual(order.state, "sale")
        self.assertEqual(self._promised(), (30, 10))
        late = self._quoted(11, 95)
        with self.assertRaisesRegex(UserError, "罐头"):
            late.action_confirm()
        self.assertEqual(late.state, "draft")
        notice = self._deliveries(order, "assigned")
        todo = notice.sudo().activity_ids.filtered(
            lambda a: a.user_id == self.people["keeper"]
        )
        self.assertEqual(len(todo), 1, "the keeper has the delivery notice")
        rate = 1 if self.money == self.mine.currency_id else 7.2
        self.assertEqual(self._expected(), {"sale": round(2008.69 * rate, 2)})
        return order

    def _delivered(self, order):
        """In two parts; the invoices are there when they should be."""
        parts = []
        for quantity in (8, 6):
            delivery = self._ship(order, quantity)
            parts.append(delivery)
            if self.mine.jxc_invoice_on == "proof":
                drafts = len(self._invoices(order))
                self._sign(delivery)
                if self.mine.jxc_invoicing == "delivery":
                    self.assertEqual(len(self._invoices(order)), drafts + 1)
        self.assertEqual(self._promised(), (16, 10))
        with self.assertRaises(AccessError):
            self._invoices(order).with_user(self.people["keeper"]).read(["name"])
        invoices = self._invoices(order)
        self.assertEqual(set(invoices.mapped("state")), {"draft"})
        self.assertEqual(invoices.company_id, self.mine)
        self.assertEqual(invoices.currency_id, self.money)
        self.assertEqual(
            invoices.mapped("amount_total"),
            [1406.08] if self.collected else [803.48, 602.61],
        )
        return parts

    def _given_up(self, order, delivery):
        """2 come back at the price they were sold at, 6 are not wanted any more."""
        self._take_back(delivery, 2)
        credit = self._invoices(order, "draft")
        self.assertEqual(
            (credit.move_type, credit.amount_total), ("out_refund", 200.87)
        )
        self._post(order, days_ago=40)
        with self.assertRaisesRegex(UserError, order.name):
            order.action_cancel()
        order.order_line.product_uom_qty = 12
        self._deliveries(order, "assigned", "confirmed").action_cancel()
        self.assertEqual(self._promised(), (18, 18))
        self.assertEqual((order.state, order.invoice_status), ("sale", "invoiced"))
        seen = self._as("manager", order)
        seen.invalidate_recordset()
        self.assertEqual(seen.jxc_cogs, 12 * 60)
        with self.assertRaises(AccessError):
            order.read(["jxc_cogs"])

    def _part_paid(self, order):
        """500 go to the oldest; unmatched, they are open again; and once more."""
        self._paid(500)
        self._match()
        # 803.48 less 200.87 and 500, or 1,406.08 less these.
        left = [705.21] if self.collected else [102.61, 602.61]
        # An invoice is 40 days old, and due after 30; booked at 7.00.
        book = 1 if self.money == self.mine.currency_id else 7.0
        opened = [(amount, round(amount * book, 2), 10) for amount in left]
        self.assertEqual(self._open(), opened)
        first = self._invoices(order)[0]
        self.assertEqual(first.payment_state, "partial")
        payments = self.env["account.payment"].search(
            [("partner_id", "=", self.customer.id)]
        )
        items = payments.move_id.line_ids
        partials = items.matched_debit_ids | items.matched_credit_ids
        self._as("accountant", partials).action_jxc_unmatch()
        # The credit note stays matched, 602.61 are left of 803.48.
        owed = [1205.21] if self.collected else [602.61, 602.61]
        advance = (-500, -500 if book == 1 else -3600, 0)
        self.assertEqual(
            self._open(), [(a, round(a * book, 2), 10) for a in owed] + [advance]
        )
        self._match()
        self.assertEqual(self._open(), opened)
        return left

    def _stated(self, left):
        """The statement to date: invoices, the credit note, the payment."""
        maker = self._as("accountant", self.env["jxc.statement.make"]).create(
            {
                "company_id": self.mine.id,
                "side": "receivable",
                "date_from": self.today - timedelta(days=60),
                "date_to": self.today,
                "partner_ids": [fields.Command.set(self.customer.ids)],
            }
        )
        action = maker.action_make()
        statement = self._as("accountant", self.env["jxc.statement"])
        statement = statement.search(action["domain"])
        self.assertEqual(len(statement), 1)
        self.assertEqual(statement.currency_id, self.money)
        invoiced = 1406.08 if self.collected else 1406.09
        self.assertEqual(
            [
                round(figure, 2)
                for figure in (
                    statement.opening,
                    statement.increase,
                    statement.decrease,
                    statement.closing,
                )
            ],
            [0, invoiced, 700.87, round(invoiced - 700.87, 2)],
        )
        self.assertEqual(round(sum(left), 2), round(statement.closing, 2))
        goods = statement.line_ids.goods_ids
        self.assertEqual(sum(goods.mapped("quantity")), 12, "less what came back")
        statement.action_send()
        statement.action_confirm()
        self.assertEqual(statement.state, "confirmed")
        return statement

    # --- the matrix -----------------------------------------------------------------

    def _sell(self, company, currency=None, on="shipment", per="delivery"):
        self._case(company, currency, on, per)
        self.collected = per == "month"
        order = self._ordered()
        _first, second = self._delivered(order)
        self._post(order, days_ago=40)
        self._given_up(order, second)
        left = self._part_paid(order)
        statement = self._stated(left)
        foreign = self.money != self.mine.currency_id
        rest = round(sum(left), 2)
        # At today's 7.20, 705.22 will bring 5,077.58, and 705.21 5,077.51.
        rate = 7.2 if foreign else 1
        self.assertEqual(self._expected(), {"receivable": round(rest * rate, 2)})

        # 700 come, the bank kept 5.00, and some cents are forgiven.
        self._paid(700)
        self._match(fee_amount=5.0, small_amount=round(rest - 705, 2))
        self.assertEqual(self._open(), [])
        self.assertEqual(self._expected(), {})
        self.assertFalse(
            self._invoices(order).filtered(
                lambda invoice: invoice.payment_state not in ("paid", "in_payment")
            )
        )
        fee, small = (36.0, 1.58) if foreign else (5.0, 0.22)
        if self.collected:
            small = 1.51 if foreign else 0.21
        self.assertEqual(self._booked("jxc_bank_fee_account_id"), fee)
        self.assertEqual(
            self._booked("default_cash_difference_expense_account_id"), small
        )
        # 1,205.22 (or .21) were owed at 7.00 and settled at 7.20.
        gain = -241.04 if foreign else 0
        self.assertEqual(self._booked("income_currency_exchange_account_id"), gain)
        self.assertEqual(self._booked("expense_currency_exchange_account_id"), 0)
        items = self.env["account.move.line"].search(
            [
                ("partner_id", "=", self.customer.id),
                ("account_id.account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        self.assertEqual(items.company_id, company)
        self.assertAlmostEqual(sum(items.mapped("balance")), 0.0)
        self.assertAlmostEqual(sum(items.mapped("amount_currency")), 0.0)
        self.assertFalse(items.filtered(lambda item: not item.reconciled))
        statement.invalidate_recordset()
        self.assertEqual(statement.state, "confirmed", "agreed is agreed")

    def test_yuan_on_shipment_per_delivery(self):
        self._sell(self.company)

    def test_yuan_on_proof_collected(self):
        self._sell(self.company, on="proof", per="month")

    def test_dollars_on_shipment_collected(self):
        self._sell(self.company, self.dollar, per="month")

    def test_dollars_on_proof_per_delivery(self):
        self._sell(self.company, self.dollar, on="proof")

    def test_the_second_company_in_yuan_on_shipment_collected(self):
        self._sell(self.branch, per="month")

    def test_the_second_company_in_yuan_on_proof_per_delivery(self):
        self._sell(self.branch, on="proof")

    def test_the_second_company_in_dollars_on_shipment_per_delivery(self):
        self._sell(self.branch, self.dollar)

    def test_the_second_company_in_dollars_on_proof_collected(self):
        self._sell(self.branch, self.dollar, on="proof", per="month")
