import logging
import random
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.jxc_base.secret import unseal

from .. import own
from ..logic import answers, cards, envelope
from .jxc_dingtalk_account_inbound import CRON

_logger = logging.getLogger(__name__)
KEPT = timedelta(days=180)


class JxcDingtalkEvent(models.Model):
    """What a vendor has told us: kept when it came in, done afterwards, once.

    Its text is sealed, for a card's token is in it, and goes when the event is done.
    """

    _name = "jxc.dingtalk.event"
    _description = "Callback of DingTalk or WeCom"
    _order = "id desc"
    _rec_name = "kind"

    account_id = fields.Many2one(
        "jxc.dingtalk.account",
        "Application",
        required=True,
        readonly=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    platform = fields.Selection(related="account_id.platform")
    key = fields.Char(required=True, readonly=True, help="Of its text: told once.")
    kind = fields.Char(readonly=True)
    payload = fields.Text(groups=fields.NO_ACCESS)
    state = fields.Selection(
        [
            ("waiting", "Waiting"),
            ("failed", "Failed, Tried Again"),
            ("done", "Done"),
            ("refused", "Refused"),
            ("ignored", "Not for Us"),
            ("dead", "Given Up"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    attempts = fields.Integer(readonly=True, default=0)
    next_try_on = fields.Datetime("Not Before", required=True, readonly=True)
    done_on = fields.Datetime(readonly=True)
    sender = fields.Char("ID There", readonly=True)
    card_id = fields.Many2one("jxc.dingtalk.card", readonly=True, ondelete="set null")
    user_id = fields.Many2one(
        "res.users", readonly=True, ondelete="set null", help="Whom it was done as."
    )
    result = fields.Char(readonly=True)

    _key_uniq = models.UniqueIndex("(account_id, key)", "An event is kept once.")
    _open_idx = models.Index("(id) WHERE state IN ('waiting', 'failed')")

    @api.model
    def _cron_process(self):
        """Do what is due, each event in a transaction of its own."""
        cron, pause = self.env["ir.cron"], timedelta(minutes=1)
        while self._jxc_process_one():
            if not cron._commit_progress(1):
                pause = timedelta()  # its time is over, and more is due
                break
        if self.search_count([("state", "in", ("waiting", "failed"))], limit=1):
            soon = fields.Datetime.now() + pause
            self.env.ref(CRON)._trigger(at=soon)

    @api.model
    def _jxc_process_one(self):
        """:return: False where nothing is due."""
        return own.transaction(self.env, lambda e: e[self._name]._jxc_process_next())

    @api.model
    def _jxc_process_next(self):
        """:return: False where nothing is due."""
        self.env.cr.execute(
            SQL(
                """
                SELECT id FROM jxc_dingtalk_event
                 WHERE state IN ('waiting', 'failed') AND next_try_on <= %s
              ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
                """,
                fields.Datetime.now(),
            ),
            log_exceptions=False,
        )
        found = self.env.cr.fetchone()
        if found:
            self.browse(found[0])._jxc_process()
        return bool(found)

    def _jxc_process(self):
        """Whatever goes wrong is noted, and holds up no other event."""
        attempts = self.attempts + 1
        try:
            with self.env.cr.savepoint():
                state, result = self._jxc_apply()
        except OperationalError:
            raise  # another transaction was first: all of it is done again
        except UserError as error:
            state, result = "refused", str(error)
        except own.Later as error:
            state, result = self._jxc_put_off(attempts), str(error)
        except Exception as error:
            _logger.exception("Callback %s", self.id)
            state, result = self._jxc_put_off(attempts), type(error).__name__
        over = state not in ("failed", "dead")
        self.write(
            {
                "state": state,
                "result": result,
                "attempts": attempts,
                "done_on": over and fields.Datetime.now(),
                **({"payload": False} if over else {}),
            }
        )

    def _jxc_put_off(self, attempts):
        """:return: its state: tried again, or given up"""
        wait = answers.delay(attempts, random.random())
        self.next_try_on = fields.Datetime.now() + timedelta(seconds=wait or 0)
        if wait is None:
            self._jxc_tell_responsible()
        return "dead" if wait is None else "failed"

    def _jxc_tell_responsible(self):
        account = self.account_id
        words = self.with_context(lang=account.responsible_id.lang).env
        account._jxc_todo(
            words._(
                "A callback to %(account)s cannot be done: look at its log.",
                account=account.name,
            )
        )

    def _jxc_apply(self):
        """Do what the event says. :return: its state, and words for people."""
        platform, text = self.platform, unseal(self.env, self.payload)
        wecom = platform == "wecom"
        event = (
            envelope.event_from_xml(text) if wecom else envelope.event_from_json(text)
        )
        return self._jxc_apply_event(event)

    def _jxc_apply_event(self, event):
        told = cards.pressed(self.platform, event)
        if not told:
            return "ignored", False
        self.sender = told.person
        card = self.env["jxc.dingtalk.card"]._jxc_find(self.account_id, told)
        if not card:
            raise UserError(self.env._("No card of ours has this number and token."))
        self.card_id = card
        done, result = card._jxc_press(told)
        if done:
            self.user_id = card.person_id.user_id
        return ("done" if done else "refused"), result

    @api.autovacuum
    def _gc_done(self):
        """Older ones are refused by their timestamp, told again or not."""
        limit = fields.Datetime.now() - KEPT
        old = [("create_date", "<", limit), ("state", "in", ("done", "ignored"))]
        self.sudo().search(old, limit=10000).unlink()
