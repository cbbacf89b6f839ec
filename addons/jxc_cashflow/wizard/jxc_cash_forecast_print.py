from collections import defaultdict
from datetime import timedelta

from odoo import models
from odoo.tools import format_date

from odoo.addons.jxc_base import xlsx


class JxcCashForecast(models.TransientModel):
    """The forecast as a workbook."""

    _inherit = "jxc.cash.forecast"

    def _jxc_workbook(self):
        """:return: name and bytes of the workbook"""
        self.ensure_one()
        title = self._jxc_title()
        periods = (
            (self.env._("By Day"), lambda day: day),
            (self.env._("By Week"), lambda day: day - timedelta(day.weekday())),
            (self.env._("By Month"), lambda day: day.replace(day=1)),
        )
        lines = self.line_ids.sorted(lambda line: (line.date, line.id))
        sheets = [self._jxc_period_sheet(name, of, lines) for name, of in periods]
        return title, xlsx.workbook([*sheets, self._jxc_line_sheet(lines)])

    def _jxc_title(self):
        if not self.date_made:
            return self.env._("Cash Forecast")
        return self.env._("Cash Forecast %(day)s", day=self.date_made)

    def _jxc_facts(self):
        """What the figures rest on."""
        facts = [
            self.env._(
                "Company: %(company)s; until: %(day)s; currency: %(currency)s",
                company=self.company_id.name,
                day=format_date(self.env, self.date_to),
                currency=self.currency_id.name,
            ),
            self.env._(
                "Customers pay later by: %(days)s days; not paid: %(unpaid)s%%",
                days=self.delay,
                unpaid=self.unpaid,
            ),
        ]
        return [*facts, self.shortage] if self.shortage else facts

    def _jxc_periods(self, period_of, lines):
        """Per period with payments: its first day, in, out, the balance at its end."""
        own = self.currency_id
        sums = defaultdict(lambda: [0.0, 0.0, 0.0])
        for line in lines:
            row = sums[period_of(line.date)]
            if line.kind != "opening":
                side = 0 if line.amount > 0 else 1
                row[side] = own.round(row[side] + abs(line.amount))
            row[2] = line.balance
        return [[day, *values] for day, values in sums.items()]

    def _jxc_period_sheet(self, name, period_of, lines):
        heads = [
            (self.env._("From"), "date"),
            (self.env._("Money In"), "amount"),
            (self.env._("Money Out"), "amount"),
            (self.env._("Balance"), "amount"),
        ]
        rows = self._jxc_periods(period_of, lines)
        return xlsx.Sheet(name, self._jxc_title(), self._jxc_facts(), heads, rows)

    def _jxc_line_sheet(self, lines):
        names = ["date", "date_due", "kind", "partner_id", "document", "amount"]
        names += ["balance", "reason"]
        kinds = {"date": "date", "monetary": "amount"}
        columns = [lines._fields[name] for name in names]
        heads = [
            (field._description_string(self.env), kinds.get(field.type, "text"))
            for field in columns
        ]
        labels = dict(lines._fields["kind"]._description_selection(self.env))
        rows = [
            [
                line.date,
                line.date_due,
                labels[line.kind],
                line.partner_id.display_name,
                line.document,
                line.amount,
                line.balance,
                line.reason,
            ]
            for line in lines
        ]
        name = self.env._("Documents")
        return xlsx.Sheet(name, self._jxc_title(), self._jxc_facts(), heads, rows)
