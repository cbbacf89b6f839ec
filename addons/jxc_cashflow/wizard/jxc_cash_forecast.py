from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..logic import flows

DAYS = 90
LONGEST = 731
#: Of a line, in the order of the statement that stores it.
COLUMNS = ("date", "date_due", "kind", "partner_id", "document", "amount", "balance")
COLUMNS += ("reason", "res_model", "res_id")


def _column(value):
    """A value of a field as the database has it; a zero stays a zero."""
    return None if value is False else value


class JxcCashForecast(models.TransientModel):
    """What is in bank and cash on each of the coming days, and when it is short."""

    _name = "jxc.cash.forecast"
    _description = "Cash Forecast"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_to = fields.Date(
        "Until",
        required=True,
        default=lambda self: fields.Date.context_today(self) + timedelta(DAYS),
    )
    minimum = fields.Monetary(
        "Minimum Balance", help="Below it money is short, as it is below zero."
    )
    delay = fields.Integer(
        "Customers Pay Later by", help="So many days after the expected day."
    )
    unpaid = fields.Float(
        "Not Paid by Customers",
        digits=(5, 2),
        help="Part of what they owe, in percent.",
    )
    unconfirmed = fields.Boolean(
        "With What Is Not Confirmed",
        help="Quotations, requests for quotation and purchase suggestions.",
    )
    date_made = fields.Date("Forecast On", readonly=True)
    line_ids = fields.One2many("jxc.cash.forecast.line", "forecast_id", readonly=True)
    opening = fields.Monetary("Opening Balance", readonly=True)
    closing = fields.Monetary("Closing Balance", readonly=True)
    lowest = fields.Monetary("Lowest Balance", readonly=True)
    date_lowest = fields.Date("Lowest On", readonly=True)
    left_over = fields.Monetary(
        "Advances Not Counted",
        readonly=True,
        help="Advances and credit notes for which nothing is owed or ordered: no money "
        "is expected to move. Positive: of customers; negative: to vendors.",
    )
    date_short = fields.Date("Short On", readonly=True)
    shortage = fields.Char(readonly=True)

    @api.depends("date_made")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for forecast in self:
            forecast.display_name = forecast._jxc_title()

    @api.constrains("date_to", "delay", "unpaid")
    def _check_figures(self):
        today = fields.Date.context_today(self)
        for forecast in self:
            if not today <= forecast.date_to <= today + timedelta(LONGEST):
                raise ValidationError(
                    self.env._("A forecast ends between today and two years from now.")
                )
            if not 0 <= forecast.unpaid <= 100 or not 0 <= forecast.delay <= LONGEST:
                raise ValidationError(
                    self.env._(
                        "What is not paid is between 0 and 100%%, and a delay is in "
                        "days from 0 to %(days)s.",
                        days=LONGEST,
                    )
                )

    @api.model
    def action_new(self):
        """A forecast of the next months, as the menu opens it."""
        forecast = self.create({})
        forecast.action_forecast()
        return forecast._jxc_open()

    def action_forecast(self):
        """Read everything anew and lay it on the days."""
        self.ensure_one().check_access("write")
        self.env.flush_all()
        self.line_ids.unlink()
        self._jxc_store(self._jxc_lines())
        return False

    def _jxc_store(self, lines):
        """In one go: by the ORM, thousands of lines take longer than all the rest."""
        now, uid = self.env.cr.now(), self.env.uid
        fixed = (self.id, self.company_id.id, uid, uid, now, now)
        self.env.cr.execute_values(
            """
            INSERT INTO jxc_cash_forecast_line
                   (forecast_id, company_id, create_uid, write_uid, create_date,
                    write_date, date, date_due, kind, partner_id, document, amount,
                    balance, reason, res_model, res_id)
            VALUES %s
            """,
            [
                fixed + tuple(_column(line.get(name)) for name in COLUMNS)
                for line in lines
            ],
            page_size=1000,
        )
        self.env["jxc.cash.forecast.line"].invalidate_model()
        self.invalidate_recordset(["line_ids"])

    def action_chart(self):
        """The chart, the list and the pivot of this forecast."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_cashflow.jxc_cash_forecast_line_action"
        )
        action["domain"] = [("forecast_id", "=", self.id)]
        return action

    def action_xlsx(self):
        """Days, weeks, months and documents on four sheets."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/jxc/cashflow/{self.id}.xlsx",
            "target": "download",
        }

    def _jxc_open(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_cashflow.jxc_cash_forecast_action"
        )
        return {**action, "res_id": self.id}

    def _jxc_lines(self):
        """The values of the lines, and the figures of the forecast from them."""
        today = fields.Date.context_today(self)
        opening, lines, left_over = self._jxc_flows(today)
        lines = [line for line in lines if line["date"] <= self.date_to]
        moves = [(line["date"], line["amount"]) for line in lines]
        by_day = flows.balances(opening, [(today, 0), *moves])
        first = {
            "kind": "opening",
            "date": today,
            "amount": opening,
            "document": self.env._("Bank and Cash"),
        }
        lines = [first, *sorted(lines, key=lambda line: line["date"])]
        for line in lines:
            line.update(
                forecast_id=self.id,
                amount=float(line["amount"]),
                balance=float(by_day[line["date"]]),
            )
        self._jxc_summarise(today, opening, by_day, lines, left_over)
        return lines

    def _jxc_summarise(self, today, opening, by_day, lines, left_over):
        floor = self._jxc_exact(max(self.minimum, 0.0))
        short = flows.first_below(by_day, floor)
        lowest = min(by_day, key=by_day.get)
        self.write(
            {
                "date_made": today,
                "opening": float(opening),
                "closing": float(by_day[max(by_day)]),
                "lowest": float(by_day[lowest]),
                "date_lowest": lowest,
                "left_over": float(left_over),
                "date_short": short,
                "shortage": short and self._jxc_shortage(short, by_day, lines, floor),
            }
        )
