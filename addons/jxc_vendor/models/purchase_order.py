from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class PurchaseOrder(models.Model):
    """What the vendor confirms in the portal (P5): the host takes any date, of any
    order; here it has to be one that can still be kept, and the buyer is told."""

    _inherit = "purchase.order"

    def action_acknowledge(self):
        """Only what is in effect: a link in an old mail opens a cancelled order."""
        orders = self.filtered(lambda order: order.state == "purchase")
        return super(PurchaseOrder, orders).action_acknowledge()

    def _jxc_lines_to_confirm(self):
        """What is still to come of an order that is in effect."""
        self.ensure_one()
        if self.state != "purchase":
            return self.order_line.browse()
        return self.order_line.filtered(lambda line: line._jxc_open())

    def _jxc_confirm_dates(self):
        """The vendor keeps the dates of what is still to come."""
        lines = self._jxc_lines_to_confirm().filtered(
            lambda line: line.jxc_date_confirmed != line.date_planned
        )
        for line in lines:
            line.sudo().jxc_date_confirmed = line.date_planned
        if lines:
            text = self.env._("The order is confirmed, with the dates as they are.")
            self._jxc_tell_buyer(text, lines)

    def _update_date_planned_for_lines(self, updated_dates):
        """Dates that the vendor entered in the portal, of lines of this order."""
        self.ensure_one()
        # A visitor has no time zone: the day is the company's.
        today = self.env["stock.lot"]._jxc_today(self.company_id)
        for line, date in updated_dates:
            if self.state != "purchase" or not line._jxc_open() or date.date() < today:
                raise UserError(
                    self.env._(
                        "%(product)s of order %(order)s: a new arrival is from today"
                        " on, and for goods that are still to come. Please write to"
                        " us.",
                        product=line.product_id.display_name,
                        order=self.name,
                    )
                )
        res = super()._update_date_planned_for_lines(updated_dates)
        lines = self.env["purchase.order.line"]
        for line, date in updated_dates:
            line.sudo().jxc_date_confirmed = date
            lines |= line
        self.sudo().acknowledged = True
        self._jxc_tell_buyer(self.env._("The vendor has confirmed arrivals:"), lines)
        return res

    def _jxc_tell_buyer(self, text, lines):
        """In the chatter, and to the buyer; the vendor knows what he has said."""
        rows = [
            self.env._(
                "%(product)s: %(day)s, promised first for %(first)s",
                product=line.product_id.display_name,
                day=format_date(self.env, line.jxc_date_confirmed),
                first=format_date(self.env, line.jxc_date_promised),
            )
            for line in lines
        ]
        self.sudo().message_post(
            body=Markup("<br/>").join([text, *rows]),
            partner_ids=self.user_id.partner_id.ids,
            subtype_xmlid="mail.mt_note",
        )

    def button_draft(self):
        """What was confirmed of a cancelled order is to be confirmed anew."""
        res = super().button_draft()
        self.sudo().acknowledged = False
        self.order_line.sudo().jxc_date_confirmed = False
        return res
