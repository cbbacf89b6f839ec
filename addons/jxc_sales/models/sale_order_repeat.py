from odoo import Command, models
from odoo.exceptions import UserError


class SaleOrder(models.Model):
    """The customer wants the same as last time (S1)."""

    _inherit = "sale.order"

    def action_jxc_repeat(self):
        """Add the lines of the customer's last order, at the prices of today."""
        self.ensure_one().check_access("write")
        if self.state not in ("draft", "sent"):
            raise UserError(
                self.env._("%s is confirmed: add lines one by one.", self.name)
            )
        last = self._jxc_last_order()
        if not last:
            raise UserError(
                self.env._(
                    "%s has no confirmed order yet.",
                    self.partner_id.commercial_partner_id.display_name,
                )
            )
        goods = last.order_line.filtered(
            lambda line: not line.display_type
            and not line.is_downpayment
            and line.product_uom_qty > 0
        )
        sold = goods.filtered(lambda x: x.product_id.active and x.product_id.sale_ok)
        before = self.order_line
        self.order_line = [
            Command.create(
                {
                    "product_id": line.product_id.id,
                    "product_uom_id": line.product_uom_id.id,
                    "product_uom_qty": line.product_uom_qty,
                }
            )
            for line in sold
        ]
        gone = (goods - sold).product_id
        return self._jxc_tell_repeated(last, self.order_line - before, gone)

    def _jxc_last_order(self):
        customer = self.partner_id.commercial_partner_id
        return self.search(
            [
                ("partner_id", "child_of", customer.id),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "sale"),
            ],
            order="date_order desc, id desc",
            limit=1,
        )

    def _jxc_tell_repeated(self, last, lines, gone):
        text = self.env._(
            "%(count)s lines of %(order)s at the prices of today.",
            count=len(lines),
            order=last.name,
        )
        names = ", ".join(gone.mapped("display_name"))
        left_out = self.env._("Not sold any more, left out: %s", names)
        return self._jxc_tell_added(lines, text, left_out if gone else None)

    def _jxc_tell_added(self, lines, text, warning=None):
        """Say what came, what is short of it, and what went wrong."""
        texts = [text]
        short = lines.filtered("jxc_atp_short").product_id
        if short:
            names = ", ".join(short.mapped("display_name"))
            texts.append(self.env._("Not enough stock: %s", names))
        if warning:
            texts.append(warning)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if short or warning else "success",
                "sticky": bool(short or warning),
                "message": "\n".join(texts),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
