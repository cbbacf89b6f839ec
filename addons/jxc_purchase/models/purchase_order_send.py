import logging

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)
BATCH = 20


class PurchaseOrder(models.Model):
    """A confirmed order goes to the vendor, apart from its confirmation (P5)."""

    _inherit = "purchase.order"

    jxc_mail_state = fields.Selection(
        [
            ("none", "Not Sent"),
            ("to_send", "To Send"),
            ("sent", "Sent"),
            ("failed", "Failed"),
        ],
        "Order to Vendor",
        default="none",
        readonly=True,
        copy=False,
        index=True,
    )
    jxc_mail_error = fields.Char("Not Sent Because", readonly=True, copy=False)
    jxc_mail_message_id = fields.Many2one(
        "mail.message",
        "Mail to the Vendor",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def button_approve(self, force=False):
        res = super().button_approve(force=force)
        self.order_line._jxc_mark_price()
        self.filtered(
            lambda o: o.state == "purchase"
            and o.jxc_mail_state == "none"
            and o.company_id.sudo().jxc_send_orders
        )._jxc_queue()
        return res

    def _jxc_queue(self):
        if self:
            self.sudo().write({"jxc_mail_state": "to_send", "jxc_mail_error": False})
            self.env.ref("jxc_purchase.ir_cron_send_orders")._trigger()

    def action_jxc_send_again(self):
        """Have confirmed orders mailed: for the first time, or once more."""
        self.check_access("write")
        orders = self.filtered(lambda o: o.state == "purchase")
        if not orders:
            raise UserError(
                self.env._(
                    "%(orders)s: an order goes to the vendor when it is confirmed and"
                    " approved. Confirm it first, or send it as a request.",
                    orders=", ".join(self.mapped("name")),
                )
            )
        orders._jxc_queue()

    @api.model
    def _jxc_cron_send_orders(self):
        """Mail confirmed orders, apart from the transaction that confirmed them."""
        domain = [("jxc_mail_state", "=", "to_send"), ("state", "=", "purchase")]
        orders = self.search(domain, limit=BATCH, order="id")
        self.env["ir.cron"]._commit_progress(remaining=self.search_count(domain))
        for order in orders:
            locked = order.try_lock_for_update()
            # Another worker may have sent it since the list was made.
            locked.invalidate_recordset(["jxc_mail_state"])
            if locked.jxc_mail_state == "to_send":
                locked._jxc_send()
            self.env["ir.cron"]._commit_progress(1)

    def _jxc_send(self):
        self.ensure_one()
        order = self.with_context(lang=self.partner_id.lang).with_company(
            self.company_id
        )
        template = self.env.ref("purchase.email_template_edi_purchase_done")
        try:
            if not order.partner_id.email:
                order._jxc_refuse_unknown_address()
            with self.env.cr.savepoint():
                message = order.message_post_with_source(
                    template, subtype_xmlid="mail.mt_comment"
                )
        except OperationalError:
            raise  # the host runs the job again
        except UserError as error:
            self._jxc_mail_failed(error.args[0])
        except Exception as error:
            # A broken template, or no printer: the other orders go out.
            _logger.exception("The order %s cannot be mailed", self.id)
            self._jxc_mail_failed(str(error))
        else:
            self.write(
                {
                    "jxc_mail_state": "sent",
                    "jxc_mail_error": False,
                    "jxc_mail_message_id": message.id,
                }
            )

    def _jxc_mail_failed(self, reason):
        """On the order, and a to-do of the buyer, once."""
        for order in self.filtered(lambda o: o.jxc_mail_error != reason):
            order.activity_schedule(
                "mail.mail_activity_data_warning",
                summary=self.env._("The order did not reach the vendor"),
                note=reason,
                user_id=(order.user_id or order.create_uid).id,
            )
        self.write({"jxc_mail_state": "failed", "jxc_mail_error": reason})

    def _jxc_refuse_unknown_address(self):
        raise UserError(
            self.env._(
                "%(vendor)s has no e-mail address: enter it and send again.",
                vendor=self.partner_id.display_name,
            )
        )
