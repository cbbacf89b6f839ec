from odoo import api, fields, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    _inherit = "sale.order"

    jxc_can_ask = fields.Boolean("Can Ask for Purchase", compute="_compute_jxc_can_ask")

    @api.depends("state", "order_line.jxc_atp_short")
    def _compute_jxc_can_ask(self):
        for order in self:
            short = any(order.order_line.mapped("jxc_atp_short"))
            order.jxc_can_ask = order.state in ("draft", "sent") and short

    def action_jxc_ask_purchase(self):
        """Have the buyer buy what this order is short of (P2), and tell the order."""
        self.check_access("write")
        missing = self.order_line._jxc_missing()
        if not missing:
            names = ", ".join(self.mapped("name"))
            raise UserError(self.env._("%s: there is enough of everything.", names))
        self.order_line._jxc_buy(missing)
        return True

    def write(self, vals):
        res = super().write(vals)
        if vals.get("state") == "sent":
            self._jxc_ask_large()
        return res

    def action_jxc_submit(self):
        res = super().action_jxc_submit()
        self._jxc_ask_large()
        return res

    def _jxc_ask_large(self):
        """What a large quotation is short of is bought without being asked (P2)."""
        for order in self.filtered(lambda o: o.state in ("draft", "sent")):
            company = order.company_id.sudo()
            limit, rate = company.jxc_large_order, order.currency_rate or 1.0
            total, currency = order.amount_total / rate, company.currency_id
            large = limit and currency.compare_amounts(total, limit) >= 0
            if large and order.order_line._jxc_missing():
                order.action_jxc_ask_purchase()

    def action_confirm(self):
        """What has been promised is not bought any more, unless it is on order."""
        result = super().action_confirm()
        self._jxc_drop_causes()
        return result

    def _action_cancel(self):
        result = super()._action_cancel()
        self._jxc_drop_causes()
        return result

    def _jxc_drop_causes(self):
        self.sudo().order_line.jxc_cause_ids.suggestion_id._jxc_drop_causes()
