from odoo import api, fields, models


class JxcPurchaseCause(models.Model):
    """A line of a sales order that something is bought for (P2)."""

    _name = "jxc.purchase.cause"
    _description = "Sales Order to Buy For"
    _order = "id"

    suggestion_id = fields.Many2one(
        "jxc.purchase.suggestion", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="suggestion_id.company_id")
    sale_line_id = fields.Many2one(
        "sale.order.line",
        "Sales Order Line",
        required=True,
        index=True,
        ondelete="cascade",
    )
    order_id = fields.Many2one(related="sale_line_id.order_id", string="Sales Order")
    customer_id = fields.Many2one(
        related="sale_line_id.order_id.partner_id", string="Customer"
    )
    date_wanted = fields.Datetime(
        related="sale_line_id.order_id.commitment_date", string="Wanted"
    )
    product_id = fields.Many2one(related="suggestion_id.product_id")
    uom_id = fields.Many2one(related="suggestion_id.uom_id")
    quantity = fields.Float(digits="Product Unit", required=True)
    purchase_id = fields.Many2one(related="suggestion_id.purchase_id", string="Order")
    date_expected = fields.Datetime(
        related="suggestion_id.purchase_line_id.date_planned", string="Expected Arrival"
    )
    state = fields.Selection(
        [
            ("asked", "To Be Ordered"),
            ("draft", "Order in Preparation"),
            ("ordered", "Ordered"),
            ("received", "Received"),
            ("off", "Not Bought"),
        ],
        compute="_compute_state",
    )

    _line_uniq = models.UniqueIndex(
        "(suggestion_id, sale_line_id)", "An order line is bought for once."
    )

    @api.depends(
        "suggestion_id.state",
        "suggestion_id.purchase_line_id.state",
        "suggestion_id.purchase_line_id.qty_received",
        "suggestion_id.purchase_line_id.jxc_closed",
    )
    def _compute_state(self):
        for cause in self:
            suggestion = cause.suggestion_id
            line = suggestion.purchase_line_id
            if suggestion.state == "open":
                cause.state = "asked"
            elif suggestion.state != "ordered" or not line or line.state == "cancel":
                cause.state = "off"
            elif line.jxc_closed:
                # The rest will not come: what is still short is asked for anew.
                cause.state = "off"
            elif line.state != "purchase":
                cause.state = "draft"
            elif line.product_uom_id.compare(line.qty_received, line.product_qty) < 0:
                cause.state = "ordered"
            else:
                cause.state = "received"

    def _live(self):
        """Those whose goods are still to be promised to their orders."""
        return self.filtered(
            lambda cause: cause.order_id.state in ("draft", "sent")
            and cause.state != "off"
        )

    def action_jxc_sale(self):
        """The sales order, for who may see it."""
        self.ensure_one()
        return self.order_id.get_formview_action()
