from odoo import api, fields, models

from odoo.addons.jxc_stock.last_prices import Source, last_prices, price_of

from ..logic import profit

PRICES = Source(
    "sale.order", "sale.order.line", "product_uom_qty", "date_order", "sale"
)
SELLERS = "sales_team.group_sale_salesman,account.group_account_readonly"


class SaleOrder(models.Model):
    """What rules may look at (S3): prices and margins of the order itself."""

    _inherit = "sale.order"

    jxc_price_fall = fields.Float(
        "Below Last Price (%)",
        compute="_compute_jxc_price_fall",
        store=True,
        digits=(16, 2),
        groups=SELLERS,
        help="How far the price of a line is below what this customer paid for the"
        " product the last time; the line where it is most.",
    )
    jxc_line_margin = fields.Float(
        "Lowest Margin of a Line (%)",
        compute="_compute_jxc_margins",
        store=True,
        digits=(16, 2),
        groups="jxc_base.group_jxc_cost_viewer",
    )
    jxc_order_margin = fields.Float(
        "Margin of the Order (%)",
        compute="_compute_jxc_margins",
        store=True,
        digits=(16, 2),
        groups="jxc_base.group_jxc_cost_viewer",
        help="Of what was ordered. Goods given away have a margin of -100 %.",
    )

    @api.depends(
        "state",
        "date_order",
        "company_id",
        "partner_id",
        "currency_rate",
        "order_line.product_id",
        "order_line.product_uom_id",
        "order_line.product_uom_qty",
        "order_line.price_subtotal",
    )
    def _compute_jxc_price_fall(self):
        before = last_prices(self, PRICES)
        for order in self:
            falls = [0.0]
            for line in order.order_line:
                last = before.get((order, line.product_id._origin.id))
                now = price_of(line, line.product_uom_qty)
                if last and now:
                    falls.append(-last[0].change_to(now))
            order.jxc_price_fall = max(falls)

    @api.depends(
        "order_line.display_type",
        "order_line.margin",
        "order_line.price_subtotal",
        "order_line.product_uom_qty",
    )
    def _compute_jxc_margins(self):
        for order in self:
            # What a keeper ships on top has no quantity, and was not agreed upon.
            lines = order.order_line.filtered(
                lambda line: not line.display_type and line.product_uom_qty
            )
            facts = [(line.price_subtotal, line.margin) for line in lines]
            goods = [fact for fact in facts if fact[0] >= 0]
            order.jxc_line_margin = min(
                (profit.margin(*fact) for fact in goods), default=100.0
            )
            order.jxc_order_margin = profit.margin(
                sum(revenue for revenue, _margin in facts),
                sum(margin for _revenue, margin in facts),
            )

    def _jxc_refresh_figures(self):
        """What others' orders decide may be out of date on a quotation."""
        drafts = self.filtered(lambda order: order.state in ("draft", "sent"))
        self.env.add_to_compute(self._fields["jxc_price_fall"], drafts)
        drafts._jxc_forget_debts()

    def action_jxc_submit(self):
        self._jxc_refresh_figures()
        return super().action_jxc_submit()
