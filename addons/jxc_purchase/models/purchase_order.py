from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import clean_context

WAITING = ("required", "pending", "refused", "returned")


class PurchaseOrder(models.Model):
    _name = "purchase.order"
    _inherit = ["purchase.order", "jxc.approval.order.mixin"]

    jxc_inspection_count = fields.Integer(
        compute="_compute_jxc_inspection_count", compute_sudo=True
    )

    @api.depends("order_line.move_ids.state")
    def _compute_jxc_inspection_count(self):
        found = self.env["jxc.inspection.line"].search(
            [("move_id.purchase_line_id.order_id", "in", self._origin.ids)]
        )
        by_order = found.grouped(lambda one: one.move_id.purchase_line_id.order_id)
        for order in self:
            lines = by_order.get(order._origin, found.browse())
            order.jxc_inspection_count = len(lines.inspection_id)

    def action_jxc_inspections(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "jxc_purchase.jxc_inspection_action"
        )
        path = "line_ids.move_id.purchase_line_id.order_id"
        action["domain"] = [(path, "in", self.ids)]
        action["context"] = {}
        return action

    # --- approval (P4) ----------------------------------------------------------

    def _jxc_approval_effective(self):
        return self.filtered(lambda order: order.state == "purchase")

    def _jxc_approval_values(self):
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: not line.display_type and line.product_qty
        )
        return self._jxc_approval_order_values(lines, "product_qty")

    def _jxc_approval_lowerable(self):
        return ("product_qty", "price_unit")

    def _jxc_approval_on_approved(self):
        """Go on where the requester stopped, and in his name."""
        for order in self.filtered(lambda o: o.state in ("draft", "sent")):
            order.with_user(order._jxc_approval_requester()).button_confirm()

    def button_confirm(self):
        """Submit what needs an approval, confirm the rest."""
        waiting = self.filtered(
            lambda o: o.state in ("draft", "sent") and o.jxc_approval_state in WAITING
        )
        res = super(PurchaseOrder, self - waiting).button_confirm()
        todo = waiting.filtered(lambda o: o.jxc_approval_state != "pending")
        if not todo:
            return res
        return todo.action_jxc_submit()

    # --- payable (P9) -----------------------------------------------------------

    def _jxc_bill_keys(self):
        return [f"bill:purchase.order:{order_id}" for order_id in self.ids]

    def _jxc_bill_accepted(self):
        """Draft the bill, or refund, of what was accepted and is not billed.

        It bills the difference to what has been billed, so repeating it does no
        harm. Whoever calls runs with sudo: a keeper has no rights in accounting.
        """
        self.env["jxc.lock"].acquire(self._jxc_bill_keys())
        bills = self.env["account.move"]
        for order in self.filtered(lambda o: o.state == "purchase"):
            if order._jxc_lines_to_bill():
                bills |= order._jxc_create_bill()
        return bills

    def _jxc_lines_to_bill(self):
        """Lines of which more, or less, was accepted than has been billed."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        # Computed as a field and not by hand: that would write line by line, and
        # each write asks anew whether the order is approved.
        lines.invalidate_recordset(["jxc_qty_accepted"])
        lines.modified(["jxc_qty_accepted"])
        return lines.filtered(
            lambda line: line.product_uom_id.compare(line.qty_to_invoice, 0)
        )

    def action_create_invoice(self, attachment_ids=False):
        """Bill what is to be billed; the host would make a bill of 0.00 as well."""
        # Two who press the button at once: the second finds it billed.
        self.env["jxc.lock"].acquire(self._jxc_bill_keys())
        orders = self._jxc_lines_to_bill().order_id
        if not orders:
            raise UserError(
                self.env._(
                    "%(orders)s: all that was accepted is billed, drafts included."
                    " Receive or inspect goods first, or add lines to a draft bill.",
                    orders=", ".join(self.mapped("name")),
                )
            )
        return super(PurchaseOrder, orders).action_create_invoice(attachment_ids)

    def _jxc_create_bill(self):
        self.ensure_one()
        before = self.invoice_ids
        # The keys of the keeper's screen (default_…) are not for a bill.
        context = clean_context(self.env.context)
        # Dated from the start: a date written later has all of the bill computed again.
        context["jxc_bill_date"] = self.company_id._jxc_today()
        # pylint: disable-next=context-overridden
        order = self.with_context(context).with_company(self.company_id)
        order.action_create_invoice()
        bills = order.invoice_ids - before
        bills.invoice_line_ids.filtered(
            lambda line: line.display_type == "product" and not line.quantity
        ).unlink()
        return bills

    def _prepare_invoice(self):
        values = super()._prepare_invoice()
        if day := self.env.context.get("jxc_bill_date"):
            values["invoice_date"] = day
        return values
