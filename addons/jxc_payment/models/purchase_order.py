from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PurchaseOrder(models.Model):
    """What is to be paid ahead on an order, what was, and what is left of it (P9)."""

    _inherit = "purchase.order"

    jxc_deposit = fields.Monetary(
        "Deposit",
        copy=False,
        tracking=True,
        help="To be paid ahead, taxes included. It comes into the next payment "
        "proposal once the order is confirmed.",
    )
    jxc_deposit_date = fields.Date(
        "Deposit Due", copy=False, help="Empty: as soon as the order is confirmed."
    )
    jxc_deposit_payment_ids = fields.One2many(
        "account.payment",
        "jxc_purchase_order_id",
        "Deposits",
        groups="account.group_account_invoice,account.group_account_readonly",
    )
    jxc_deposit_paid = fields.Monetary(
        "Deposit Paid", compute="_compute_jxc_deposit_paid", compute_sudo=True
    )
    jxc_deposit_left = fields.Monetary(
        "Deposit to Pay", compute="_compute_jxc_deposit_paid", compute_sudo=True
    )
    jxc_deposit_unused = fields.Monetary(
        "Deposit Not Used Yet",
        compute="_compute_jxc_deposit_paid",
        compute_sudo=True,
        help="Paid, and not matched with a bill yet.",
    )

    @api.depends(
        "jxc_deposit",
        "amount_total",
        "jxc_deposit_payment_ids.state",
        "jxc_deposit_payment_ids.amount",
        "jxc_deposit_payment_ids.move_id.line_ids.amount_residual_currency",
    )
    def _compute_jxc_deposit_paid(self):
        for order in self:
            payments = order.jxc_deposit_payment_ids.filtered(
                lambda p: p.state in ("in_process", "paid")
            )
            items = payments.move_id.line_ids.filtered(
                lambda i: i.account_id.account_type == "liability_payable"
            )
            paid = sum(payments.mapped("amount"))
            order.jxc_deposit_paid = paid
            # An order may have become smaller after its deposit was agreed.
            wanted = min(order.jxc_deposit, order.amount_total)
            order.jxc_deposit_left = max(wanted - paid, 0.0)
            order.jxc_deposit_unused = sum(items.mapped("amount_residual_currency"))

    @api.constrains("jxc_deposit")
    def _check_jxc_deposit(self):
        for order in self.filtered("jxc_deposit"):
            money = order.currency_id
            if (
                money.compare_amounts(order.jxc_deposit, 0) < 0
                or money.compare_amounts(order.jxc_deposit, order.amount_total) > 0
            ):
                raise ValidationError(
                    self.env._(
                        "%(order)s: the deposit of %(deposit)s must lie between 0 and "
                        "the order's total of %(total)s.",
                        order=order.display_name,
                        deposit=money.format(order.jxc_deposit),
                        total=money.format(order.amount_total),
                    )
                )
