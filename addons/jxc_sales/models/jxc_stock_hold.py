from odoo import fields, models
from odoo.tools import format_datetime


class JxcStockHold(models.Model):
    """预占: stock that is held for a quotation (S2)."""

    _inherit = "jxc.stock.hold"

    order_id = fields.Many2one(
        "sale.order",
        "Quotation",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    partner_id = fields.Many2one(related="order_id.partner_id", string="Customer")
    user_id = fields.Many2one(related="order_id.user_id", string="Salesperson")

    def action_give_back(self):
        """Let others have these goods; for who may change the quotation."""
        self.order_id._jxc_check_may_hold()
        self.sudo()._give_back(self.env._("given back"))

    def _expire(self):
        # The clock speaks the language of who reads it.
        for user, holds in self.grouped("user_id").items():
            holds = holds.with_context(lang=user.lang or self.env.lang, tz=user.tz)
            holds._tell(holds.env._("its time is over"))
        return super()._expire()

    def _give_back(self, reason):
        self._tell(reason)
        self.unlink()

    def _tell(self, reason):
        """Write in the quotations which goods are free again, and why."""
        for order, holds in self.grouped("order_id").items():
            goods = ", ".join(
                f"{hold.product_id.display_name} {hold.quantity:.10g}"
                f" {hold.product_uom_id.name}"
                for hold in holds
            )
            order.message_post(
                body=self.env._(
                    "No longer held (%(reason)s): %(goods)s; it was held until"
                    " %(until)s.",
                    reason=reason,
                    goods=goods,
                    until=format_datetime(self.env, max(holds.mapped("until"))),
                )
            )
