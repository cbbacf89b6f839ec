from datetime import timedelta

from odoo import Command
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import CashflowCase


@tagged("post_install", "-at_install")
class TestForecast(CashflowCase):
    def _day(self, days):
        return self.today + timedelta(days)

    def _oracle(self, forecast):
        """Opening, and what the host says is open and drafted, record by record."""
        items = self.env["account.move.line"].search(
            [
                ("company_id", "=", self.company.id),
                ("account_type", "in", ("asset_receivable", "liability_payable")),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
            ]
        )
        own, open_amount = self.company.currency_id, 0.0
        for item in items:
            open_amount += item.currency_id._convert(
                item.amount_residual_currency, own, self.company, self.today
            )
        return own.round(forecast.opening + open_amount)

    def test_open_items_by_due_date(self):
        """V1: what is not due waits, what is overdue is expected today."""
        late = self._invoice(100.0, days_ago=40)
        bill = self._invoice(30.0, days_ago=-20, move_type="in_invoice")
        forecast = self._forecast()
        lines = self._lines(forecast, late, bill)
        self.assertEqual(lines.mapped("amount"), [100.0, -30.0])
        self.assertEqual(lines.mapped("date"), [self.today, self._day(20)])
        self.assertEqual(lines.mapped("kind"), ["receivable", "payable"])

    def test_sum_is_the_books(self):
        """V1: Σ lines = opening + Σ open items − advances left over, to the cent."""
        foreign = self._foreign()
        self._invoice(0.07, days_ago=3)
        self._invoice(1234.56, days_ago=-3, currency_id=foreign.id)
        self._invoice(33.33, move_type="in_invoice")
        self._invoice(10.01, move_type="out_refund")
        self._pay(500.0)
        self._pay(900.0, payment_type="outbound")
        forecast = self._forecast(date_to=self._day(700))
        posted = forecast.line_ids.filtered(
            lambda li: li.kind in ("opening", "receivable", "payable")
        )
        own = self.company.currency_id
        total = own.round(sum(posted.mapped("amount")) - forecast.left_over)
        self.assertEqual(own.compare_amounts(total, self._oracle(forecast)), 0)
        everything = own.round(sum(forecast.line_ids.mapped("amount")))
        self.assertEqual(forecast.closing, everything)

    def test_advances(self):
        """P10: an advance pays the first due; what is left moves no money."""
        first = self._invoice(100.0, days_ago=-10)
        second = self._invoice(50.0, days_ago=-20)
        self._pay(120.0)
        forecast = self._forecast()
        self.assertEqual(self._lines(forecast, first, second).mapped("amount"), [30.0])
        self._pay(80.0)
        forecast = self._forecast()
        self.assertFalse(self._lines(forecast, first, second))
        self.assertEqual(forecast.left_over - self.before.left_over, 50.0)

    def test_opening_and_booked_ahead(self):
        """The money that is in the bank, and what is posted there for later."""
        self._pay(80.0)
        ahead = self._pay(25.0, days_ago=-7)
        forecast = self._forecast()
        self.assertEqual(forecast.opening - self.before.opening, 80.0)
        line = self._lines(forecast, ahead.move_id)
        self.assertEqual((line.kind, line.amount), ("booked", 25.0))
        self.assertEqual(line.date, self._day(7))
        self.assertEqual(line.action_open_document()["res_model"], "account.payment")

    def test_orders(self):
        """V1: an order by its day and term; what is invoiced is not in it twice."""
        sale, buy = self._sale(40.0, 10), self._purchase(20.0, 5)
        quote = self._sale(7.0)
        sale.action_confirm()
        buy.button_confirm()
        forecast = self._forecast()
        lines = self._lines(forecast, sale, buy, quote)
        self.assertEqual(lines.mapped("amount"), [-100.0, 400.0])
        self.assertEqual(lines.mapped("date"), [self._day(5), self._day(40)])
        unsure = self._lines(self._forecast(unconfirmed=True), quote)
        self.assertEqual((unsure.kind, unsure.amount), ("quotation", 7.0))
        sale.order_line.qty_delivered = 10
        invoice = sale.sudo()._create_invoices()
        lines = self._lines(self._forecast(), sale, invoice)
        self.assertEqual(lines.mapped("kind"), ["invoice"])
        self.assertEqual(sum(lines.mapped("amount")), 400.0)

    def test_fixed_payments(self):
        """V1: wages on the last day of each month, until they end."""
        wages = self.env["jxc.cash.fixed.payment"].create(
            {
                "name": "Wages",
                "amount": 10.0,
                "date_start": self.today.replace(day=1),
                "month_end": True,
                "date_end": self._day(95),
            }
        )
        lines = self._lines(self._forecast(), wages)
        self.assertGreaterEqual(len(lines), 2)
        self.assertEqual(set(lines.mapped("amount")), {-10.0})
        for line in lines:
            self.assertEqual((line.date + timedelta(1)).day, 1)
            self.assertLessEqual(line.date, self._day(95))
        with self.assertRaises(ValidationError):
            self._forecast(unpaid=101)

    def test_scenarios_and_shortage(self):
        """V1: customers pay later and less; the short day and its cause are named."""
        invoice = self._invoice(1000.0, days_ago=-10)
        line = self._lines(self._forecast(delay=15, unpaid=25), invoice)
        self.assertEqual((line.date, line.amount), (self._day(25), 750.0))
        self.assertIn("15", line.reason)
        huge = 10**9
        self._pay(huge / 2, partner_id=self.vendor.copy().id)
        self._invoice(huge, days_ago=-30, move_type="in_invoice", ref="RENT-1")
        forecast = self._forecast()
        self.assertEqual(forecast.date_short, self._day(30))
        self.assertIn(self.vendor.name, forecast.shortage)
        self.assertEqual(forecast.date_lowest, self._day(30))
        forecast = self._forecast(minimum=huge * 2)
        self.assertEqual(forecast.date_short, self.today)
        self.assertIn("minimum", forecast.shortage)

    def test_a_bank_line_of_the_partner(self):
        """V1: it is in the balance; what it pays is not expected a second time."""
        self._invoice(100.0)
        self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.bank.id,
                "date": self.today,
                "amount": 70.0,
                "payment_ref": "Transfer",
                "partner_id": self.customer.id,
            }
        )
        forecast = self._forecast()
        self.assertEqual(forecast.opening, self.before.opening + 70.0)
        mine = forecast.line_ids.filtered(lambda one: one.partner_id == self.customer)
        self.assertEqual(mine.mapped("amount"), [30.0])

    def test_suggestions_with_taxes(self):
        """V1: as their orders would be: 13 % on top, mapped for vendors abroad."""
        taxes = self.env["account.tax"].sudo()
        vat, fixed = taxes.create(
            [
                {"name": "VAT", "amount": 13, "type_tax_use": "purchase"},
                {
                    "name": "Fee",
                    "amount": 2,
                    "amount_type": "fixed",
                    "type_tax_use": "purchase",
                },
            ]
        )
        products = self.env["product.product"].sudo().create(
            [
                {"name": name, "is_storable": True, "supplier_taxes_id": tax.ids}
                for name, tax in (("Rice", vat), ("Oil", vat + fixed), ("Salt", taxes))
            ]
        )  # fmt: skip
        warehouse = self.env["stock.warehouse"].sudo().search(
            [("company_id", "=", self.company.id)], limit=1
        )  # fmt: skip
        needs = self.env["jxc.purchase.suggestion"].sudo().create(
            [
                {
                    "kind": "manual",
                    "product_id": product.id,
                    "warehouse_id": warehouse.id,
                    "company_id": self.company.id,
                    "partner_id": self.vendor.id,
                    "currency_id": self.company.currency_id.id,
                    "quantity": 10,
                    "price_unit": 7,
                    "date_expected": self.today,
                }
                for product in products
            ]
        )  # fmt: skip
        forecast = self._forecast(unconfirmed=True)
        amounts = {line.res_id: line.amount for line in self._lines(forecast, *needs)}
        self.assertEqual([amounts[n.id] for n in needs], [-79.1, -99.1, -70.0])

    def test_workbook_and_chart(self):
        """A workbook with four sheets; the chart's lines are those of the forecast."""
        self._invoice(100.0)
        forecast = self._forecast()
        name, content = forecast._jxc_workbook()
        self.assertTrue(name and content.startswith(b"PK"))
        days = forecast._jxc_periods(lambda day: day, forecast.line_ids)
        self.assertEqual(days[-1][3], forecast.closing)
        domain = forecast.action_chart()["domain"]
        lines = self.env["jxc.cash.forecast.line"].search(domain)
        self.assertEqual(lines, forecast.line_ids)
        action = self.env["jxc.cash.forecast"].action_new()
        made = self.env["jxc.cash.forecast"].browse(action["res_id"])
        self.assertEqual(made.date_made, self.today)

    def test_same_queries_whatever_the_size(self):
        """Set-based: 10 items and 300 are read in the same number of queries."""

        def queries():
            forecast = self.env["jxc.cash.forecast"].create({})
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            forecast._jxc_lines()
            return self.env.cr.sql_log_count - before

        def items(count):
            line = {"name": "x", "price_unit": 1.0, "tax_ids": False}
            term = self.env.ref("account.account_payment_term_30days").id
            self.env["account.move"].create(
                [
                    {
                        "move_type": "out_invoice",
                        "partner_id": self.customer.id,
                        "invoice_date": self.today,
                        "invoice_payment_term_id": term,
                        "invoice_line_ids": [Command.create(line)],
                    }
                    for _number in range(count)
                ]
            )
            sales = [self._sale(1.0) for _number in range(count // 5)]
            for sale in sales:
                sale.action_confirm()

        items(10)
        queries()
        few = queries()
        items(290)
        self.assertEqual(queries(), few)
