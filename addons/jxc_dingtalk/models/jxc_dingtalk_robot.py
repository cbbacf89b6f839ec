from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from odoo import fields, models
from odoo.exceptions import UserError, ValidationError

from .. import transport
from ..logic import answers, messages

#: Which part of a robot's address is its secret.
PARTS = {"dingtalk": "access_token", "wecom": "key"}


class JxcDingtalkRobot(models.Model):
    """A robot in a group chat. Whoever knows its address speaks in the group."""

    _name = "jxc.dingtalk.robot"
    _description = "Group Robot"
    _inherit = ["jxc.dingtalk.endpoint"]
    _order = "company_id, name, id"

    _jxc_secrets = ("webhook", "signing_secret")

    webhook = fields.Char(
        "Robot Address",
        compute="_compute_jxc_secrets",
        inverse="_inverse_jxc_secrets",
        help="The Webhook as the group's settings show it. It can be set, and never be"
        " read again.",
    )
    signing_secret = fields.Char(
        compute="_compute_jxc_secrets",
        inverse="_inverse_jxc_secrets",
        help="Where DingTalk's security setting is a signature: starts with SEC. It can"
        " be set, and never be read again.",
    )
    keyword = fields.Char(
        help="Where DingTalk's security setting is a keyword: put at the end of every"
        " message."
    )

    def _jxc_keep(self, values):
        """Of an address only the token is kept: nobody has us call elsewhere."""
        values = dict(values)
        if values.get("webhook"):
            values["webhook"] = self._jxc_token_of(values["webhook"])
        return super()._jxc_keep(values)

    def _jxc_token_of(self, address):
        part = PARTS[self.platform]
        parts = urlsplit(address.strip())
        found = parse_qs(parts.query).get(part, [""])[0]
        if parts.netloc != urlsplit(transport.ADDRESSES[self.platform]).netloc or (
            not found
        ):
            raise ValidationError(
                self.env._(
                    "The address of the robot %(robot)s starts with %(start)s and has"
                    " %(part)s=…: copy it from the group's settings.",
                    robot=self.name,
                    start=transport.ADDRESSES[self.platform],
                    part=part,
                )
            )
        return found

    def _jxc_say(self, title, text, url="", button="", mobiles=()):
        """Have the robot say something, once this transaction is committed."""
        return self.env["jxc.dingtalk.message"]._jxc_queue(
            [self._jxc_values(title, text, url, button, mobiles)]
        )

    def _jxc_values(self, title, text, url="", button="", mobiles=()):
        """Of a message into the group, for the outbox."""
        self.ensure_one()
        return {
            "robot_id": self.id,
            "company_id": self.company_id.id,
            "platform": self.platform,
            "title": title,
            "text": text,
            "url": url,
            "button": button,
            "mobiles": ",".join(mobiles),
        }

    def _jxc_deliver(self, message, key, mobiles=()):
        """Send now; the vendor's answer."""
        if self.keyword:
            # As it stands: the vendor looks for it.
            message = messages.as_markdown(message)
            message = replace(message, text=f"{message.text}\n{self.keyword}")
        if self.platform == "wecom":
            content = messages.wecom_robot(message)
        else:
            content = messages.dingtalk_robot(message, key, mobiles)
        return transport.to_robot(
            transport.address(self.env, self.platform),
            self.platform,
            self._jxc_secret("webhook"),
            self._jxc_secret("signing_secret"),
            content,
        )

    def action_jxc_test(self):
        """Say hello in the group now."""
        self.ensure_one()
        self.check_access("write")
        text = self.env._(
            "Messages of %(company)s arrive.", company=self.company_id.name
        )
        message = messages.Message(self.env._("Test of JXC"), text)
        stamp = fields.Datetime.now().isoformat()
        answer = self.sudo()._jxc_deliver(message, f"test-{self.id}-{stamp}")
        if answer.word != answers.SENT:
            raise UserError(self._jxc_advice(answer))
        return self._jxc_notify(
            self.env._("%(robot)s has spoken: look at the group.", robot=self.name)
        )
