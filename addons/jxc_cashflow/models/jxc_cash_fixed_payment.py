from odoo import fields, models

from ..logic import rhythm


class JxcCashFixedPayment(models.Model):
    """Money that goes out without an order or a bill: wages, rent, taxes."""

    _name = "jxc.cash.fixed.payment"
    _description = "Fixed Payment"
    _order = "date_start, id"
    _check_company_auto = True

    name = fields.Char("Purpose", required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    amount = fields.Monetary(required=True, aggregator=None)
    rhythm = fields.Selection(
        [
            ("weekly", "Every Week"),
            ("monthly", "Every Month"),
            ("quarterly", "Every Quarter"),
            ("yearly", "Every Year"),
        ],
        required=True,
        default="monthly",
    )
    date_start = fields.Date(
        "First Payment",
        required=True,
        default=fields.Date.context_today,
        help="The next ones fall on the same day of the month, or on its last day "
        "where the month is shorter.",
    )
    date_end = fields.Date("Not After")
    month_end = fields.Boolean(
        "Last Day of the Month", help="Whatever the day of the first payment."
    )

    _amount_is_paid = models.Constraint(
        "CHECK (amount > 0)", "A fixed payment is an amount above zero."
    )
    _end_after_start = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "The last payment is not before the first.",
    )

    def _jxc_days(self, first, last):
        """The days of that time on which it is paid."""
        self.ensure_one()
        return rhythm.days(
            self.rhythm,
            self.date_start,
            self.date_end or None,
            first,
            last,
            self.month_end and self.rhythm != "weekly",
        )
