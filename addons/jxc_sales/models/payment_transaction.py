from odoo import models

from odoo.addons.jxc_stock.models.jxc_stock_availability import NotEnoughStock


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Money that came in stays in, also when the goods have gone meanwhile."""
        confirmed = self.env["sale.order"]
        for transaction in self:
            try:
                with self.env.cr.savepoint():
                    one = super(PaymentTransaction, transaction)
                    confirmed |= one._check_amount_and_confirm_order()
            except NotEnoughStock as error:
                for order in transaction.sale_order_ids:
                    order._jxc_tell_stock_gone(order.user_id, error)
        return confirmed.filtered(lambda order: order.state == "sale")
