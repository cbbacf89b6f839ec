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

    def _jxc_missing(self):
        """What cannot be promised to these lines of orders that are not confirmed: the
        first lines get what there is.

        :return: ``{line: quantity in the product's unit}``
        """
        lines = self.filtered(
            lambda line: line.is_storable
            and line.warehouse_id
            and line.state in ("draft", "sent")
        )
        figures = self.env["jxc.stock.availability"]._get(
            lines.product_id, lines.warehouse_id.sudo()
        )
        left = {key: max(figure.atp, 0.0) for key, figure in figures.items()}
        missing = {}
        for line in lines:
            wanted = line._jxc_in_product_uom(line.product_uom_qty)
            given = min(left[line._jxc_key()], wanted)
            left[line._jxc_key()] -= given
            short = line.product_id.uom_id.round(wanted - given)
            if line.product_id.uom_id.compare(short, 0.0) > 0:
                missing[line] = short
        return missing
