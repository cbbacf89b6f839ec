from odoo import api, models

REPORT = "jxc_dunning.jxc_dunning_letter_report"


class JxcDunningLetterPrint(models.Model):
    """Letters on paper and by mail."""

    _inherit = "jxc.dunning.letter"

    _jxc_mail_cron = "jxc_dunning.ir_cron_mail_letters"
    _jxc_mail_template = "jxc_dunning.mail_template_letter"

    def action_send_mail(self):
        """Send drafts by mail; what was mailed is left alone."""
        letters = self._jxc_expect("draft", "sent")
        fresh = letters.filtered(
            lambda one: not one.mail_wanted and not one.mail_message_id
        )
        return fresh._jxc_want_mail()

    def action_mail_again(self):
        """Once more what was sent, as it was sent."""
        return self._jxc_expect("sent")._jxc_want_mail()

    def _jxc_send_drafts(self):
        # What was paid meanwhile is no letter any more.
        return super()._jxc_send_drafts().filtered(lambda one: one.state == "sent")

    def _jxc_lang(self):
        """The language that the customer reads."""
        self.ensure_one()
        return self.partner_id.lang or self.env.user.lang

    @api.model
    def _jxc_heading(self, tone):
        """The heading in the language of the environment."""
        return dict(self._fields["tone"]._description_selection(self.env)).get(tone)

    def _jxc_words(self):
        """The amount in words, where the currency has an official form."""
        self.ensure_one()
        return self.currency_id._jxc_in_words(self.total)

    def _jxc_bank(self):
        """Where the customer pays to: an account of the company in this currency."""
        self.ensure_one()
        banks = self.company_id.partner_id.sudo().bank_ids
        own = banks.filtered(lambda bank: bank.currency_id == self.currency_id)
        return (own or banks.filtered(lambda bank: not bank.currency_id))[:1]

    def _jxc_file_name(self):
        title = self.with_context(lang=self._jxc_lang())._jxc_heading(self.tone)
        return f"{title} {self.name or ''} {self.partner_id.name}".replace("/", "-")

    def _get_report_base_filename(self):
        return self._jxc_file_name() if len(self) == 1 else self._description

    def _jxc_mail_files(self):
        reports = self.env["ir.actions.report"].sudo()
        content = reports._render_qweb_pdf(REPORT, self.ids)[0]
        return [(f"{self._jxc_file_name()}.pdf", content)]
