import base64

from odoo import models
from odoo.tools import format_date, formatLang

from odoo.addons.jxc_cashflow import cash_sql

from ..logic import chart, schedule

#: So many days are in the picture, and so many warnings in the text.
CHARTED, NAMED = 14, 5
FINANCE = "account.group_account_invoice,account.group_account_readonly"
COST = "jxc_base.group_jxc_cost_viewer"


class JxcDailyReport(models.Model):
    """The figures, each as the person sees it on the screen it comes from.

    Nothing here runs with more rights than his, but for the sum on the cash accounts,
    which is of those who may see the cash forecast.
    """

    _inherit = "jxc.daily.report"

    def _jxc_content(self, user, day):
        """:return: title, text and picture, of one person"""
        zone, company = self._jxc_zone(), self.company_id
        # Of the model and not the record, which only managers may read.
        mine = (
            self.browse()
            .with_user(user)
            .with_company(company)
            .with_context(lang=user.lang, tz=zone, allowed_company_ids=company.ids)
        )
        by_day = mine._jxc_sales_by_day(day)
        return {
            "title": mine.env._(
                "%(company)s, %(day)s",
                company=company.name,
                day=format_date(mine.env, day),
            ),
            "text": "\n".join(
                [
                    *(mine.env._("%(l)s: %(v)s", l=k, v=v) for k, v in mine._jxc(day)),
                    *mine._jxc_warnings(),
                ]
            ),
            "picture": base64.b64encode(chart.columns(by_day)) if by_day else False,
        }

    def _jxc_money(self, amount):
        return formatLang(
            self.env, amount or 0.0, currency_obj=self.env.company.currency_id
        )

    def _jxc(self, day):
        """Label and figure of each line. Hook: add-ons add theirs."""
        rows = [
            *self._jxc_sales(day),
            *self._jxc_received(day),
            *self._jxc_cash(day),
            *self._jxc_overdue(day),
            *self._jxc_stock(),
        ]
        return [(label, self._jxc_money(amount)) for label, amount in rows]

    # --- sales --------------------------------------------------------------------

    def _jxc_sold(self, first, last, groupby=()):
        start, end = schedule.span(first, last, self.env.context["tz"])
        domain = [
            ("state", "=", "sale"),
            ("date", ">=", start),
            ("date", "<", end),
            ("company_id", "=", self.env.company.id),
        ]
        return self.env["sale.report"]._read_group(
            domain, groupby, ["price_subtotal:sum"]
        )

    def _jxc_sales(self, day):
        if not self.env["sale.report"].has_access("read"):
            return
        [[of_day]] = self._jxc_sold(day, day)
        [[of_month]] = self._jxc_sold(day.replace(day=1), day)
        yield self.env._("Sales of the day"), of_day
        yield self.env._("Sales of the month"), of_month

    def _jxc_sales_by_day(self, day):
        if not self.env["sale.report"].has_access("read"):
            return []
        span = chart.days(day, CHARTED)
        found = self._jxc_sold(span[0], day, ["date:day"])
        by_day = {moment.date(): amount or 0.0 for moment, amount in found}
        return [(one, by_day.get(one, 0.0)) for one in span]

    # --- money --------------------------------------------------------------------

    def _jxc_received(self, day):
        if not self._jxc_is_finance():
            return
        payments = self.env["account.payment"]
        for label, first in (
            (self.env._("Received of the day"), day),
            (self.env._("Received of the month"), day.replace(day=1)),
        ):
            [[amount]] = payments._read_group(
                [
                    ("payment_type", "=", "inbound"),
                    ("partner_type", "=", "customer"),
                    ("state", "in", ("in_process", "paid")),
                    ("date", ">=", first),
                    ("date", "<=", day),
                    ("company_id", "=", self.env.company.id),
                ],
                [],
                ["amount_company_currency_signed:sum"],
            )
            yield label, amount

    def _jxc_is_finance(self):
        return any(self.env.user.has_group(group) for group in FINANCE.split(","))

    def _jxc_cash(self, day):
        if not self.env["jxc.cash.forecast"].has_access("create"):
            return
        self.env["account.move.line"].flush_model()
        company, total = self.env.company, 0.0
        for key, amount in self.env.execute_query(cash_sql.opening(company, day)):
            currency = self.env["res.currency"].browse(key)
            total += currency._convert(float(amount), company.currency_id, company, day)
        yield self.env._("Cash and bank"), total

    def _jxc_overdue(self, day):
        ageing = self.env["jxc.settlement.ageing"]
        if not ageing.has_access("read"):
            return
        [[amount]] = ageing._read_group(
            [
                ("side", "=", "receivable"),
                ("date_due", "<", day),
                ("residual", ">", 0),
                ("company_id", "=", self.env.company.id),
            ],
            [],
            ["residual:sum"],
        )
        yield self.env._("Receivables overdue"), amount

    # --- goods --------------------------------------------------------------------

    def _jxc_stock(self):
        products = self.env["product.product"]
        if not (self.env.user.has_group(COST) and products.has_access("read")):
            return
        found = products.search([("is_storable", "=", True)])
        yield self.env._("Stock value"), sum(found.mapped("total_value"))

    def _jxc_warnings(self):
        """The gravest first."""
        alerts = self.env["jxc.alert"]
        if not alerts.has_access("read"):
            return []
        live = alerts.search(
            [
                ("state", "in", ("open", "acknowledged")),
                ("company_id", "in", (False, self.env.company.id)),
            ]
        )
        grave = {"critical": 0, "warning": 1, "info": 2}
        ordered = live.sorted(lambda a: grave.get(a.severity, 3))
        lines = [self.env._("Open alerts: %(count)s", count=len(live))]
        return lines + [f"· {alert.name}" for alert in ordered[:NAMED]]
