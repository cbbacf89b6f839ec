from odoo import api, fields, models
from odoo.exceptions import UserError


class PurchaseOrder(models.Model):
    """An order that is not delivered in full is closed, not cancelled (P6)."""

    _inherit = "purchase.order"

    jxc_closed_short = fields.Boolean(
        "Closed Short",
        compute="_compute_jxc_closed_short",
        store=True,
        help="The rest of at least one line is not expected any more.",
    )
    jxc_closable = fields.Boolean(
        "Can Be Closed Short", compute="_compute_jxc_closable"
    )

    @api.depends("order_line.jxc_closed")
    def _compute_jxc_closed_short(self):
        for order in self:
            order.jxc_closed_short = any(order.order_line.mapped("jxc_closed"))

    @api.depends("state", "order_line.jxc_qty_open")
    def _compute_jxc_closable(self):
        for order in self:
            order.jxc_closable = bool(order.order_line._jxc_closable())

    @api.model_create_multi
    def create(self, vals_list):
        """The vendor's payment term (P3): the host sets it in its form only."""
        if self.env.context.get("default_payment_term_id") is None:
            vals_list = [self._jxc_with_term(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _jxc_with_term(self, vals, company=None):
        if "payment_term_id" in vals or not vals.get("partner_id"):
            return vals
        if not company:
            company = self.env["res.company"].browse(vals.get("company_id"))
        vendor = self.env["res.partner"].browse(vals["partner_id"])
        vendor = vendor.with_company(company or self.env.company).sudo()
        return {**vals, "payment_term_id": vendor.property_supplier_payment_term_id.id}

    def write(self, vals):
        if vals.get("state") == "cancel":
            self._jxc_refuse_cancel()
        drafts = self.filtered(lambda o: o.state in ("draft", "sent"))
        if "partner_id" not in vals or "payment_term_id" in vals or not drafts:
            return super().write(vals)
        for company, orders in drafts.grouped("company_id").items():
            super(PurchaseOrder, orders).write(self._jxc_with_term(vals, company))
        return super(PurchaseOrder, self - drafts).write(vals)

    def _jxc_refuse_cancel(self):
        """What was received and not given back is owed: there is a way out of it."""
        for order in self.filtered(lambda o: o.state == "purchase"):
            received = order.sudo().order_line.filtered(
                lambda line: line.product_uom_id
                and line.product_uom_id.compare(line.qty_received, 0.0) > 0
            )
            if received:
                raise UserError(
                    self.env._(
                        "%(order)s cannot be cancelled: %(quantity).10g %(unit)s of"
                        " %(product)s were received. Return them to the vendor first,"
                        " or close the order short: what is received stays, and the"
                        " rest is not expected any more.",
                        order=order.name,
                        quantity=received[0].qty_received,
                        unit=received[0].product_uom_id.name,
                        product=received[0].product_id.display_name,
                    )
                )

    def button_cancel(self):
        """Refused before the host cancels receipts."""
        self._jxc_refuse_cancel()
        return super().button_cancel()

    def action_jxc_ask_close(self):
        """Ask why, and for which lines."""
        self.ensure_one().check_access("write")
        lines = self.order_line._jxc_closable()
        if not lines:
            raise UserError(
                self.env._(
                    "Nothing of %(order)s is still to be received: there is nothing to"
                    " close.",
                    order=self.name,
                )
            )
        return lines._jxc_close_dialog()

    def action_jxc_reopen(self):
        """Expect the rest of all lines again."""
        return self.order_line.filtered("jxc_closed").action_jxc_reopen()
