from odoo import models

SENT_STATES = ("sent", "disputed", "confirmed")


class JxcStatementMail(models.Model):
    """Statements by mail, with both files and a link to answer."""

    _inherit = "jxc.statement"

    _jxc_mail_cron = "jxc_settlement.ir_cron_mail_statements"
    _jxc_mail_template = "jxc_settlement.mail_template_statement"
    _jxc_mail_states = SENT_STATES

    def action_send_mail(self):
        """Freeze drafts, and have them mailed; what was mailed is left alone."""
        statements = self._jxc_expect("draft", *SENT_STATES)
        fresh = statements.filtered(
            lambda s: not s.mail_wanted and not s.mail_message_id
        )
        return fresh._jxc_want_mail()

    def action_mail_again(self):
        """Once more what was sent, with the figures as they were sent."""
        return self._jxc_expect(*SENT_STATES)._jxc_want_mail()

    def _jxc_mail_files(self):
        name, book = self._jxc_workbook()
        return [(f"{name}.pdf", self._jxc_pdf()), (f"{name}.xlsx", book)]
