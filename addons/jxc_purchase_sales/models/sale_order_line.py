from odoo import api, fields, models

from odoo.addons.jxc_sales.models.sale_order_line_offer import Offer


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    jxc_cause_ids = fields.One2many(
        "jxc.purchase.cause", "sale_line_id", "Bought For It", readonly=True, copy=False
    )
    jxc_purchase_status = fields.Char(
        "Purchase",
        compute="_compute_jxc_purchase_status",
        compute_sudo=True,
        help="What is bought for this line, and how far that is.",
    )

    @api.depends("jxc_cause_ids.state")
    def _compute_jxc_purchase_status(self):
        states = self.env["jxc.purchase.cause"]._fields["state"]
        names = dict(states._description_selection(self.env))
        for line in self:
            line.jxc_purchase_status = ", ".join(
                f"{cause.purchase_id.name or ''} {names[cause.state]}".strip()
                for cause in line.jxc_cause_ids
                if cause.state != "off"
            )

    def _jxc_buy(self, missing):
        """Have the buyer buy ``{line: quantity}`` (P2), and tell the orders."""
        suggestions = self.env["jxc.purchase.suggestion"].sudo()
        suggestions._jxc_ask({line.sudo(): qty for line, qty in missing.items()})
        for order, lines in self.browse().concat(*missing).grouped("order_id").items():
            order.message_post(body=lines._jxc_bought_text())

    def _jxc_bought_text(self):
        names = ", ".join(self.product_id.mapped("display_name"))
        return self.env._("To be bought for this order: %(products)s", products=names)

    def _jxc_offers_for(self, lacks):
        offers, unit = super()._jxc_offers_for(lacks), self.product_id.uom_id
        more = lacks - sum(self.sudo().jxc_cause_ids._live().mapped("quantity"))
        if unit.compare(more, 0.0) > 0:
            text = self.env._("Have %s bought", self._jxc_with_unit(more, unit))
            offers.append(Offer("purchase", more, text))
        return offers

    def _jxc_take_offer(self, offer):
        if offer.kind == "purchase":
            self._jxc_buy({self: self._jxc_lacks()})
        return super()._jxc_take_offer(offer)
