from odoo import models


class MailMail(models.Model):
    """What the mail server says of an order shows on the order (P5)."""

    _inherit = "mail.mail"

    def _postprocess_sent_message(
        self, success_pids, success_emails, failure_reason=False, failure_type=None
    ):
        orders = self.env["purchase.order"].sudo()
        orders = orders.search(
            [("jxc_mail_message_id", "in", self.mail_message_id.ids)]
        )
        if orders and failure_type:
            reasons = dict(
                self._fields["failure_type"]._description_selection(self.env)
            )
            orders._jxc_mail_failed(
                failure_reason or reasons.get(failure_type, failure_type)
            )
        elif orders:
            failed = orders.filtered(lambda order: order.jxc_mail_state == "failed")
            failed.write({"jxc_mail_state": "sent", "jxc_mail_error": False})
        return super()._postprocess_sent_message(
            success_pids,
            success_emails,
            failure_reason=failure_reason,
            failure_type=failure_type,
        )
