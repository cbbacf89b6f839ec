import logging
import random
from datetime import timedelta
from time import monotonic
from uuid import uuid4

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from .. import own
from ..logic import answers
from ..logic.messages import Message
from .jxc_dingtalk_endpoint import PLATFORMS

_logger = logging.getLogger(__name__)
CRON = "jxc_dingtalk.ir_cron_send"
#: Who has claimed a message and not settled it by then is dead.
ABANDONED = timedelta(minutes=3)
OPEN = ("waiting", "failed", "sending")
#: Messages in a batch, and seconds after which no further one of it begins. Both keep
#: a batch well below what makes it look abandoned.
BATCH, SLOW = 20, 20


class JxcDingtalkMessage(models.Model):
    """A message, from the transaction that says it until the vendor has taken it.

    Claimed, sent and settled in transactions of their own: nothing goes out for what
    was rolled back, and several senders never send the same one.
    """

    _name = "jxc.dingtalk.message"
    _description = "DingTalk or WeCom Message"
    _order = "id desc"
    _rec_name = "title"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    platform = fields.Selection(PLATFORMS, required=True, readonly=True)
    robot_id = fields.Many2one(
        "jxc.dingtalk.robot", readonly=True, index=True, ondelete="restrict"
    )
    person_id = fields.Many2one(
        "jxc.dingtalk.person", "To", readonly=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        "jxc.dingtalk.account", "Application", readonly=True, ondelete="restrict"
    )
    conversation = fields.Char(
        required=True, readonly=True, help="Order is kept within it."
    )
    key = fields.Char(
        required=True, readonly=True, help="The vendor shows one message for one key."
    )
    title = fields.Char(required=True, readonly=True)
    text = fields.Text(readonly=True)
    is_markdown = fields.Boolean(
        "Has Marks", readonly=True, help="Otherwise it is shown as it is."
    )
    url = fields.Char("Link", readonly=True)
    button = fields.Char(readonly=True)
    mobiles = fields.Char("Named", readonly=True)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("sending", "Being Sent"),
            ("failed", "Failed, Tried Again"),
            ("sent", "Sent"),
            ("unknown", "Perhaps Sent"),
            ("dead", "Given Up"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    attempts = fields.Integer(readonly=True, default=0)
    next_try_on = fields.Datetime("Not Before", required=True, readonly=True)
    claimed_on = fields.Datetime("Last Attempt", readonly=True)
    sent_on = fields.Datetime(readonly=True)
    answer = fields.Char(readonly=True)

    _open_idx = models.Index(
        "(conversation, id) WHERE state IN ('waiting', 'failed', 'sending')"
    )
    _due_idx = models.Index("(id) WHERE state IN ('waiting', 'failed')")
    _rate_idx = models.Index("(conversation, claimed_on)")
    _key_uniq = models.UniqueIndex("(key)", "A message has a key of its own.")
    _target = models.Constraint(
        "CHECK ((robot_id IS NULL) = (person_id IS NOT NULL AND account_id IS NOT NULL)"
        " AND (robot_id IS NULL OR person_id IS NULL))",
        "A message goes to a group, or to a person through an application.",
    )

    @api.model
    def _jxc_queue(self, vals_list):
        """Write messages into the caller's transaction; they leave after the commit.

        To people through the application of their company, where none is named.
        """
        now, accounts = fields.Datetime.now(), {}
        for values in vals_list:
            if values.get("person_id") and not values.get("account_id"):
                way = (values["company_id"], values["platform"])
                if way not in accounts:
                    company = self.env["res.company"].browse(way[0])
                    account = self.env["jxc.dingtalk.account"]._jxc_for(company, way[1])
                    accounts[way] = account.id
                values["account_id"] = accounts[way]
        messages = self.sudo().create(
            [
                {
                    **values,
                    "conversation": f"robot:{values['robot_id']}"
                    if values.get("robot_id")
                    else f"person:{values['person_id']}",
                    "key": uuid4().hex,
                    "next_try_on": now,
                }
                for values in vals_list
            ]
        )
        if messages:
            own.wake(self.env, CRON)
        return messages

    # --- sending ------------------------------------------------------------------

    @api.model
    def _cron_send(self):
        """Send what is due, one batch after the other, as long as there is time."""
        cron, pause = self.env["ir.cron"], timedelta(minutes=1)
        self._jxc_recover()
        while self._jxc_send_next():
            if not cron._commit_progress(1):
                pause = timedelta()  # its time is over, and more is due
                break
        waiting = self.search_count([("state", "in", OPEN)], limit=1)
        if waiting:
            soon = fields.Datetime.now() + pause
            self.env.ref(CRON)._trigger(at=soon)

    @api.model
    def _jxc_send_next(self):
        """Claim, send and settle some messages, each step for itself.

        :return: False where nothing is due.
        """
        claimed = own.transaction(self.env, lambda env: env[self._name]._jxc_claim())
        if not claimed:
            return False
        sending, told = own.Sending(), {}
        with self.env.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {"jxc_sending": sending})
            end = monotonic() + SLOW
            for message in env[self._name].browse(claimed):
                told[message.id] = answer = message._jxc_deliver_safely()
                if answer.word in answers.WAIT or monotonic() > end:
                    break
        own.transaction(
            self.env, lambda env: env[self._name]._jxc_settle_all(claimed, told)
        )
        for account, calls in sending.calls.items():
            own.transaction(
                self.env,
                lambda env, a=account, n=calls: (
                    env["jxc.dingtalk.account"].browse(a)._jxc_count(n)
                ),
            )
        return True

    @api.model
    def _jxc_claim(self):
        """The first message that may go, and others with it that may be sent twice.

        One batch costs three transactions, not each message. Who dies in the middle of
        it leaves some that were sent and not settled: the vendor knows their keys.
        :return: ``{id: which attempt it is}``
        """
        claimed = self._jxc_claim_some(1)
        first = self.browse(claimed)
        if first and first._jxc_has_key():
            claimed.update(self._jxc_claim_some(BATCH - 1, keyed=True))
        for message in self.browse(claimed):
            if message.robot_id:
                message._jxc_merge_behind()
        return claimed

    def _jxc_claim_some(self, limit, keyed=False):
        """None before it in its conversation is open, nobody is silenced, and fewer
        than the limit went out in the last minute."""
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                UPDATE jxc_dingtalk_message
                   SET state = 'sending', attempts = COALESCE(attempts, 0) + 1,
                       claimed_on = %(now)s
                 WHERE id = ANY(ARRAY(
                    SELECT m.id
                      FROM jxc_dingtalk_message m
                 LEFT JOIN jxc_dingtalk_robot r ON r.id = m.robot_id
                 LEFT JOIN jxc_dingtalk_account a ON a.id = m.account_id
                     WHERE m.state IN ('waiting', 'failed')
                       AND m.next_try_on <= %(now)s
                       AND (NOT %(keyed)s OR m.platform = 'dingtalk'
                            OR m.person_id IS NOT NULL)
                       AND COALESCE(r.paused_until, a.paused_until, %(now)s) <= %(now)s
                       AND NOT EXISTS (
                           SELECT FROM jxc_dingtalk_message e
                            WHERE e.conversation = m.conversation AND e.id < m.id
                              AND e.state IN ('waiting', 'failed', 'sending'))
                       AND (SELECT COUNT(*) FROM jxc_dingtalk_message s
                             WHERE s.conversation = m.conversation
                               AND s.claimed_on > %(minute)s) < %(most)s
                  ORDER BY m.id
                     LIMIT %(limit)s
                       FOR UPDATE OF m SKIP LOCKED))
             RETURNING id, attempts""",
                now=now,
                minute=now - timedelta(minutes=1),
                most=answers.PER_MINUTE,
                keyed=keyed,
                limit=limit,
            ),
            log_exceptions=False,
        )
        return dict(sorted(self.env.cr.fetchall()))

    def _jxc_deliver_safely(self):
        """Whatever goes wrong becomes an answer, and holds up no other message."""
        try:
            return self._jxc_deliver()
        except UserError as error:
            return answers.Answer(answers.CONFIGURATION, text=str(error))
        except Exception as error:
            _logger.exception("Message %s", self.id)
            return answers.Answer(answers.RETRY, type(error).__name__, lost=True)

    def _jxc_deliver(self):
        message = Message(
            self.title,
            self.text or "",
            self.url or "",
            self.button or "",
            f"#{self.id}",
            self.is_markdown,
        )
        return self._jxc_deliver_message(message)

    def _jxc_deliver_message(self, message):
        if self.person_id:
            return self.person_id._jxc_deliver(self.account_id, message)
        mobiles = [mobile for mobile in (self.mobiles or "").split(",") if mobile]
        return self.robot_id._jxc_deliver(message, self.key, mobiles)

    @api.model
    def _jxc_settle_all(self, claimed, told):
        """Settle what was sent; what was not is free again, as if never claimed."""
        for message in self.browse(claimed):
            attempt = claimed[message.id]
            if message.id in told:
                message._jxc_settle(told[message.id], attempt)
            elif message.state == "sending" and message.attempts == attempt:
                message.write(
                    {
                        "state": "failed" if attempt > 1 else "waiting",
                        "attempts": attempt - 1,
                        "claimed_on": False,
                    }
                )

    def _jxc_settle(self, answer, attempt):
        """Note what came of an attempt; another sender may have given it up."""
        if self.state != "sending" or self.attempts != attempt:
            return
        now = fields.Datetime.now()
        target = self.robot_id or self.account_id
        self = self.with_context(lang=target.responsible_id.lang)
        target = target.with_env(self.env)
        told = "" if answer.word == answers.SENT else target._jxc_advice(answer)
        self.answer = told
        wait = answers.delay(self.attempts, random.random())
        if answer.word == answers.SENT:
            self.write({"state": "sent", "sent_on": now})
        elif answer.lost and not self._jxc_has_key():
            self._jxc_end("unknown", target)
        elif answer.word == answers.THROTTLED:
            pause = now + timedelta(seconds=answers.PAUSE)
            target.paused_until = pause
            self.write({"state": "failed", "next_try_on": pause})
        elif answer.word in (answers.RETRY, answers.TOKEN) and wait is not None:
            again = now + timedelta(seconds=wait)
            self.write({"state": "failed", "next_try_on": again})
        else:
            self._jxc_end("dead", target)

    def _jxc_has_key(self):
        """Whether the vendor shows it once, however often it is sent."""
        return bool(self.person_id) or self.platform == "dingtalk"

    def _jxc_end(self, state, target):
        self.state = state
        target._jxc_todo(
            self.env._(
                "“%(title)s” has not gone out: %(reason)s",
                title=self.title,
                reason=self.answer,
            )
            if state == "dead"
            else self.env._(
                "Nobody knows whether “%(title)s” has arrived: look, and send it again"
                " if not.",
                title=self.title,
            )
        )

    @api.model
    def _jxc_recover(self):
        """What a sender that died had claimed may have arrived, or not.

        A few at a time: who dies in the middle of it, too, has done some.
        """
        while own.transaction(self.env, lambda e: e[self._name]._jxc_recover_some()):
            pass

    def _jxc_recover_some(self):
        """:return: whether there may be more"""
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM jxc_dingtalk_message
                 WHERE state = 'sending' AND claimed_on < %s
              ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED
                """,
                fields.Datetime.now() - ABANDONED,
                BATCH,
            ),
            log_exceptions=False,
        )
        left = self.browse([found for (found,) in self.env.cr.fetchall()])
        answer = answers.Answer(answers.RETRY, "interrupted", lost=True)
        for message in left:
            message._jxc_settle(answer, message.attempts)
        return bool(left)

    # --- buttons ------------------------------------------------------------------

    def action_jxc_send_again(self):
        """What was given up, or is not known to have arrived, goes out once more."""
        self.check_access("read")
        if not self.env.user.has_group("jxc_base.group_jxc_manager"):
            raise AccessError(self.env._("Only a manager has messages sent again."))
        again = self.sudo().filtered(lambda m: m.state in ("dead", "unknown", "failed"))
        again.write(
            {
                "state": "waiting",
                "attempts": 0,
                "next_try_on": fields.Datetime.now(),
            }
        )
        own.wake(self.env, CRON)
