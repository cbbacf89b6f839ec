from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.jxc_base.secret import seal, unseal

from .. import own, transport
from ..logic import answers

#: A token is not used in its last minutes: the vendor's clock may be ahead.
SPARE = timedelta(minutes=5)
WARN_AT = 80
#: The list of members costs nothing.
FREE = ("mobile", "union", "code", "user")


class JxcDingtalkAccount(models.Model):
    """An application in a company's DingTalk or WeCom."""

    _name = "jxc.dingtalk.account"
    _description = "DingTalk or WeCom Application"
    _inherit = ["jxc.dingtalk.endpoint"]
    _order = "company_id, platform, sequence, id"

    _jxc_secrets = ("secret",)

    sequence = fields.Integer(default=10)
    app_key = fields.Char(
        "App Key or Corp ID",
        required=True,
        help="DingTalk: Client ID (AppKey). WeCom: the company's Corp ID.",
    )
    agent = fields.Char("Agent ID", required=True)
    secret = fields.Char(
        "App Secret",
        compute="_compute_jxc_secrets",
        inverse="_inverse_jxc_secrets",
        help="Can be set, and never be read again.",
    )
    token_sealed = fields.Text(groups=fields.NO_ACCESS, copy=False)
    token_until = fields.Datetime(readonly=True, copy=False)
    quota = fields.Integer(
        "Calls a Month",
        default=5000,
        help="What the vendor's edition allows; 0: no limit. At 80 % the responsible"
        " person gets a to-do.",
    )
    call_month = fields.Date(readonly=True, copy=False)
    call_count = fields.Integer("Calls Made", readonly=True, copy=False)

    @api.model
    def _jxc_for(self, company, platform=None):
        """The application through which a company writes to people."""
        domain = [("company_id", "=", company.id)]
        if platform:
            domain.append(("platform", "=", platform))
        return self.sudo().search(domain, limit=1)

    def write(self, vals):
        """Another key or secret: what the old one was given is worth nothing."""
        if {"app_key", "secret", "platform"} & vals.keys():
            self.sudo().filtered("token_sealed").token_sealed = False
        return super().write(vals)

    def _jxc_token(self, refused=None, fresh=False):
        """A valid token. One caller fetches it, the others wait for it.

        :param refused: a token that the vendor has just refused.
        :return: the token or None, and the answer where there is none.
        """
        self.ensure_one()
        sending = own.Sending.of(self.env) or own.Sending()
        token = sending.tokens.get(self.id) or self.sudo()._jxc_kept_token()
        if token and not fresh and token != refused:
            return token, None
        token, answer = own.transaction(
            self.env, lambda env: self.with_env(env)._jxc_lock_token(refused, fresh)
        )
        if token:
            sending.tokens[self.id] = token
        return token, answer

    def _jxc_kept_token(self):
        """The one that was fetched before, as far as this transaction knows."""
        if self.token_sealed and self.token_until > fields.Datetime.now():
            return unseal(self.env, self.token_sealed)
        return None

    def _jxc_lock_token(self, refused, fresh):
        self.env.cr.execute(
            SQL(
                "SELECT id FROM jxc_dingtalk_account WHERE id = %s FOR UPDATE", self.id
            ),
            log_exceptions=False,
        )
        now, kept = fields.Datetime.now(), self._jxc_kept_token()
        if kept and not fresh and kept != refused:
            return kept, None
        base = transport.address(self.env, self.platform)
        secret = self._jxc_secret("secret")
        answer = transport.fetch_token(base, self.platform, self.app_key, secret)
        token = answer.data.get("access_token")
        if answer.word != answers.SENT or not token:
            return None, answer
        lasts = timedelta(seconds=int(answer.data.get("expires_in") or 7200))
        self.token_sealed = seal(self.env, token)
        self.token_until = now + max(lasts - SPARE, lasts / 2)
        return token, None

    def _jxc_call(self, what, content, where=None):
        """Call the vendor with a token; one that is refused is renewed, once."""
        refused = None
        for _attempt in range(2):
            token, answer = self._jxc_token(refused)
            if not token:
                return answer
            answer = transport.call(
                self.env, self.platform, token, what, content, where
            )
            if answer.word != answers.TOKEN:
                break
            refused = token
        sending = own.Sending.of(self.env)
        if what in FREE:
            return answer
        if sending:
            sending.calls[self.id] += 1
        else:
            own.transaction(self.env, lambda env: self.with_env(env)._jxc_count())
        return answer

    def _jxc_count(self, calls=1):
        month = fields.Date.today().replace(day=1)
        self.env.cr.execute(
            SQL(
                """
                UPDATE jxc_dingtalk_account
                   SET call_count = CASE WHEN call_month = %(month)s
                                         THEN call_count ELSE 0 END + %(calls)s,
                       call_month = %(month)s
                 WHERE id = %(id)s
             RETURNING call_count, COALESCE(quota, 0)
                """,
                month=month,
                calls=calls,
                id=self.id,
            ),
            log_exceptions=False,
        )
        count, quota = self.env.cr.fetchone()
        self.invalidate_recordset(["call_count", "call_month"])
        warn_at = max(quota * WARN_AT // 100, 1)
        if quota and count - calls < warn_at <= count:
            words = self.with_context(lang=self.responsible_id.lang).env
            self._jxc_todo(
                words._(
                    "%(name)s: %(count)s of %(quota)s calls of this month are used.",
                    name=self.name,
                    count=count,
                    quota=quota,
                )
            )

    def action_jxc_test(self):
        """Ask for a fresh token, and say what the vendor answers."""
        self.ensure_one()
        self.check_access("write")
        token, answer = self.sudo()._jxc_token(fresh=True)
        if not token:
            raise UserError(self._jxc_advice(answer))
        return self._jxc_notify(self.env._("%(name)s is connected.", name=self.name))
