import base64

from odoo import fields, models

from odoo.addons.jxc_dingtalk import own
from odoo.addons.jxc_dingtalk.logic import answers, messages


class JxcDingtalkMessage(models.Model):
    """A message that is a picture: uploaded first, then sent by the name it got.

    The name is kept before the picture is sent. So every attempt sends the same, which
    both vendors show once.
    """

    _inherit = "jxc.dingtalk.message"

    picture = fields.Binary(readonly=True, attachment=True, copy=False)
    media = fields.Char(
        "Picture There", readonly=True, copy=False, help="The vendor's name of it."
    )

    def _jxc_deliver(self):
        if not (self.picture and self.person_id):
            return super()._jxc_deliver()
        if not self.media:
            answer = self._jxc_upload()
            if answer.word != answers.SENT:
                return answer
        person, account = self.person_id, self.account_id
        content = messages.picture(
            person.platform, self.media, account.agent, [person.identifier]
        )
        return account._jxc_call("message", content)

    def _jxc_upload(self):
        picture = base64.b64decode(self.picture)
        answer = self.account_id._jxc_call("media", picture)
        media = answer.data.get("media_id")
        if answer.word == answers.SENT and media:
            own.transaction(
                self.env, lambda env: self.with_env(env).write({"media": media})
            )
            self.invalidate_recordset(["media"])
            return answer
        # Nothing has been shown: an upload that got lost is simply done again.
        word = answers.RETRY if answer.word == answers.SENT else answer.word
        return answers.Answer(word, answer.code, answer.text)
