from markupsafe import Markup

from odoo import models
from odoo.exceptions import UserError


class JxcStatementPortal(models.Model):
    """What the partner sees of statements, and answers."""

    _name = "jxc.statement"
    _inherit = ["jxc.statement", "portal.mixin"]

    def _compute_access_url(self):
        for statement in self:
            statement.access_url = f"/my/statements/{statement.id}"

    def _jxc_successor(self):
        """The statement that stands in the place of one that was taken back."""
        self.ensure_one()
        return self.search(
            [
                ("company_id", "=", self.company_id.id),
                ("side", "=", self.side),
                ("partner_id", "=", self.partner_id.id),
                ("currency_id", "=", self.currency_id.id),
                ("date_from", "=", self.date_from),
                ("date_to", "=", self.date_to),
                ("state", "not in", ("draft", "cancel")),
            ],
            limit=1,
        )

    def _jxc_partner_answer(self, agree, person, author, remark="", remarks=None):
        """The partner agrees, or disagrees with what the remarks say.

        :param person: name of who answers; :param author: the contact that posts it.
        :param remarks: ``{line id: text}``; lines of other statements are ignored.
        """
        self.ensure_one()
        if not person:
            raise UserError(self.env._("Please enter your name."))
        if agree:
            statement = self._jxc_expect("sent", "disputed")
            body = self.env._("%(person)s agrees with this statement.", person=person)
        else:
            statement = self._jxc_expect("sent")
            statement._jxc_note_remarks(remark, remarks or {})
            body = self.env._("%(person)s disagrees:", person=person)
        self._jxc_answer("confirmed" if agree else "disputed", statement, person)
        text = [body, *([] if agree else statement._jxc_remarks().split("\n"))]
        statement.message_post(
            body=Markup("<br/>").join(text),
            author_id=author.id,
            subtype_xmlid="mail.mt_note",
        )

    def _jxc_note_remarks(self, remark, remarks):
        remark = remark.strip()
        texts = {line: remarks.get(line.id, "").strip() for line in self.line_ids}
        if not remark and not any(texts.values()):
            raise UserError(
                self.env._(
                    "Please write what differs: at the document, or as a remark."
                )
            )
        self.partner_remark = remark or self.partner_remark
        for line, text in texts.items():
            if text:
                line.remark = text
