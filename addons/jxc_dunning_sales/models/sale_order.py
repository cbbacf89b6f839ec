from odoo import models

from odoo.addons.jxc_sales.models.sale_order_credit import AT_ORDER_ONLY


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _jxc_credit_reasons(self, used, limit, days):
        # Where credit is looked at in the order only, a letter stops all the same.
        if self.company_id.jxc_credit_block == AT_ORDER_ONLY:
            return []
        return super()._jxc_credit_reasons(used, limit, days)

    def _jxc_credit_stops(self):
        stops = super()._jxc_credit_stops()
        for company, orders in self.grouped("company_id").items():
            stopped = orders.partner_id._jxc_dunning_stops(company)
            for order in orders:
                if order.partner_id.commercial_partner_id in stopped:
                    reason = self.env._("a dunning letter is unanswered")
                    stops[order] = [*stops.get(order, []), reason]
        return stops
