from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..logic import reminding

ZONE = "Asia/Shanghai"


class PurchaseOrder(models.Model):
    """Vendors are reminded of what is late, or is due soon (P6)."""

    _inherit = "purchase.order"

    jxc_reminded_on = fields.Date("Last Reminder", readonly=True, copy=False)
    jxc_late = fields.Boolean("Late", compute="_compute_jxc_late")
    jxc_remind_line_ids = fields.Many2many(
        "purchase.order.line",
        string="Lines to Remind Of",
        compute="_compute_jxc_remind_line_ids",
        help="What is late, or due within the days of the settings.",
    )

    @api.depends("order_line.jxc_late")
    def _compute_jxc_late(self):
        for order in self:
            order.jxc_late = any(order.order_line.mapped("jxc_late"))

    @api.depends("order_line.jxc_qty_open", "order_line.date_planned")
    @api.depends_context("tz")
    def _compute_jxc_remind_line_ids(self):
        today = fields.Date.context_today(self)
        for order in self:
            until = today + timedelta(days=order.company_id.sudo().jxc_remind_before)
            order.jxc_remind_line_ids = order.order_line.filtered(
                lambda line, until=until: line._jxc_open()
                and line.product_id.type == "consu"
                and (line.jxc_late or line._jxc_planned_day() <= until)
            )

    def action_jxc_remind(self):
        """Mail the vendors what is late; an order once a day."""
        self.check_access("write")
        late = self.filtered("jxc_late")
        if not late:
            raise UserError(
                self.env._(
                    "%(orders)s: nothing is late, so there is nothing to remind of.",
                    orders=", ".join(self.mapped("name")),
                )
            )
        for order in late.filtered(lambda o: not o.partner_id.email):
            order._jxc_refuse_unknown_address()
        late.lock_for_update()
        today = fields.Date.context_today(self)
        todo = late._jxc_unreminded(today)
        if not todo:
            raise UserError(
                self.env._(
                    "%(orders)s: the vendor has been reminded today already. Call him,"
                    " or remind him again tomorrow.",
                    orders=", ".join(late.mapped("name")),
                )
            )
        todo._jxc_remind(today)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "Reminders are on their way: %(orders)s",
                    orders=", ".join(todo.mapped("name")),
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _jxc_unreminded(self, today):
        """Those that nobody has reminded of today; looked at under their locks."""
        self.invalidate_recordset(["jxc_reminded_on"])
        return self.filtered(
            lambda order: not order.jxc_reminded_on or order.jxc_reminded_on < today
        )

    def _jxc_remind(self, today):
        """The mail, in the chatter, and that it was today."""
        template = self.env.ref("jxc_purchase.mail_template_remind")
        for order in self:
            order.sudo().jxc_reminded_on = today
            order.message_post_with_source(template, subtype_xmlid="mail.mt_comment")

    @api.model
    def _jxc_cron_remind(self):
        """Remind by the settings of each company, each order at most once a day."""
        cron = self.env["ir.cron"]
        found = [
            (order, today)
            for company in self.env["res.company"].search(
                ["|", ("jxc_remind_before", ">", 0), ("jxc_remind_every", ">", 0)]
            )
            for order, today in self._jxc_to_remind(company)
        ]
        cron._commit_progress(remaining=len(found))
        for order, today in found:
            # Who holds it reminds, or changes, it now: tomorrow is another day.
            order.try_lock_for_update()._jxc_unreminded(today)._jxc_remind(today)
            if not cron._commit_progress(1):
                break

    @api.model
    def _jxc_to_remind(self, company):
        """Orders of a company to remind of now, each with the day it is there."""
        zone = company.partner_id.tz or self.env.user.tz or ZONE
        here = self.with_company(company).with_context(tz=zone)
        today = fields.Date.context_today(here)
        lines = here.env["purchase.order.line"]
        domain = lines._jxc_expected_before(
            today + timedelta(days=company.jxc_remind_before + 1)
        )
        domain += [("company_id", "=", company.id), ("partner_id.email", "!=", False)]
        due = lines.search(domain).filtered(
            lambda line: reminding.is_due(
                today,
                line._jxc_planned_day(),
                line.order_id.jxc_reminded_on or None,
                company.jxc_remind_before,
                company.jxc_remind_every,
            )
        )
        return [(order, today) for order in due.order_id.sorted("id")]
