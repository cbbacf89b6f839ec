from odoo import fields, models

KINDS = [
    ("opening", "Opening Balance"),
    ("booked", "Booked Ahead"),
    ("receivable", "Receivable"),
    ("payable", "Payable"),
    ("invoice", "Draft Invoice"),
    ("bill", "Draft Bill"),
    ("sale", "Sales Order"),
    ("purchase", "Purchase Order"),
    ("quotation", "Quotation"),
    ("request", "Request for Quotation"),
    ("suggestion", "Purchase Suggestion"),
    ("fixed", "Fixed Payment"),
]


class JxcCashForecastLine(models.TransientModel):
    """Money that is expected to come or go on a day, and why then."""

    _name = "jxc.cash.forecast.line"
    _description = "Cash Forecast Line"
    _order = "date, id"

    forecast_id = fields.Many2one(
        "jxc.cash.forecast", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="forecast_id.company_id", store=True)
    currency_id = fields.Many2one(related="forecast_id.currency_id")
    date = fields.Date("Expected On", readonly=True)
    date_due = fields.Date("Due Date", readonly=True)
    kind = fields.Selection(KINDS, readonly=True)
    partner_id = fields.Many2one("res.partner", readonly=True)
    document = fields.Char(readonly=True)
    amount = fields.Monetary(
        readonly=True, help="Money that comes is positive, money that goes negative."
    )
    balance = fields.Monetary(
        "Balance of the Day",
        readonly=True,
        aggregator=None,
        help="What is in bank and cash when this day ends.",
    )
    reason = fields.Char(readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference("Origin", model_field="res_model", readonly=True)

    def action_open_document(self):
        """What the money is expected from: invoice, order, fixed payment."""
        self.ensure_one()
        if not self.res_id:
            return self.forecast_id._jxc_open()
        origin = self.env[self.res_model].browse(self.res_id)
        if self.res_model == "account.move":
            origin = origin.origin_payment_id or origin
        return {
            "type": "ir.actions.act_window",
            "res_model": origin._name,
            "res_id": origin.id,
            "views": [(False, "form")],
        }
