from odoo import SUPERUSER_ID, api, fields, models

from odoo.addons.jxc_approval.logic import digest
from odoo.addons.jxc_stock.models.jxc_stock_availability import NotEnoughStock

from .sale_order_line import UNCHECKED

WAITING = ("required", "pending", "refused", "returned")


class SaleOrder(models.Model):
    """The approval of a sales order (S3): what jxc_approval asks of a document."""

    _inherit = "sale.order"

    jxc_amount_total_cc = fields.Monetary(
        "Total in Company Currency",
        compute="_compute_jxc_amount_total_cc",
        store=True,
        currency_field="jxc_company_currency_id",
        help="What rules on the amount look at, whatever currency the order is in.",
    )

    @api.depends("amount_total", "currency_rate", "company_id")
    def _compute_jxc_amount_total_cc(self):
        for order in self:
            amount = order.amount_total / (order.currency_rate or 1.0)
            order.jxc_amount_total_cc = order.company_id.currency_id.round(amount)

    def _jxc_approval_effective(self):
        return self.filtered(lambda order: order.state == "sale")

    def _jxc_approval_values(self):
        """What an approval is about. Lines without a quantity bind nobody: the host
        adds such ones for what a keeper ships on top."""
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: not line.display_type
            and not line._jxc_is_advance()
            and (line.product_uom_qty or line.discount)
        )
        return self._jxc_approval_order_values(lines, "product_uom_qty")

    def _jxc_approval_lowerable(self):
        return ("product_uom_qty", "discount")

    def _jxc_approval_is_lowered(self, request):
        """By the rule's tolerance, or by giving up the rest of what is on its way: an
        order with goods shipped cannot be cancelled and asked for anew."""
        return super()._jxc_approval_is_lowered(request) or self._jxc_gives_up_rest(
            request.snapshot
        )

    def _jxc_gives_up_rest(self, before):
        """Whether all that differs is less than was ordered, and no less than was
        shipped. A keeper who cancels the rest of the delivery comes to the same."""
        lines = {str(line.id): line for line in self.order_line}
        ordered = {
            str(row["id"]): float(row["product_uom_qty"]) for row in before["lines"]
        }
        found = digest.changes(before, self._jxc_approval_values())
        return (
            self.state == "sale"
            and bool(self._jxc_shipped_lines())
            and bool(found)
            and all(
                self._jxc_is_given_up(lines, ordered, path, new)
                for path, _old, new in found
            )
        )

    def _jxc_is_given_up(self, lines, ordered, path, new):
        key = path[1] if path[0] == "lines" else None
        # A line without a quantity is none any more.
        what = path[2:] == ("product_uom_qty",) or (len(path) == 2 and new is None)
        if not what or key not in lines or key not in ordered:
            return False
        compare = lines[key].product_uom_id.compare
        quantity = lines[key].product_uom_qty
        return (
            compare(ordered[key], quantity) > 0
            and compare(quantity, lines[key].qty_delivered) >= 0
        )

    def _jxc_approval_check(self):
        if self.env.context.get("jxc_unchecked") is UNCHECKED:
            return None
        return super()._jxc_approval_check()

    def _jxc_approval_missing(self):
        """The orders that may not be confirmed before somebody approves them."""
        return self.filtered(lambda order: order.jxc_approval_state in WAITING)

    def _jxc_submit_on_confirm(self):
        """What the button Confirm does with such orders.

        A customer who signs or pays in the portal, or the server in his name, cannot
        ask for an approval: there the salesperson asks.
        """
        action = True
        for order in self.filtered(lambda o: o.jxc_approval_state != "pending"):
            if self.env.uid == SUPERUSER_ID or not self.env.user._is_internal():
                user = order.user_id or self.env.ref("base.user_root")
                order = order.with_user(user)
            action = order.action_jxc_submit()
        return action

    def _jxc_approval_on_approved(self):
        """Go on where the requester stopped, and in his name.

        If the goods have gone meanwhile, the approval stands, the order remains a
        quotation, and the salesperson is told.
        """
        for order in self.filtered(lambda o: o.state in ("draft", "sent")):
            user = order._jxc_approval_requester()
            try:
                with self.env.cr.savepoint():
                    order.with_user(user).action_confirm()
            except NotEnoughStock as error:
                order._jxc_tell_stock_gone(user, error)

    def _jxc_tell_stock_gone(self, user, error):
        for order in self.sudo():
            order.message_post(
                body=self.env._(
                    "The order cannot be confirmed: %(reason)s", reason=error.args[0]
                )
            )
            order.activity_schedule(
                "jxc_sales.mail_activity_type_stock_gone",
                note=error.args[0],
                user_id=(user or order.user_id or self.env.user).id,
            )
