from odoo import api, fields, models

READERS = "purchase.group_purchase_user,account.group_account_invoice"


class PurchaseOrderLine(models.Model):
    _inherit = "purchase.order.line"

    jxc_net_price = fields.Float(
        "Net Price",
        compute="_compute_jxc_net_price",
        store=True,
        digits=0,
        groups=READERS,
        help="What a unit costs: discounts and taxes in the price taken off, taxes that"
        " cannot be deducted added.",
    )

    @api.depends("price_unit", "discount", "tax_ids", "product_qty", "order_id")
    def _compute_jxc_net_price(self):
        for line in self:
            net = line.price_unit * (1 - line.discount / 100)
            if line.tax_ids:
                # Taxes of a fixed amount make it depend on the quantity.
                qty = line.product_qty or 1.0
                net = (
                    line.tax_ids.compute_all(
                        net,
                        currency=line.order_id.currency_id,
                        quantity=qty,
                        product=line.product_id,
                        partner=line.order_id.partner_id,
                        rounding_method="round_globally",
                    )["total_void"]
                    / qty
                )
            line.jxc_net_price = net
