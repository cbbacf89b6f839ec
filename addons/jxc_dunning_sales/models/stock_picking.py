from odoo import models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _jxc_judged(self):
        judged = super()._jxc_judged()
        for company, pickings in (self.sudo() - judged).grouped("company_id").items():
            leaving = pickings.filtered(lambda picking: picking._jxc_credit_moves())
            stopped = leaving._jxc_debtors()._jxc_dunning_stops(company)
            for picking in leaving:
                if picking._jxc_debtors() & stopped:
                    judged |= picking
        return judged

    def _jxc_debtors(self):
        orders = self.move_ids.sale_line_id.order_id
        return orders.partner_id.commercial_partner_id
