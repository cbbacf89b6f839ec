from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: Written by the buttons only.
CLOSED = {
    "jxc_closed",
    "jxc_qty_closed",
    "jxc_close_reason",
    "jxc_closed_on",
    "jxc_closed_uid",
}
#: What a closed line does not change any more.
ORDERED = {"product_id", "product_uom_id", "product_qty", "order_id"}


class PurchaseOrderLine(models.Model):
    """Short close: what is still open of a line will not come (P6)."""

    _inherit = "purchase.order.line"

    jxc_closed = fields.Boolean("Closed Short", readonly=True, copy=False)
    jxc_qty_closed = fields.Float(
        "Not Coming",
        digits="Product Unit",
        readonly=True,
        copy=False,
        help="What was ordered, not received, and is not expected any more.",
    )
    jxc_close_reason = fields.Char("Closed Because", readonly=True, copy=False)
    jxc_closed_on = fields.Datetime("Closed On", readonly=True, copy=False)
    jxc_closed_uid = fields.Many2one(
        "res.users", "Closed By", readonly=True, copy=False
    )
    jxc_qty_open = fields.Float(
        "Still to Receive", compute="_compute_jxc_qty_open", digits="Product Unit"
    )

    @api.depends("product_qty", "qty_received", "jxc_qty_closed", "state")
    def _compute_jxc_qty_open(self):
        for line in self:
            rest = line.product_qty - line.jxc_qty_closed - line.qty_received
            line.jxc_qty_open = max(rest, 0.0) if line.state == "purchase" else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Looked at afterwards: a default in the context sets them as well.
        if not self.env.su and any(line[name] for line in lines for name in CLOSED):
            self._jxc_refuse_closing()
        return lines

    def write(self, vals):
        if not self.env.su and CLOSED & vals.keys():
            self._jxc_refuse_closing()
        if ORDERED & vals.keys():
            for line in self.filtered("jxc_closed"):
                if any(line._jxc_differs(name, vals) for name in ORDERED & vals.keys()):
                    line._jxc_refuse_change()
        return super().write(vals)

    def _jxc_differs(self, name, vals):
        return self._fields[name].convert_to_write(self[name], self) != vals[name]

    def _jxc_refuse_change(self):
        raise UserError(
            self.env._(
                "%(product)s of order %(order)s is closed short: have a manager reopen"
                " it, or order more on a new line.",
                product=self.product_id.display_name,
                order=self.order_id.name,
            )
        )

    def _jxc_refuse_closing(self):
        raise UserError(
            self.env._("Order lines are closed short and reopened by their buttons.")
        )

    @api.depends("jxc_qty_closed")
    def _compute_qty_invoiced(self):
        """Of what is billed as ordered, the vendor bills what is to come."""
        res = super()._compute_qty_invoiced()
        for line in self.filtered("jxc_closed"):
            if line.product_id.purchase_method == "purchase":
                line.qty_to_invoice -= line.jxc_qty_closed
        return res

    def _jxc_taken(self):
        """What this line takes of a budget, without tax: all that was ordered; closed
        short, what came or was billed."""
        self.ensure_one()
        if not self.jxc_closed or not self.product_qty:
            return self.price_subtotal
        came = max(self.qty_received, self.qty_invoiced, 0.0)
        return self.price_subtotal * came / self.product_qty

    # --- closing ----------------------------------------------------------------------

    def _jxc_closable(self):
        """Lines of which something is still to come."""
        return self.filtered(
            lambda line: line.state == "purchase"
            and not line.display_type
            and not line.jxc_closed
            and line.product_uom_id
            and line.product_uom_id.compare(line.jxc_qty_open, 0.0) > 0
        )

    def action_jxc_ask_close(self):
        self.ensure_one().order_id.check_access("write")
        return self._jxc_close_dialog()

    def _jxc_close_dialog(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Close Short"),
            "res_model": "jxc.purchase.close",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_order_id": self.order_id.id,
                "default_line_ids": self.ids,
            },
        }

    def action_jxc_close(self, reason):
        """Cancel what is to come; what was ordered stays to be seen."""
        self.check_access("write")
        self.order_id.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the rest is not expected any more."))
        # A receipt that is being validated, or another buyer: each has to wait.
        self.env["jxc.lock"].acquire(self.order_id._jxc_bill_keys())
        self.invalidate_recordset(["qty_received", "jxc_closed", "jxc_qty_closed"])
        lines = self._jxc_closable()
        if not lines:
            raise UserError(
                self.env._(
                    "%(lines)s: nothing is still to be received, so there is nothing"
                    " to close.",
                    lines=", ".join(self.mapped("display_name")),
                )
            )
        for line in lines:
            line.sudo().write(
                {
                    "jxc_closed": True,
                    "jxc_qty_closed": line.product_uom_id.round(line.jxc_qty_open),
                    "jxc_close_reason": reason.strip(),
                    "jxc_closed_on": fields.Datetime.now(),
                    "jxc_closed_uid": self.env.uid,
                }
            )
        lines.sudo()._jxc_cancel_expected()
        lines._jxc_tell(self.env._("Closed short: %s", reason.strip()))
        return True

    def _jxc_cancel_expected(self):
        """Cancel the receipts to come, and nothing that waits for these goods."""
        moves = self.move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
            and move.location_id.usage == "supplier"
        )
        # Deliveries to customers stay: they take from stock what others bring.
        moves.propagate_cancel = False
        moves._action_cancel()

    def action_jxc_reopen(self):
        """Expect the rest again; who decides that is a manager."""
        self.check_access("write")
        if not self.env.user.has_group("jxc_base.group_jxc_manager"):
            raise AccessError(
                self.env._("Ask a manager to reopen what was closed short.")
            )
        self.env["jxc.lock"].acquire(self.order_id._jxc_bill_keys())
        self.invalidate_recordset(["jxc_closed"])
        lines = self.filtered(lambda line: line.jxc_closed and line.state == "purchase")
        if not lines:
            raise UserError(
                self.env._(
                    "None of these lines is closed short in an order that is in effect."
                )
            )
        lines._jxc_tell(self.env._("Reopened: the rest is expected again"))
        lines.sudo().write(dict.fromkeys(CLOSED, False))
        lines.sudo()._create_or_update_picking()
        return True

    def _jxc_tell(self, text):
        """What happened to which line, in the order's chatter."""
        for order, lines in self.grouped("order_id").items():
            rows = [
                self.env._(
                    "%(product)s: %(quantity).10g %(unit)s",
                    product=line.product_id.display_name or line.name,
                    quantity=line.jxc_qty_closed,
                    unit=line.product_uom_id.name,
                )
                for line in lines
            ]
            order.message_post(body=Markup("<br/>").join([text, *rows]))
