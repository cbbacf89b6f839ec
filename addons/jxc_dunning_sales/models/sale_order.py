from odoo import models

from odoo.addons.jxc_sales.models.sale_order_credit import AT_ORDER_ONLY


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _jxc_credit_reasons(self, used, limit, days):
        # Where credit is looked at in the order only, a letter stops all the same.
        if self.company_id.jxc_credit_block == AT_ORDER_ONLY:
            reasons = []
        else:
            reasons = super()._jxc_credit_reasons(used, limit, days)
        if self.partner_id._jxc_dunning_stops(self.company_id):
            reasons.append(self.env._("a dunning letter is unanswered"))
        return reasons
