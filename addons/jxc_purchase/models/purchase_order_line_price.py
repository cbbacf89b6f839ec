from datetime import timedelta

from odoo import api, fields, models

from odoo.addons.jxc_stock.last_prices import for_line, last_prices

from .. import sql_price
from .product_supplierinfo import BUYERS
from .purchase_order_figures import PRICES

YEAR = timedelta(days=365)
ASKED = (
    "product_id",
    "product_uom_id",
    "order_id.partner_id",
    "order_id.currency_rate",
)
ASKED += ("order_id.company_id", "order_id.state", "order_id.date_approve")


class PurchaseOrderLine(models.Model):
    """What the product was bought for before, where its price is entered (P3)."""

    _inherit = "purchase.order.line"

    jxc_last_price = fields.Float(
        "Last Price",
        compute="_compute_jxc_last_price",
        digits="Product Price",
        groups=BUYERS,
        help="What this vendor was paid the last time, discounts taken off; in the unit"
        " and the currency of this line.",
    )
    jxc_last_date = fields.Date(
        "Bought Last", compute="_compute_jxc_last_price", groups=BUYERS
    )
    jxc_low_price = fields.Float(
        "Lowest in 12 Months",
        compute="_compute_jxc_low_price",
        digits="Product Price",
        groups=BUYERS,
        help="The lowest price that any vendor was paid in the last 12 months; in the"
        " unit and the currency of this line.",
    )
    jxc_low_partner_id = fields.Many2one(
        "res.partner", "Lowest From", compute="_compute_jxc_low_price", groups=BUYERS
    )

    jxc_price_paid = fields.Float(
        "Price Paid",
        compute="_compute_jxc_price_paid",
        store=True,
        digits="Product Price",
        aggregator="avg",
        groups=BUYERS,
        help="Of one unit of the product, discounts taken off, without tax, in the"
        " company's currency.",
    )

    @api.depends("price_subtotal", "product_uom_qty", "order_id.currency_rate")
    def _compute_jxc_price_paid(self):
        for line in self:
            rate = line.order_id.currency_rate or 1.0
            quantity = line.product_uom_qty
            paid = line.price_subtotal / quantity / rate if quantity else 0.0
            line.jxc_price_paid = paid

    @api.depends(*ASKED)
    def _compute_jxc_last_price(self):
        before = last_prices(self.order_id, PRICES)
        for line in self:
            key = line.order_id, line.product_id._origin.id
            last = before.get(key, [None])[0]
            amount = for_line(line, last)
            line.jxc_last_price = amount or False
            line.jxc_last_date = last.date if amount else False

    @api.depends(*ASKED)
    def _compute_jxc_low_price(self):
        lines = [line for line in self if line.product_id and line.product_uom_id]
        wanted = [
            (
                number,
                line.order_id._origin.id or 0,
                line.order_id.company_id.id or 0,
                line.product_id._origin.id or 0,
            )
            for number, line in enumerate(lines)
        ]
        found = {}
        if wanted:
            self.env["purchase.order.line"].flush_model()
            self.env["purchase.order"].flush_model()
            query = sql_price.lowest(wanted, fields.Datetime.now() - YEAR)
            found = {lines[row[0]]: row[1:3] for row in self.env.execute_query(query)}
        for line in self:
            price, vendor = found.get(line, (0.0, False))
            rate = line.order_id.currency_rate or 1.0
            line.jxc_low_price = price * line.product_uom_id.factor * rate
            line.jxc_low_partner_id = vendor

    def action_jxc_price_history(self):
        """All orders of this product: prices as a curve, a list, a pivot."""
        self.ensure_one().check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_purchase.jxc_price_history_action"
        )
        action["domain"] = [
            ("product_id", "=", self.product_id.id),
            ("order_id.state", "=", "purchase"),
        ]
        action["display_name"] = self.env._(
            "Prices of %(product)s", product=self.product_id.display_name
        )
        # Months without an order have no price, and not one of 0.
        context = {"active_id": self.order_id.id, "fill_temporal": False}
        return {**action, "context": context}
