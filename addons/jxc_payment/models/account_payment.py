from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class AccountPayment(models.Model):
    """A payment of a proposal, or a deposit on a purchase order."""

    _inherit = "account.payment"

    jxc_proposal_id = fields.Many2one(
        "jxc.payment.proposal",
        "Payment Proposal",
        readonly=True,
        copy=False,
        index="btree_not_null",
        check_company=True,
    )
    jxc_purchase_order_id = fields.Many2one(
        "purchase.order",
        "Deposit On",
        copy=False,
        index="btree_not_null",
        check_company=True,
        domain="[('state', '=', 'purchase'), ('partner_id', 'child_of', partner_id),"
        " ('currency_id', '=', currency_id)]",
        help="The purchase order that is paid ahead. Its bills use the deposit.",
    )

    @api.constrains("jxc_purchase_order_id", "partner_id", "currency_id")
    def _check_jxc_purchase_order(self):
        for payment in self.filtered("jxc_purchase_order_id"):
            order = payment.jxc_purchase_order_id
            vendor = order.partner_id.commercial_partner_id
            if (
                payment.partner_id.commercial_partner_id != vendor
                or payment.currency_id != order.currency_id
                or payment.payment_type != "outbound"
            ):
                raise ValidationError(
                    self.env._(
                        "A deposit on %(order)s is paid to %(vendor)s in %(currency)s.",
                        order=order.name,
                        vendor=vendor.display_name,
                        currency=order.currency_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        payments = super().create(vals_list)
        payments._jxc_refuse_proposal(payments.jxc_proposal_id)
        return payments

    def write(self, vals):
        self._jxc_refuse_proposal("jxc_proposal_id" in vals)
        if "jxc_purchase_order_id" in vals:
            self._jxc_refuse_other_order(vals["jxc_purchase_order_id"])
        return super().write(vals)

    def _jxc_refuse_other_order(self, order_id):
        """What was paid on one order is not said to be paid on another (P9)."""
        for payment in self.filtered(lambda p: p.state != "draft"):
            order = payment.jxc_purchase_order_id
            if order.id != (order_id or False):
                raise UserError(
                    self.env._(
                        "%(payment)s is posted: it stays as it is. Set it back to"
                        " draft to make it a deposit on another order, or on none.",
                        payment=payment.display_name,
                    )
                )

    def _jxc_refuse_proposal(self, given):
        if given and not self.env.su:
            raise UserError(
                self.env._("A payment belongs to the proposal that made it.")
            )

    def _jxc_payable_item(self):
        """The payments' items to match; a payment without an entry is refused."""
        for payment in self.filtered(lambda p: not p.move_id):
            raise UserError(
                self.env._(
                    "Payments from %(journal)s are not booked until the bank statement "
                    "comes: set an account on its payment method first.",
                    journal=payment.journal_id.display_name,
                )
            )
        return self.move_id.line_ids.filtered(
            lambda item: item.account_id.account_type == "liability_payable"
        )
