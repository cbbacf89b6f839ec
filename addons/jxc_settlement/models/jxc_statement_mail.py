from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: So many statements are printed and mailed in one run of the job.
BATCH = 50
SENT_STATES = ("sent", "disputed", "confirmed")
WARNING = "mail.mail_activity_data_warning"
PENDING, FAILED = ("ready", "process", "pending"), ("bounce", "exception", "canceled")


class JxcStatementMail(models.Model):
    """By mail: asked for at once, printed and queued by a job, and its fate seen."""

    _inherit = "jxc.statement"

    mail_wanted = fields.Boolean(readonly=True, copy=False)
    mail_error = fields.Char(readonly=True, copy=False)
    mail_message_id = fields.Many2one(
        "mail.message",
        "Last Mail",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    mail_state = fields.Selection(
        [("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
        "Mail",
        compute="_compute_mail_state",
        search="_search_mail_state",
        compute_sudo=True,
    )

    @api.depends(
        "mail_wanted",
        "mail_error",
        "mail_message_id.notification_ids.notification_status",
    )
    def _compute_mail_state(self):
        for statement in self:
            notes = statement.mail_message_id.notification_ids
            fates = set(notes.mapped("notification_status"))
            if statement.mail_wanted or fates.intersection(PENDING):
                statement.mail_state = "waiting"
            elif statement.mail_error or fates.intersection(FAILED):
                statement.mail_state = "failed"
            else:
                statement.mail_state = "sent" if statement.mail_message_id else False

    @api.model
    def _search_mail_state(self, operator, value):
        if operator != "in":
            return NotImplemented

        def fate(states):
            note = Domain("notification_status", "in", states)
            message = Domain("notification_ids", "any!", note)
            return Domain("mail_message_id", "any!", message)

        waiting = Domain("mail_wanted", "=", True) | fate(PENDING)
        failed = ~waiting & (Domain("mail_error", "!=", False) | fate(FAILED))
        mailed = Domain("mail_message_id", "!=", False)
        of_state = {
            "waiting": waiting,
            "failed": failed,
            "sent": mailed & ~waiting & ~failed,
            False: ~mailed & ~waiting & ~failed,
        }
        return Domain.OR(of_state[state] for state in value)

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

    def _jxc_want_mail(self):
        mute = self.filtered(lambda s: not s._jxc_recipient().email)
        ready = self - mute
        if mute and not ready:
            raise UserError(self._jxc_mute_text(mute))
        ready.filtered(lambda s: s.state == "draft").action_send()
        ready.write({"mail_wanted": True, "mail_error": False})
        self.env.ref("jxc_settlement.ir_cron_mail_statements").sudo()._trigger()
        text = self.env._("%(count)s statements are being mailed.", count=len(ready))
        if mute:
            text += f" {self._jxc_mute_text(mute)}"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": text,
                "type": "warning" if mute else "success",
                "sticky": bool(mute),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _jxc_mute_text(self, mute):
        names = mute.partner_id.mapped("display_name")
        return self.env._(
            "No e-mail address, not mailed: %(partners)s. Enter the address in the "
            "contact, or print the statement.",
            partners=", ".join(names),
        )

    def _jxc_recipient(self):
        """The partner's contact for invoices, or else the partner."""
        self.ensure_one()
        address = self.partner_id.sudo().address_get(["invoice"])
        return self.env["res.partner"].sudo().browse(address["invoice"])

    def _mail_get_partners(self, introspect_fields=False):
        # Who gets the mail is who gets the link to answer in it.
        return {statement.id: statement._jxc_recipient() for statement in self}

    @api.model
    def _cron_mail(self):
        """Print and queue what is to be mailed; one that fails holds up no other."""
        domain = [("mail_wanted", "=", True)]
        statements = self.search(domain, limit=BATCH, order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(domain))
        for statement in statements:
            locked = statement.try_lock_for_update()
            locked.filtered("mail_wanted")._jxc_mail_safely()
            if not cron._commit_progress(1):
                return

    def _jxc_mail_safely(self):
        if not self:
            return
        values = {"mail_wanted": False, "mail_error": False}
        try:
            with self.env.cr.savepoint():
                if self.state not in SENT_STATES:
                    raise UserError(
                        self.env._("It was cancelled before it was mailed.")
                    )
                values["mail_message_id"] = self._jxc_mail().id
                self.activity_unlink([WARNING])
        except UserError as error:
            values["mail_error"] = error.args[0]
            self.activity_schedule(
                WARNING,
                summary=self.env._("The statement was not mailed"),
                note=error.args[0],
                user_id=(self.user_id or self.create_uid).id,
            )
        self.write(values)

    def _jxc_mail(self):
        """Post the letter with both files; the host's queue takes it from there."""
        recipient = self._jxc_recipient()
        if not recipient.email:
            raise UserError(self._jxc_mute_text(self))
        template = self.env.ref("jxc_settlement.mail_template_statement").sudo()
        parts = ("subject", "body_html", "email_from", "auto_delete")
        letter = template._generate_template(self.ids, parts)[self.id]
        statement = self.with_context(
            lang=recipient.lang, mail_notify_force_send=False
        ).with_company(self.company_id)
        name, book = statement._jxc_workbook()
        return statement.message_post(
            subject=letter["subject"],
            body=letter["body_html"],
            email_from=letter["email_from"],
            author_id=(self.user_id or self.env.user).partner_id.id,
            partner_ids=recipient.ids,
            # Of a note, followers get no copy each.
            subtype_xmlid="mail.mt_note",
            email_layout_xmlid="mail.mail_notification_layout",
            mail_auto_delete=letter["auto_delete"],
            attachments=[(f"{name}.pdf", statement._jxc_pdf()), (f"{name}.xlsx", book)],
        )
