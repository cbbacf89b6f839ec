from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.jxc_stock.sql_ledger import midnight


class JxcSaleHold(models.TransientModel):
    """Until when a quotation holds its stock (S2)."""

    _name = "jxc.sale.hold"
    _description = "Hold Stock"

    order_id = fields.Many2one(
        "sale.order",
        "Quotation",
        required=True,
        readonly=True,
        ondelete="cascade",
        default=lambda self: self.env.context.get("active_id"),
    )
    until = fields.Date(
        "Held Until",
        compute="_compute_until",
        precompute=True,
        store=True,
        readonly=False,
        required=True,
        help="The end of this day.",
    )
    latest = fields.Date(compute="_compute_latest")

    @api.depends("order_id")
    def _compute_latest(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            days = wizard.order_id.company_id.jxc_hold_days_max
            wizard.latest = fields.Date.add(today, days=days)

    @api.depends("order_id")
    def _compute_until(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            days = wizard.order_id.company_id.jxc_hold_days
            wizard.until = min(fields.Date.add(today, days=days), wizard.latest)

    def action_hold(self):
        """Hold the stock of the quotation, or say what is missing."""
        self.ensure_one()
        until, latest = self.until, self.latest
        if not fields.Date.context_today(self) <= until <= latest:
            raise UserError(
                self.env._(
                    "Stock is held until a day from today to %(latest)s.",
                    latest=format_date(self.env, latest),
                )
            )
        # The last second of the day, so that it reads as that day.
        end = midnight(self.env, until, 1) - timedelta(seconds=1)
        self.order_id._jxc_hold(end)
        return {"type": "ir.actions.act_window_close"}
