from odoo import fields, models


class JxcTransferLine(models.Model):
    """Which order the goods are asked for (S2)."""

    _inherit = "jxc.transfer.line"

    jxc_sale_line_id = fields.Many2one(
        "sale.order.line",
        "Order Line",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    jxc_sale_name = fields.Char(
        related="jxc_sale_line_id.order_id.name", string="Sales Order"
    )

    def _jxc_coming(self):
        """What may still arrive of these, in the product's unit."""
        total = 0.0
        for line in self:
            left = {"draft": line.quantity, "cancel": 0.0}
            going = line.to_ship + line.in_transit
            total += line.uom_id._compute_quantity(
                left.get(line.transfer_id.phase, going), line.product_id.uom_id
            )
        return total
