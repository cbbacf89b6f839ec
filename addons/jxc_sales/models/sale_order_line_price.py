from odoo import api, fields, models

from odoo.addons.jxc_stock.last_prices import for_line, last_prices

from .sale_order_figures import PRICES, SELLERS


class SaleOrderLine(models.Model):
    """What the customer paid before, where the price is typed (S1)."""

    _inherit = "sale.order.line"

    jxc_last_price = fields.Float(
        "Last Price",
        compute="_compute_jxc_last_price",
        compute_sudo=True,
        digits="Product Price",
        groups=SELLERS,
        help="What this customer paid the last time, without tax, discounts taken off;"
        " in the unit and the currency of this line.",
    )
    jxc_last_date = fields.Date(
        "Sold Last",
        compute="_compute_jxc_last_price",
        compute_sudo=True,
        groups=SELLERS,
    )
    jxc_list_price = fields.Float(
        "List Price",
        compute="_compute_jxc_list_price",
        digits="Product Price",
        help="What the customer's price list asks.",
    )

    jxc_order_date = fields.Datetime("Order Date", related="order_id.date_order")

    @api.depends(
        "product_id",
        "product_uom_id",
        "order_id.partner_id",
        "order_id.company_id",
        "order_id.currency_rate",
        "order_id.state",
        "order_id.date_order",
    )
    def _compute_jxc_last_price(self):
        before = last_prices(self.order_id, PRICES)
        for line in self:
            key = line.order_id, line.product_id._origin.id
            last = before.get(key, [None])[0]
            amount = for_line(line, last)
            line.jxc_last_price = amount or False
            line.jxc_last_date = last.date if amount else False

    @api.depends(
        "product_id", "product_uom_id", "product_uom_qty", "order_id.pricelist_id"
    )
    def _compute_jxc_list_price(self):
        for line in self:
            line.jxc_list_price = line._jxc_reference_price()

    def action_jxc_price_history(self):
        """What this customer paid for the product, order by order."""
        self.ensure_one().check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_sales.sale_order_line_action_history"
        )
        customer = self.order_id.partner_id.commercial_partner_id
        action["domain"] = [
            ("product_id", "=", self.product_id.id),
            ("order_partner_id", "child_of", customer.id),
            ("state", "=", "sale"),
        ]
        action["display_name"] = self.env._(
            "%(product)s for %(customer)s",
            product=self.product_id.display_name,
            customer=customer.display_name,
        )
        return action
