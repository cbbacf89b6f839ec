from odoo import api, fields, models

ENTERED = {
    "conceded",
    "reduction_kind",
    "reduction_percent",
    "reduction_price",
    "deviation",
}


class JxcInspectionLine(models.Model):
    """What the plan proposes, and what is accepted under concession (P7)."""

    _name = "jxc.inspection.line"
    _inherit = ["jxc.inspection.line", "jxc.approval.line.mixin"]

    _jxc_approval_parent_field = "inspection_id"

    check_id = fields.Many2one(
        "jxc.quality.check", "Plan Results", readonly=True, index="btree_not_null"
    )
    proposed = fields.Float(
        digits="Product Unit",
        compute="_compute_proposed",
        help="What the facts say should be accepted.",
    )
    deviation = fields.Char(
        "Reason of Deviation", help="Why another quantity is accepted than proposed."
    )
    conceded = fields.Float(
        "Of These by Concession",
        digits="Product Unit",
        help="Accepted although it does not conform, with the manager's approval.",
    )
    reduction_kind = fields.Selection(
        [
            ("none", "At the Order's Price"),
            ("percent", "Percent Off"),
            ("price", "New Price"),
        ],
        "Price of the Concession",
        default="none",
        required=True,
    )
    reduction_percent = fields.Float("Reduction (%)", digits=(16, 2))
    reduction_price = fields.Float(
        "New Price",
        digits="Product Price",
        help="Per unit of the order line, in the order's currency, before tax.",
    )
    bill_line_ids = fields.One2many(
        "account.move.line",
        "jxc_inspection_line_id",
        readonly=True,
        copy=False,
        groups="account.group_account_invoice,purchase.group_purchase_user",
    )

    _conceded_range = models.Constraint(
        "CHECK (COALESCE(conceded, 0) >= 0 AND COALESCE(conceded, 0) <= accepted)",
        "By concession is accepted no less than zero and no more than is accepted.",
    )
    _reduction_range = models.Constraint(
        "CHECK (COALESCE(reduction_percent, 0) >= 0"
        " AND COALESCE(reduction_percent, 0) <= 100"
        " AND COALESCE(reduction_price, 0) >= 0)",
        "A reduction is 0 to 100 %, and a new price is not less than zero.",
    )

    @api.depends("check_id.proposal", "check_id.found", "received")
    def _compute_proposed(self):
        proposed = self.check_id._proposed()
        for line in self:
            line.proposed = proposed.get(line._origin, line.received)

    @api.model
    def _entered(self):
        return super()._entered() | ENTERED

    def _deviates(self):
        return self.filtered(
            lambda line: line.check_id
            and line.uom_id.compare(line.accepted, line.proposed)
        )

    def _reduced(self, price):
        """The order's price, reduced; None where it stays."""
        self.ensure_one()
        if self.reduction_kind == "percent" and self.reduction_percent:
            return price * (100 - self.reduction_percent) / 100
        if self.reduction_kind == "price":
            return self.reduction_price
        return None

    def _reduction_text(self):
        self.ensure_one()
        if not self.conceded:
            return ""
        if self.reduction_kind == "percent":
            return self.env._("%(percent).10g %% off", percent=self.reduction_percent)
        if self.reduction_kind == "price":
            order = self.sudo().move_id.purchase_line_id.order_id
            return f"{self.reduction_price:.10g} {order.currency_id.name}"
        return self.env._("at the order's price")

    def _carried(self):
        """How much of the concession bills carry, in the order line's unit; refunds of
        returned goods take it off."""
        self.ensure_one()
        carried = 0.0
        unit = self.move_id.purchase_line_id.product_uom_id
        for one in self.bill_line_ids.filtered(lambda b: b.parent_state != "cancel"):
            quantity = one.product_uom_id._compute_quantity(one.quantity, unit)
            refund = one.move_id.move_type == "in_refund"
            # A refund without the order line is the reduction itself.
            carried += -quantity if refund == bool(one.purchase_line_id) else quantity
        return carried
