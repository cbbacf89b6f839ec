from odoo import models


class JxcApprovalOrderMixin(models.AbstractModel):
    """An order to approve, of a vendor or a customer."""

    _name = "jxc.approval.order.mixin"
    _inherit = "jxc.approval.mixin"
    _description = "Order to Approve"

    def _jxc_approval_order_values(self, lines, quantity):
        """Such values of an order: with whom, how it is paid, and what.

        :param quantity: name of the lines' field of the quantity
        """
        self.ensure_one()
        return {
            "partner_id": self.partner_id.id,
            "currency_id": self.currency_id.id,
            "payment_term_id": self.payment_term_id.id,
            "lines": [
                {
                    "id": line.id,
                    "product_id": line.product_id.id,
                    "product_uom_id": line.product_uom_id.id,
                    quantity: line[quantity],
                    "price_unit": line.price_unit,
                    "discount": line.discount,
                    "tax_ids": sorted(line.tax_ids.ids),
                }
                for line in lines.sorted("id")
            ],
        }

    def _jxc_approval_requester(self):
        """Who asked for the approval that was given, or else whose document it is."""
        self.ensure_one()
        request = self.sudo().jxc_approval_request_ids.filtered(
            lambda r: r.state == "approved"
        )[:1]
        user = request.requester_id.filtered("active") or self.user_id
        return user or self.env.user

    def _jxc_approval_expire(self):
        """A cancelled order asks for nothing any more."""
        self.filtered(lambda order: order.state == "cancel")._jxc_approval_drop()
        return super()._jxc_approval_expire()
