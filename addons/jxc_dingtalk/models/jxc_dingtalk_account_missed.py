import logging

from odoo import api, fields, models
from odoo.exceptions import UserError

from .. import own
from ..logic import answers, envelope, missed
from ..logic.refusal import Refused

_logger = logging.getLogger(__name__)
#: Calls for one account at a time; what is left comes the next time.
PAGES = 50


class JxcDingtalkAccount(models.Model):
    """What DingTalk could not hand over is fetched from its list, once a day.

    It takes off the list what it has answered: each page is kept, in a transaction of
    its own, before the next is asked for.
    """

    _inherit = "jxc.dingtalk.account"

    missed_on = fields.Datetime("Missed Ones Fetched On", readonly=True, copy=False)

    @api.model
    def _cron_fetch_missed(self):
        """Every account that can be told something; none holds up another."""
        accounts = self.search([("platform", "=", "dingtalk")])
        for account in accounts:
            try:
                if account._jxc_known().get("callback_token"):
                    account._jxc_fetch_missed()
            except UserError as error:
                account._jxc_missed_fault(str(error))
            self.env["ir.cron"]._commit_progress(1)

    def _jxc_fetch_missed(self):
        """:return: how many events are new. :raise UserError: the vendor's fault."""
        self.ensure_one()
        new, fault = own.transaction(
            self.env, lambda env: self.with_env(env)._jxc_fetch_alone()
        )
        if fault:
            raise UserError(self._jxc_advice(fault))
        return new

    def _jxc_fetch_alone(self):
        # Two at once would each get a part, and neither know about the other's faults.
        self.env["jxc.lock"].acquire([f"dingtalk_missed:{self.id}"])
        new, more, pages = 0, True, 0
        while more and pages < PAGES:
            answer = self._jxc_call("missed", {})
            if answer.word != answers.SENT:
                return new, answer
            found, more = missed.entries(answer.data)
            new += own.transaction(
                self.env, lambda env, page=found: self.with_env(env)._jxc_keep_all(page)
            )
            pages += 1
        own.transaction(
            self.env,
            lambda env: self.with_env(env).write({"missed_on": fields.Datetime.now()}),
        )
        return new, None

    def _jxc_keep_all(self, found):
        """Keep each as if it had been pushed: read the same way, and once."""
        new = 0
        for entry in found:
            try:
                event = missed.as_event(entry)
                kind = self._jxc_read_kind(event)
            except Refused as refusal:
                _logger.warning("A missed event of %s is refused: %s", self.id, refusal)
                continue
            new += self._jxc_store(kind, envelope.text_of(event))
        return new

    def _jxc_missed_fault(self, reason):
        words = self.with_context(lang=self.responsible_id.lang).env
        self._jxc_todo(
            words._(
                "%(account)s: what was missed could not be fetched: %(reason)s",
                account=self.name,
                reason=reason,
            )
        )

    def action_jxc_fetch_missed(self):
        """Fetch what was missed now."""
        self.ensure_one()
        self.check_access("write")
        if self.platform != "dingtalk":
            raise UserError(
                self.env._("Only DingTalk keeps a list of what was missed.")
            )
        count = self.sudo()._jxc_fetch_missed()
        return self._jxc_notify(
            self.env._("%(count)s events had been missed.", count=count)
        )
