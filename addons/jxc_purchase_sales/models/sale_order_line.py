from odoo import api, fields, models


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
            causes = line.jxc_cause_ids.filtered(lambda c: c.state != "off")
            line.jxc_purchase_status = ", ".join(
                f"{cause.purchase_id.name or ''} {names[cause.state]}".strip()
                for cause in causes
            )
