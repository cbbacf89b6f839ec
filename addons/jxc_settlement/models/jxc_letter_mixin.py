from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

#: So many letters are printed and mailed in one run of the job.
BATCH = 50
WARNING = "mail.mail_activity_data_warning"
PENDING, FAILED = ("ready", "process", "pending"), ("bounce", "exception", "canceled")


class JxcLetterMixin(models.AbstractModel):
    """A document for a partner that is mailed: asked for at once, printed and queued
    by a job, and its fate seen."""

    _name = "jxc.letter.mixin"
    _description = "Letter to a Partner"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _mail_post_access = "read"

    #: XML ids of the job and of the template of the mail.
    _jxc_mail_cron = None
    _jxc_mail_template = None
    #: In these it may be mailed.
    _jxc_mail_states = ("sent",)
    #: What people may write, by state; the rest follows from buttons and the books.
    _jxc_writable = {}

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
        for letter in self:
            notes = letter.mail_message_id.notification_ids
            fates = set(notes.mapped("notification_status"))
            if letter.mail_wanted or fates.intersection(PENDING):
                letter.mail_state = "waiting"
            elif letter.mail_error or fates.intersection(FAILED):
                letter.mail_state = "failed"
            else:
                letter.mail_state = "sent" if letter.mail_message_id else False

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

    def write(self, vals):
        if vals and not self.env.su:
            for letter in self:
                if set(vals) - self._jxc_writable.get(letter.state, set()):
                    raise UserError(
                        self.env._(
                            "%(letter)s follows the books and its buttons: it cannot "
                            "be written by hand.",
                            letter=letter.display_name,
                        )
                    )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        for letter in self.filtered(lambda one: one.state != "draft"):
            raise UserError(
                self.env._(
                    "%(letter)s stays as a record: only a draft is deleted.",
                    letter=letter.display_name,
                )
            )

    def _jxc_expect(self, *states):
        """These, with the rights to carry on, in one of the states."""
        self.check_access("write")
        self.env["jxc.lock"].acquire(f"{self._name}:{letter.id}" for letter in self)
        self.invalidate_recordset(["state"])
        for letter in self.filtered(lambda one: one.state not in states):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(letter)s is %(state)s: this is possible only while it is "
                    "%(wanted)s.",
                    letter=letter.display_name,
                    state=labels[letter.state],
                    wanted=" / ".join(labels[state] for state in states),
                )
            )
        return self.sudo()

    def _jxc_want_mail(self):
        """Send the drafts among them, and have all mailed that have an address."""
        mute = self.filtered(lambda letter: not letter._jxc_recipient().email)
        ready = self - mute
        if mute and not ready:
            raise UserError(self._jxc_mute_text(mute))
        ready = ready._jxc_send_drafts()
        ready.write({"mail_wanted": True, "mail_error": False})
        self.env.ref(self._jxc_mail_cron).sudo()._trigger()
        text = self.env._("%(count)s letters are being mailed.", count=len(ready))
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

    def _jxc_send_drafts(self):
        """:return: those of them that are to be mailed"""
        self.filtered(lambda letter: letter.state == "draft").action_send()
        return self

    @api.model
    def _jxc_mute_text(self, mute):
        names = mute.partner_id.mapped("display_name")
        return self.env._(
            "No e-mail address, not mailed: %(partners)s. Enter the address in the "
            "contact, or print it.",
            partners=", ".join(names),
        )

    def _jxc_recipient(self):
        """The partner's contact for invoices, or else the partner."""
        self.ensure_one()
        address = self.partner_id.sudo().address_get(["invoice"])
        return self.env["res.partner"].sudo().browse(address["invoice"])

    def _mail_get_partners(self, introspect_fields=False):
        # Who gets the mail is who gets the link in it.
        return {letter.id: letter._jxc_recipient() for letter in self}

    @api.model
    def _cron_mail(self):
        """Print and queue what is to be mailed; one that fails holds up no other."""
        domain = [("mail_wanted", "=", True)]
        letters = self.search(domain, limit=BATCH, order="id")
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=self.search_count(domain))
        for letter in letters:
            locked = letter.try_lock_for_update()
            locked.filtered("mail_wanted")._jxc_mail_safely()
            if not cron._commit_progress(1):
                return

    def _jxc_mail_safely(self):
        if not self:
            return
        values = {"mail_wanted": False, "mail_error": False}
        try:
            with self.env.cr.savepoint():
                if self.state not in self._jxc_mail_states:
                    raise UserError(
                        self.env._("It was cancelled before it was mailed.")
                    )
                values["mail_message_id"] = self._jxc_mail().id
                self.activity_unlink([WARNING])
        except UserError as error:
            values["mail_error"] = error.args[0]
            self.activity_schedule(
                WARNING,
                summary=self.env._(
                    "%(letter)s was not mailed", letter=self.display_name
                ),
                note=error.args[0],
                user_id=(self.user_id or self.create_uid).id,
            )
        self.write(values)

    def _jxc_mail(self):
        """Post the letter with its files; the host's queue takes it from there."""
        recipient = self._jxc_recipient()
        if not recipient.email:
            raise UserError(self._jxc_mute_text(self))
        template = self.env.ref(self._jxc_mail_template).sudo()
        parts = ("subject", "body_html", "email_from", "auto_delete")
        text = template._generate_template(self.ids, parts)[self.id]
        letter = self.with_context(
            lang=recipient.lang, mail_notify_force_send=False
        ).with_company(self.company_id)
        return letter.message_post(
            subject=text["subject"],
            body=text["body_html"],
            email_from=text["email_from"],
            author_id=(self.user_id or self.env.user).partner_id.id,
            partner_ids=recipient.ids,
            # Of a note, followers get no copy each.
            subtype_xmlid="mail.mt_note",
            email_layout_xmlid="mail.mail_notification_layout",
            mail_auto_delete=text["auto_delete"],
            attachments=letter._jxc_mail_files(),
        )

    def _jxc_mail_files(self):
        """:return: [(name, bytes)]"""
        raise NotImplementedError
