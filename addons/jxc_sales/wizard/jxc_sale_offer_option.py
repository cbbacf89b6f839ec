from odoo import fields, models
from odoo.exceptions import UserError


class JxcSaleOfferOption(models.TransientModel):
    """One way to supply what is missing."""

    _name = "jxc.sale.offer.option"
    _description = "Way to Supply"

    wizard_id = fields.Many2one("jxc.sale.offer", required=True, ondelete="cascade")
    kind = fields.Char(required=True, readonly=True)
    warehouse_id = fields.Many2one("stock.warehouse", readonly=True)
    text = fields.Char(readonly=True)

    def action_take(self):
        """Do it, as long as it still can be done."""
        self.ensure_one()
        line = self.wizard_id.line_id
        line.check_access("write")
        key = self.kind, self.warehouse_id.id
        offer = next((one for one in line._jxc_offers() if one.key == key), None)
        if not offer:
            raise UserError(
                self.env._(
                    "%(product)s: this is not offered any more, stock or the order has"
                    " changed. Look at the ways to supply again.",
                    product=line.product_id.display_name,
                )
            )
        message = line._jxc_take_offer(offer)
        # On a phone the line may be open, which is not there any more.
        following = {"type": "ir.actions.act_window_close"}
        if not line.exists():
            following = {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {"type": "success", "message": message, "next": following},
        }
