import base64

from odoo import fields, models
from odoo.tools import plaintext2html


class JxcDailyReportIssue(models.Model):
    """What one person was told of one day. It stays as it was told."""

    _name = "jxc.daily.report.issue"
    _description = "Daily Report of a Person"
    _order = "day desc, id desc"
    _rec_name = "title"

    report_id = fields.Many2one(
        "jxc.daily.report", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users", "To", required=True, readonly=True, ondelete="cascade", index=True
    )
    day = fields.Date(required=True, readonly=True)
    by_hand = fields.Boolean(readonly=True)
    title = fields.Char(required=True, readonly=True)
    text = fields.Text("Figures", readonly=True)
    picture = fields.Binary(readonly=True, attachment=True)

    _once = models.UniqueIndex(
        "(report_id, user_id, day) WHERE by_hand IS NOT TRUE",
        "This person has been told of this day already.",
    )

    def _jxc_open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _jxc_link(self):
        return f"{self.get_base_url()}/odoo/{self._name}/{self.id}"

    def _jxc_send(self):
        """Hook: each by the way that reaches the person; by mail at the least."""
        for issue in self:
            issue._jxc_send_mail()

    def _jxc_send_mail(self):
        if not self.user_id.email:
            return
        company = self.company_id
        sender = (
            company.email_formatted or self.env.ref("base.user_root").email_formatted
        )
        values = {
            "subject": self.title,
            "body_html": plaintext2html(self.text or ""),
            "email_from": sender,
            "recipient_ids": [(6, 0, self.user_id.partner_id.ids)],
            "auto_delete": True,
        }
        if self.picture:
            values["attachment_ids"] = [
                (
                    0,
                    0,
                    {
                        "name": f"{self.day}.png",
                        "raw": base64.b64decode(self.picture),
                        "mimetype": "image/png",
                    },
                )
            ]
        self.env["mail.mail"].sudo().create(values)
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
