from odoo import fields, models

from odoo.addons.jxc_costing.models.jxc_cost_mixin import COST_GROUP, with_costs

from .product_supplierinfo import ORDER_PRICE_GROUPS, PRICE_GROUPS, sees_prices


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "jxc.cost.mixin"]

    amount_untaxed = fields.Monetary(groups=ORDER_PRICE_GROUPS)
    amount_tax = fields.Monetary(groups=ORDER_PRICE_GROUPS)
    amount_total = fields.Monetary(groups=ORDER_PRICE_GROUPS)
    amount_total_cc = fields.Monetary(groups=ORDER_PRICE_GROUPS)
    tax_totals = fields.Binary(groups=PRICE_GROUPS)
    # Not readable in the warehouse anyway: the order's form would be refused.
    invoice_ids = fields.Many2many(groups=PRICE_GROUPS)

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        """Prices are spoken of in an order's messages."""
        operations = super()._mail_get_operation_for_mail_message_operation(
            message_operation
        )
        if message_operation == "read" and not sees_prices(self.env(su=False)):
            return dict.fromkeys(operations, "write")
        return operations

    def _get_product_price_and_data(self, product):
        # The catalogue shows the cost where the vendor has no price.
        info = super()._get_product_price_and_data(with_costs(product))
        if "min_qty" not in info and not self.env.user.has_group(COST_GROUP):
            info["price"] = 0.0
        return info
