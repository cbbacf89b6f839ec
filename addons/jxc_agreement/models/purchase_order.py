from odoo import fields, models

OPEN = ("draft", "sent", "to approve")


class PurchaseOrder(models.Model):
    """One of a tender is chosen: the others go when it is confirmed, and not before."""

    _inherit = "purchase.order"

    jxc_drop_alternatives = fields.Boolean(
        "Cancel Alternatives When Confirmed", readonly=True, copy=False
    )

    def _jxc_open_alternatives(self):
        found = self.alternative_po_ids - self
        return found.filtered(lambda other: other.state in OPEN)

    def button_confirm(self):
        """Ask about the alternatives first, also where an approval comes in between."""
        others = self._jxc_open_alternatives()
        if others and not self.env.context.get("skip_alternative_check"):
            return self._jxc_ask_alternatives(others)
        return super().button_confirm()

    def _jxc_ask_alternatives(self, others):
        view = "purchase_requisition.purchase_requisition_alternative_warning_form"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What about the other requests for quotation?"),
            "res_model": "purchase.requisition.alternative.warning",
            "views": [(self.env.ref(view).id, "form")],
            "target": "new",
            "context": {
                **self.env.context,
                "default_alternative_po_ids": others.ids,
                "default_po_ids": self.ids,
            },
        }

    def _jxc_approval_on_approved(self):
        """Nobody is there to be asked again."""
        quiet = self.with_context(skip_alternative_check=True)
        return super(PurchaseOrder, quiet)._jxc_approval_on_approved()

    def button_approve(self, force=False):
        result = super().button_approve(force=force)
        for order in self:
            if order.state == "purchase" and order.jxc_drop_alternatives:
                order._jxc_open_alternatives().button_cancel()
        return result

    def button_cancel(self):
        """What was to be bought with them is bought with the one that is chosen."""
        result = super().button_cancel()
        for order in self:
            lines = order.order_line.filtered("jxc_suggestion_ids")
            chosen = (order.alternative_po_ids - self).filtered(
                lambda other: other.state != "cancel"
            )
            chosen = chosen.sorted(lambda other: other.state != "purchase")
            for line in lines:
                instead = chosen.order_line.filtered(
                    lambda o, line=line: o.product_id == line.product_id
                    and o.product_qty > 0
                )
                if instead:
                    ours = line.jxc_suggestion_ids.sudo()
                    ours.purchase_line_id = instead[:1]
        return result
