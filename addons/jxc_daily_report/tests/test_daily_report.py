from datetime import date, datetime, timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import NOW, DailyReportCase

DAY = date(2026, 11, 27)


@tagged("post_install", "-at_install")
class TestDailyReport(DailyReportCase):
    """G1, V2, F2: the boss's daily report."""

    def _sold(self, quantity, moment, user=None):
        order = self._order((self.bottle, quantity), user=user or self.salesperson)
        order.sudo().action_confirm()
        order.sudo().date_order = moment
        return order

    def test_sales_are_those_of_the_analysis(self):
        """Of the company's day, which begins at 16:00 of the day before in UTC."""
        before = self._number(self.manager, "Sales of the day")
        month = self._number(self.manager, "Sales of the month")
        self._sold(3, datetime(2026, 11, 26, 15, 59))
        self._sold(4, datetime(2026, 11, 26, 16, 1))
        self._sold(5, datetime(2026, 11, 27, 15, 59))
        self._sold(6, datetime(2026, 11, 27, 16, 0))
        self._sold(1, datetime(2026, 10, 31, 15, 59))
        self.assertEqual(self._number(self.manager, "Sales of the day") - before, 90)
        self.assertEqual(self._number(self.manager, "Sales of the month") - month, 120)

    def test_a_salesperson_gets_his_own(self):
        self._sold(3, NOW)
        self._sold(4, NOW, user=self.colleague)
        self.assertEqual(self._number(self.salesperson, "Sales of the day"), 30)
        self.assertGreaterEqual(self._number(self.manager, "Sales of the day"), 70)

    def test_costs_only_for_who_may_see_them(self):
        value = self._number(self.manager, "Stock value")
        self._stock(self._product("Vinegar", cost=7.0), 10)
        self.assertEqual(self._number(self.manager, "Stock value") - value, 70)
        for user in (self.salesperson, self.keeper, self.buyer, self.inspector):
            figures = self._figures(user)
            self.assertNotIn("Stock value", figures)
            self.assertNotIn("Cash and bank", figures)
            self.assertNotIn("Received of the day", figures)
        self.assertNotIn("Sales of the day", self._figures(self.keeper))

    def test_money_is_that_of_the_books(self):
        """Payments, the cash accounts as the cash forecast has them, the ageing."""
        labels = ("Received of the day", "Cash and bank", "Receivables overdue")
        before = [self._number(self.accountant, label) for label in labels]
        entry = self.env["account.payment"].with_user(self.accountant)
        payments = entry.create(
            [
                {
                    "payment_type": kind,
                    "partner_type": partner,
                    "partner_id": self.customer.id,
                    "amount": amount,
                    "date": day,
                }
                for kind, partner, amount, day in (
                    ("inbound", "customer", 210, DAY),
                    ("inbound", "customer", 7, DAY - timedelta(days=1)),
                    ("outbound", "supplier", 1000, DAY),
                    ("inbound", "customer", 31, DAY + timedelta(days=1)),
                )
            ]
        )
        payments.action_post()
        entry.create(
            {"partner_id": self.customer.id, "amount": 9000, "date": DAY}
        )  # a draft
        invoices = self.env["account.move"].with_user(self.accountant)
        for amount, due in ((500, DAY - timedelta(days=1)), (900, DAY)):
            invoices.create(
                {
                    "move_type": "out_invoice",
                    "partner_id": self.customer.id,
                    "invoice_date": DAY - timedelta(days=9),
                    "invoice_date_due": due,
                    "invoice_payment_term_id": False,
                    "invoice_line_ids": [
                        Command.create(
                            {"name": "x", "price_unit": amount, "tax_ids": False}
                        )
                    ],
                }
            ).action_post()
        after = [self._number(self.accountant, label) for label in labels]
        changes = [round(a - b, 2) for a, b in zip(after, before, strict=True)]
        self.assertEqual(changes, [210, 210 + 7 - 1000, 500])

    def test_cash_is_that_of_the_forecast(self):
        """The oracle is the screen itself."""
        today = fields.Date.context_today(self.report.with_context(tz="Asia/Shanghai"))
        forecast = self.env["jxc.cash.forecast"].with_user(self.accountant)
        forecast = forecast.with_context(tz="Asia/Shanghai").create({})
        forecast.action_forecast()
        cash = self._number(self.accountant, "Cash and bank", today)
        self.assertEqual(forecast.company_id.currency_id.round(forecast.opening), cash)

    def test_warnings_come_gravest_first(self):
        rules = self.env["jxc.alert.rule"].create(
            [
                {
                    "name": severity,
                    "kind": "domain",
                    "model_id": self.env["ir.model"]._get_id("res.partner"),
                    "domain": "[('id', '=', 0)]",
                    "severity": severity,
                }
                for severity in ("info", "critical", "warning")
            ]
        )
        self.env["jxc.alert"].search([]).unlink()
        for rule in rules:
            self.env["jxc.alert"].create(
                {
                    "rule_id": rule.id,
                    "key": rule.name,
                    "name": f"A {rule.name} one",
                    "receiver_ids": [(6, 0, self.manager.ids)],
                }
            )
        self.env.flush_all()
        text = self.report.sudo()._jxc_content(self.manager, DAY)["text"]
        places = [text.index(f"A {word}") for word in ("critical", "warning", "info")]
        self.assertEqual(places, sorted(places))

    def test_at_its_hour_once(self):
        """At eight by the company's clock; what was missed meanwhile is not made up."""
        self.assertEqual(self.report.next_on, datetime(2026, 11, 28, 0, 0))
        self._cron(datetime(2026, 11, 27, 23, 59))
        self.assertFalse(self._told())
        for minute in (0, 1, 7):
            self._cron(datetime(2026, 11, 28, 0, minute))
        told = self._told()
        self.assertEqual(told.user_id, self.manager | self.salesperson)
        self.assertEqual((len(told), told.mapped("day")), (2, [date(2026, 11, 28)] * 2))
        self.assertTrue(told[0].picture)
        mails = self.env["mail.mail"].search([("subject", "in", told.mapped("title"))])
        self.assertEqual(mails.recipient_ids, told.user_id.partner_id)
        self.assertEqual(set(mails.attachment_ids.mapped("mimetype")), {"image/png"})
        self._cron(datetime(2026, 12, 3, 5, 0))
        self.assertEqual(len(self._told()), 4)
        self.assertEqual(self.report.next_on, datetime(2026, 12, 4, 0, 0))

    def test_one_that_fails_holds_up_no_other(self):
        with self._at(NOW):
            other = self.report.copy({"user_ids": [(6, 0, self.accountant.ids)]})
            self.env.flush_all()
        make, broken = type(self.report)._jxc_issue, self.report

        def fail(report, *args, **options):
            if report == broken:
                raise ValueError("broken")
            return make(report, *args, **options)

        self.patch(type(self.report), "_jxc_issue", fail)
        with mute_logger("odoo.addons.jxc_daily_report.models.jxc_daily_report"):
            self._cron(datetime(2026, 11, 28, 0, 1))
        self.assertEqual(
            self.issues.search([("report_id", "=", other.id)]).user_id, self.accountant
        )
        self.patch(type(self.report), "_jxc_issue", make)
        self._cron(datetime(2026, 11, 28, 0, 6))
        self.assertEqual(len(self._told()), 2, "it is made once it can be")

    def test_the_day_before(self):
        self.report.about = "before"
        self._cron(datetime(2026, 11, 28, 0, 1))
        self.assertEqual(set(self._told().mapped("day")), {DAY})

    def test_by_hand_is_besides(self):
        with self._at(NOW):
            self.report.action_jxc_send_now()
            self.report.action_jxc_send_now()
            action = self.report.action_jxc_preview()
        self.assertEqual(len(self._told()), 5)
        mine = self.issues.with_user(self.manager).browse(action["res_id"])
        self.assertIn("Sales of the day", mine.text)
        self._cron(datetime(2026, 11, 28, 0, 1))
        self.assertEqual(len(self._told(by_hand=False)), 2)

    def test_who_is_gone_is_told_nothing(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.salesperson.active = False
        self.manager.write({"company_ids": [(6, 0, other.ids)], "company_id": other.id})
        self._cron(datetime(2026, 11, 28, 0, 1))
        self.assertFalse(self._told())
        with self._at(NOW), self.assertRaisesRegex(UserError, "nobody"):
            self.report.sudo().action_jxc_send_now()

    def test_one_persons_figures_are_his(self):
        """Not even a manager reads what another was told; nobody writes it."""
        self._cron(datetime(2026, 11, 28, 0, 1))
        for user in (self.manager, self.salesperson, self.keeper):
            mine = self.issues.with_user(user)
            self.assertEqual(mine.search([]).user_id, self._told().user_id & user)
            others = self._told().filtered(lambda i, u=user: i.user_id != u)
            with self.assertRaises(AccessError):
                others.with_user(user).read(["text"])
            with self.assertRaises(AccessError):
                mine.create(
                    {"report_id": self.report.id, "user_id": user.id, "day": DAY}
                )
            with self.assertRaises(AccessError):
                self._told().with_user(user).write({"text": "x"})

    def test_only_managers_of_the_company(self):
        for user in (self.keeper, self.accountant):
            mine = self.report.with_user(user)
            for attack in (
                lambda m=mine: m.read(["name"]),
                lambda m=mine: m.write({"hour": 3}),
                lambda m=mine: m.action_jxc_send_now(),
                lambda m=mine: m.action_jxc_preview(),
            ):
                with self.assertRaises(AccessError):
                    attack()
        other = self.env["res.company"].create({"name": "Other"})
        self.report.sudo().company_id = other
        self.env.flush_all()
        for attack in (
            lambda: self.report.read(["name"]),
            lambda: self.report.action_jxc_send_now(),
        ):
            with self.assertRaises(AccessError):
                attack()
