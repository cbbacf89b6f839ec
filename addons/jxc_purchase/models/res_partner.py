from datetime import timedelta

from odoo import fields, models

from .. import sql_need
from ..logic import lead_time

YEAR = timedelta(days=365)


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "jxc.over.receipt.mixin"]

    jxc_calendar_id = fields.Many2one(
        "resource.calendar",
        "Working Days",
        ondelete="set null",
        help="The days of the week that the vendor works, and when he is closed. His"
        " lead time counts these days only; without it, it counts all days but public"
        " holidays.",
    )
    jxc_closure_ids = fields.One2many(
        "jxc.vendor.closure",
        "partner_id",
        "Closed Days",
        help="They do not count for the lead time.",
    )

    def _jxc_calendars(self, company):
        """:return: ``{vendor: the days that count for his lead time}``"""
        holidays = company.sudo().jxc_lead_holidays
        return {
            vendor: lead_time.Calendar(
                owner.jxc_calendar_id._jxc_weekdays(),
                owner._jxc_closures() + owner.jxc_calendar_id._jxc_closures(),
                holidays,
            )
            for vendor in self
            for owner in vendor.sudo().commercial_partner_id
        }

    def _jxc_closures(self):
        return tuple((c.date_from, c.date_to) for c in self.jxc_closure_ids)

    def _jxc_punctuality(self, company):
        """How well vendors keep their dates, by one statement.

        :return: ``{commercial partner id: (receipts on time, all receipts)}`` of the
            last 12 months; a vendor who has delivered nothing is not in it.
        """
        self.env["stock.move"].flush_model()
        self.env["purchase.order.line"].flush_model(["date_planned", "order_id"])
        query = sql_need.punctuality(
            since=fields.Datetime.now() - YEAR,
            zone=self.env.user.tz or "UTC",
            company=company.id,
            vendors=self.commercial_partner_id.ids,
        )
        return {
            vendor: tuple(found) for vendor, *found in self.env.execute_query(query)
        }
