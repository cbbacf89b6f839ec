import hashlib
import re
import secrets
import time

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from odoo.addons.jxc_base.secret import seal

from .. import own
from ..logic import answers, cards, envelope, processes, signing
from ..logic.crypto import EventCrypto
from ..logic.refusal import Refused
from ..logic.signing import same

PATH = "/jxc/dingtalk/in/"
CRON = "jxc_dingtalk.ir_cron_process"
#: DingTalk asks for it when the address is entered in its console.
CHECK = "check_url"
#: What a callback needs of its account, in one query.
READ = ("platform", "company_id", "app_key", "callback_owner", "jxc_sealed")
STAMP, SIGN = "x-ddpaas-signature-timestamp", "x-ddpaas-signature"


class JxcDingtalkAccount(models.Model):
    """What the vendors tell us: from whom it is, and that it is kept before we say so.

    Nothing is done about it here; see ``jxc.dingtalk.event``.
    """

    _inherit = "jxc.dingtalk.account"

    _jxc_secrets = ("secret", "callback_token", "callback_key", "card_secret")

    in_key = fields.Char(compute="_compute_in_key", store=True, copy=False)
    in_url = fields.Char(
        "Callback Address",
        compute="_compute_in_url",
        help="Enter it in the vendor's console, where it asks for the address of events"
        " or messages.",
    )
    callback_token = fields.Char(
        compute="_compute_jxc_secrets",
        inverse="_inverse_jxc_secrets",
        help="The Token that the vendor's console shows beside the callback address. It"
        " can be set, and never be read again.",
    )
    callback_key = fields.Char(
        "EncodingAESKey",
        compute="_compute_jxc_secrets",
        inverse="_inverse_jxc_secrets",
        help="43 letters and digits, from the same place. It can be set, and never be"
        " read again.",
    )
    callback_owner = fields.Char(
        help="Whom the vendor encrypts events for. Empty: the app key or Corp ID; for"
        " DingTalk it may be the Corp ID."
    )
    card_secret = fields.Char(
        compute="_compute_jxc_secrets",
        inverse="_inverse_jxc_secrets",
        help="The API secret of DingTalk's card callbacks. It can be set, and never be"
        " read again.",
    )
    card_template = fields.Char(
        help="DingTalk: ID of the card's template. Empty: people get a link instead of"
        " buttons."
    )
    robot_code = fields.Char(
        help="DingTalk: the application's robot, which hands over cards."
    )
    card_route = fields.Char(readonly=True, copy=False)
    stream = fields.Boolean(
        "Stream Mode",
        help="DingTalk, where this server has no public address: a process of ours"
        " fetches events and presses on cards, see the guide. The Token and the"
        " EncodingAESKey are then of your own making, the same in both places.",
    )
    todo = fields.Boolean(
        "Also as a To-Do",
        help="DingTalk: whoever is asked for an approval gets a to-do as well, which is"
        " done when it is answered anywhere.",
    )

    _in_key_uniq = models.UniqueIndex("(in_key)", "An address belongs to one account.")

    @api.depends("company_id")
    def _compute_in_key(self):
        for account in self:
            account.in_key = account.in_key or secrets.token_urlsafe(24)

    @api.depends("in_key")
    def _compute_in_url(self):
        for account in self:
            account.in_url = f"{account.get_base_url()}{PATH}{account.in_key}"

    def _jxc_keep(self, values):
        key = values.get("callback_key")
        if key and not re.fullmatch("[A-Za-z0-9]{43}", key):
            raise ValidationError(
                self.env._(
                    "An EncodingAESKey has 43 letters and digits: copy it again."
                )
            )
        return super()._jxc_keep(values)

    def _jxc_hears_cards(self):
        """Whether a press on a card's button would reach us."""
        try:
            known = self._jxc_known()
        except UserError:
            return False  # the server's key is another one: no document waits for it
        keys = known.get("callback_token") and known.get("callback_key")
        if self.platform == "wecom":
            return bool(keys)
        heard = keys if self.stream else self.card_route
        return bool(self.card_template and self.robot_code and heard)

    # --- receiving ------------------------------------------------------------------

    @api.model
    def _jxc_by_key(self, key):
        """The account of an address, or none."""
        return self.sudo().search_fetch([("in_key", "=", key)], READ, limit=1)

    def _jxc_receive(self, method, query, headers, body):
        """Check a request of the vendor's and keep what it says.

        :return: the answer's text and type. :raise Refused: nothing was kept.
        """
        self.ensure_one()
        if self.platform == "dingtalk" and headers.get(SIGN):
            return self._jxc_receive_card(headers, body)
        stamp, nonce = query.get("timestamp"), query.get("nonce")
        signature = query.get("msg_signature") or query.get("signature")
        crypto = self._jxc_crypto()
        if method == "GET":
            if self.platform != "wecom":
                raise Refused("method")
            text = crypto.decrypt(signature, stamp, nonce, query.get("echostr"))
            signing.check_window(stamp, now_ms())
            return text, "text/plain"
        wecom = self.platform == "wecom"
        found = envelope.from_xml(body) if wecom else envelope.from_json(body)
        text = crypto.decrypt(signature, stamp, nonce, found)
        signing.check_window(stamp, now_ms())
        read = envelope.event_from_xml if wecom else envelope.event_from_json
        event = read(text)
        kind = self._jxc_read_kind(event)
        if kind != CHECK:
            self._jxc_store(kind, text)
        if wecom:
            return "", "text/plain"
        answer = envelope.to_json(
            crypto, "success", str(int(now_ms())), secrets.token_hex(8)
        )
        return answer, "application/json"

    def _jxc_read_kind(self, event):
        """What an event is called. :raise Refused: we could do nothing with it."""
        cards.pressed(self.platform, event)
        if self.platform == "dingtalk":
            processes.told(event)
        return cards.kind(event)

    def _jxc_crypto(self):
        known = self._jxc_known()
        token, key = known.get("callback_token"), known.get("callback_key")
        if not token or not key:
            raise Refused("callbacks are not set up")
        return EventCrypto(token, key, self.callback_owner or self.app_key)

    def _jxc_receive_card(self, headers, body):
        """Its signature does not cover the body: its token vouches for it."""
        secret, stamp = self._jxc_secret("card_secret"), headers.get(STAMP)
        signing.check_window(stamp, now_ms())
        if not secret or not same(signing.card_sign(secret, stamp), headers.get(SIGN)):
            raise Refused("signature")
        try:
            text = body.decode()
        except UnicodeDecodeError:
            raise Refused("utf-8") from None
        told = cards.pressed(self.platform, envelope.event_from_json(text))
        if not told or not self.env["jxc.dingtalk.card"]._jxc_find(self, told):
            raise Refused("token")
        self._jxc_store("card", text)
        return "{}", "application/json"

    def _jxc_store(self, kind, text):
        """Keep an event once, however often it is told; the rest follows later.

        :return: whether it is new
        """
        statement = SQL(
            """
            INSERT INTO jxc_dingtalk_event
                   (account_id, company_id, key, kind, payload, state, attempts,
                    next_try_on, create_uid, create_date, write_uid, write_date)
            VALUES (%(account)s, %(company)s, %(key)s, %(kind)s, %(payload)s, 'waiting',
                    0, %(now)s, %(uid)s, %(now)s, %(uid)s, %(now)s)
            ON CONFLICT (account_id, key) DO NOTHING
            RETURNING id
            """,
            account=self.id,
            company=self.company_id.id,
            key=hashlib.sha256(text.encode()).hexdigest(),
            kind=kind,
            payload=seal(self.env, text),
            now=fields.Datetime.now(),
            uid=self.env.uid,
        )
        try:
            with self.env.cr.savepoint(flush=False):
                self.env.cr.execute(statement, log_exceptions=False)
                new = self.env.cr.fetchone()
        except SerializationFailure:
            new = None  # the same event, kept by somebody else a moment ago
        if new:
            own.wake(self.env, CRON)
        return bool(new)

    # --- buttons --------------------------------------------------------------------

    def action_jxc_new_address(self):
        """The old address is worth nothing from now on."""
        self.check_access("write")
        for account in self.sudo():
            account.in_key = secrets.token_urlsafe(24)

    def action_jxc_register_cards(self):
        """Tell DingTalk where presses on cards go, with a new secret for them."""
        self.ensure_one()
        self.check_access("write")
        account = self.sudo()
        if account.platform != "dingtalk":
            raise UserError(
                self.env._("Only DingTalk wants its cards' address registered.")
            )
        route, secret = f"jxc-{secrets.token_hex(8)}", secrets.token_urlsafe(32)
        answer = account._jxc_call(
            "card_route",
            {
                "callbackRouteKey": route,
                "callbackUrl": account.in_url,
                "apiSecret": secret,
                "forceUpdate": True,
            },
        )
        if answer.word != answers.SENT:
            raise UserError(self._jxc_advice(answer))

        def keep(env):
            # The call was counted on this row: it is not as this transaction saw it.
            mine = account.with_env(env)
            mine._jxc_keep({"card_secret": secret})
            mine.card_route = route

        own.transaction(self.env, keep)
        self.invalidate_recordset()
        return self._jxc_notify(self.env._("DingTalk knows where cards are answered."))


def now_ms():
    """The clock that vendors' timestamps are held against."""
    return time.time() * 1000
