from datetime import timedelta

from odoo import fields, models

from .. import sql_need

YEAR = timedelta(days=365)


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "jxc.over.receipt.mixin"]

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
