from datetime import date

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date


class JxcPeriodMixin(models.AbstractModel):
    """For dialogs that ask of which days something is wanted."""

    _name = "jxc.period.mixin"
    _description = "Period"

    preset = fields.Selection(
        [
            ("this_month", "This Month"),
            ("last_month", "Last Month"),
            ("this_year", "This Year"),
            ("last_year", "Last Year"),
            ("own", "Other"),
        ],
        string="Period",
        default="this_month",
        required=True,
    )
    date_from = fields.Date(
        "From",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    date_to = fields.Date(
        "To",
        compute="_compute_dates",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )

    @api.depends("preset")
    def _compute_dates(self):
        today = fields.Date.context_today(self)
        month, year = today.replace(day=1), date(today.year, 1, 1)
        spans = {
            "this_month": (month, relativedelta(months=1)),
            "last_month": (month - relativedelta(months=1), relativedelta(months=1)),
            "this_year": (year, relativedelta(years=1)),
            "last_year": (year - relativedelta(years=1), relativedelta(years=1)),
        }
        for period in self:
            first, length = spans.get(period.preset, spans["this_month"])
            if period.preset == "own" and period.date_from and period.date_to:
                continue
            period.date_from = first
            period.date_to = first + length - relativedelta(days=1)

    @api.constrains("date_from", "date_to")
    def _check_dates(self):
        for period in self:
            if period.date_from > period.date_to:
                raise ValidationError(
                    self.env._(
                        "The period ends on %(end)s, before it begins on %(start)s.",
                        end=format_date(self.env, period.date_to),
                        start=format_date(self.env, period.date_from),
                    )
                )

    @api.depends("date_from", "date_to")
    def _compute_display_name(self):
        for period in self:
            first, last = (
                format_date(self.env, day) if day else ""
                for day in (period.date_from, period.date_to)
            )
            period.display_name = f"{first} – {last}"
