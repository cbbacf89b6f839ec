from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import own
from ..logic import answers, messages
from .jxc_dingtalk_endpoint import PLATFORMS


class JxcDingtalkPerson(models.Model):
    """Who a user is in DingTalk or WeCom. Nobody is written to before an
    administrator has confirmed it."""

    _name = "jxc.dingtalk.person"
    _description = "Person in DingTalk or WeCom"
    _order = "company_id, platform, user_id"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="cascade"
    )
    active = fields.Boolean(
        default=True, help="An archived person is written to no more; history stays."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    platform = fields.Selection(PLATFORMS, required=True, default="dingtalk")
    identifier = fields.Char(
        "ID There", help="The userid in the vendor's list of members."
    )
    state = fields.Selection(
        [
            ("unmapped", "Not Found"),
            ("proposed", "To Confirm"),
            ("confirmed", "Confirmed"),
        ],
        required=True,
        readonly=True,
        default="unmapped",
        copy=False,
    )
    reason = fields.Char(readonly=True, copy=False)
    union_key = fields.Char("Union ID", readonly=True, copy=False)

    _user_uniq = models.UniqueIndex(
        "(company_id, platform, user_id) WHERE active",
        "This user is in the list already.",
    )
    _identifier_uniq = models.UniqueIndex(
        "(company_id, platform, identifier) WHERE identifier IS NOT NULL AND active",
        "Another user has this ID already.",
    )

    @api.model
    def _jxc_for(self, user, company, platform=None):
        """The confirmed person that a user is, with an application to reach him."""
        domain = [
            ("user_id", "=", user.id),
            ("company_id", "=", company.id),
            ("state", "=", "confirmed"),
        ]
        if platform:
            domain.append(("platform", "=", platform))
        accounts = self.env["jxc.dingtalk.account"]
        return (
            self.sudo()
            .search(domain)
            .filtered(lambda p: accounts._jxc_for(p.company_id, p.platform))[:1]
        )

    @api.model
    def _jxc_reached(self, users, companies):
        """:return: ``{(user id, company id): the person through whom to reach him}``"""
        people = self.sudo().search(
            [
                ("user_id", "in", users.ids),
                ("company_id", "in", companies.ids),
                ("state", "=", "confirmed"),
            ]
        )
        accounts = self.env["jxc.dingtalk.account"].sudo()
        ways = {
            (account.company_id, account.platform)
            for account in people
            and accounts.search([("company_id", "in", people.company_id.ids)])
        }
        found = {}
        for person in people:
            if (person.company_id, person.platform) in ways:
                found.setdefault((person.user_id.id, person.company_id.id), person)
        return found

    def _jxc_union(self, account):
        """DingTalk's ID of him that its newer calls want; empty if it does not tell."""
        if self.union_key:
            return self.union_key
        answer = account._jxc_call("user", {"userid": self.identifier})
        result = answer.data.get("result")
        found = result.get("unionid") if isinstance(result, dict) else None
        if answer.word != answers.SENT or not isinstance(found, str):
            return ""
        own.transaction(self.env, lambda env: self.with_env(env)._jxc_keep_union(found))
        return found

    def _jxc_keep_union(self, union):
        self.union_key = union

    def _jxc_works(self):
        """Whether he is an active user of the company now."""
        user = self.user_id
        return user.active and not user.share and self.company_id in user.company_ids

    def _jxc_say(self, title, text, url="", button=""):
        """Write to the person, once this transaction is committed."""
        return self.env["jxc.dingtalk.message"]._jxc_queue(
            [self._jxc_values(title, text, url, button)]
        )

    def _jxc_values(self, title, text, url="", button=""):
        """Of a message to the person, for the outbox."""
        self.ensure_one()
        return {
            "person_id": self.id,
            "company_id": self.company_id.id,
            "platform": self.platform,
            "title": title,
            "text": text,
            "url": url,
            "button": button,
        }

    def _jxc_deliver(self, account, message):
        """Send now; the vendor's answer."""
        if not self.active:
            words = self.with_context(lang=account.responsible_id.lang).env
            told = words._(
                "%(user)s is archived in the list of people.", user=self.user_id.name
            )
            return answers.Answer(answers.PERMANENT, text=told)
        if self.platform == "wecom":
            content = messages.wecom_app(message, account.agent, [self.identifier])
        else:
            content = messages.dingtalk_work(message, account.agent, [self.identifier])
        return account._jxc_call("message", content)

    @api.model_create_multi
    def create(self, vals_list):
        """Only the button confirms."""
        return super().create(
            [
                {**v, "state": "proposed" if v.get("identifier") else "unmapped"}
                for v in vals_list
            ]
        )

    def write(self, vals):
        """Another user or ID is to be confirmed anew; only a button confirms."""
        if {"user_id", "identifier", "platform", "company_id"} & vals.keys():
            state = "proposed" if vals.get("identifier") else "unmapped"
            vals = {**vals, "state": state, "union_key": False}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_history(self):
        """What was said to him, and what he answered, has to stay."""
        mine = [("person_id", "in", self.ids)]
        for name in ("jxc.dingtalk.message", "jxc.dingtalk.card"):
            if found := self.env[name].sudo().search(mine, limit=1).person_id:
                raise UserError(
                    self.env._(
                        "%(user)s was written to, and that has to stay in the log:"
                        " archive the line instead.",
                        user=found.user_id.name,
                    )
                )

    # --- buttons ------------------------------------------------------------------

    @api.model
    def action_jxc_list_people(self):
        """Have every user of the company in the list, those not found as well."""
        self.check_access("create")
        company = self.env.company
        users = self.env["res.users"].search(
            [("company_ids", "in", company.ids), ("share", "=", False)]
        )
        accounts = self.env["jxc.dingtalk.account"].search(
            [("company_id", "=", company.id)]
        )
        for platform in set(accounts.mapped("platform")):
            known = self.search(
                [("company_id", "=", company.id), ("platform", "=", platform)]
            ).user_id
            self.create(
                [
                    {
                        "user_id": user.id,
                        "company_id": company.id,
                        "platform": platform,
                    }
                    for user in users - known
                ]
            )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_jxc_find(self):
        """Ask the vendor who has the mobile number of each, and propose him."""
        self.check_access("write")
        for person in self.filtered(lambda p: p.state != "confirmed"):
            account = self.env["jxc.dingtalk.account"]._jxc_for(
                person.company_id, person.platform
            )
            mobile = (person.user_id.sudo().partner_id.phone or "").replace(" ", "")
            mobile = mobile.removeprefix("+86")
            if not account or not mobile:
                person.reason = (
                    self.env._("no phone number on the user's contact")
                    if account
                    else self.env._("the company has no application")
                )
                continue
            answer = account._jxc_call("mobile", {"mobile": mobile})
            result = answer.data.get("result")
            result = result if isinstance(result, dict) else answer.data
            found = result.get("userid")
            if answer.word == answers.SENT and found:
                person.write({"identifier": found, "reason": False})
            else:
                person.reason = account._jxc_advice(answer)

    def action_jxc_confirm(self):
        """This is the user: messages go to him from now on."""
        self.check_access("write")
        for person in self:
            if not person.identifier:
                raise UserError(
                    self.env._(
                        "%(user)s has no ID yet: have him looked for, or enter it.",
                        user=person.user_id.name,
                    )
                )
        self.write({"state": "confirmed", "reason": False})
