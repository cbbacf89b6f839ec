import hashlib
import secrets
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.jxc_base.secret import seal, unseal

from ..logic import answers, cards
from ..logic.signing import same
from .jxc_dingtalk_endpoint import PLATFORMS


def digest(token):
    """What we keep of a token."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class JxcDingtalkCard(models.Model):
    """A question on somebody's phone, with buttons. It is answered once, by him.

    Whoever asks inherits this, says what it is about, and gives :meth:`_jxc_decide`.
    """

    _name = "jxc.dingtalk.card"
    _description = "Card on a Phone"
    _order = "id desc"
    _rec_name = "number"

    company_id = fields.Many2one("res.company", required=True, readonly=True)
    account_id = fields.Many2one(
        "jxc.dingtalk.account",
        "Application",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    platform = fields.Selection(PLATFORMS, required=True, readonly=True)
    person_id = fields.Many2one(
        "jxc.dingtalk.person",
        "To",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    number = fields.Char(required=True, readonly=True)
    buttons = fields.Json(readonly=True)
    token_hash = fields.Char(groups=fields.NO_ACCESS)
    token_sealed = fields.Char(groups=fields.NO_ACCESS, help="Until it is sent.")
    response_code = fields.Char(groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("open", "Open"), ("answered", "Answered"), ("closed", "Closed")],
        required=True,
        readonly=True,
        default="open",
    )
    status = fields.Char("Says Now", readonly=True)

    _number_uniq = models.UniqueIndex("(number)", "A card has a number of its own.")

    # --- asking ---------------------------------------------------------------------

    @api.model
    def _jxc_ask(self, wanted):
        """Put questions on phones, once this transaction is committed.

        :param wanted: a list of dicts: ``person``, ``title``, ``text``, ``url``,
            ``look``, ``buttons`` as in :class:`cards.Card`, ``values`` of the asker;
            for a process, too, who asks (``user``) and ``plain``: the text for all.
        """
        accounts = self.env["jxc.dingtalk.account"]
        by_way, vals_list, askers = {}, [], self._jxc_askers(wanted)
        for one in wanted:
            person, token = one["person"].sudo(), secrets.token_urlsafe(24)
            way = (person.company_id, person.platform)
            if way not in by_way:
                account = accounts._jxc_for(*way)
                by_way[way] = account, account._jxc_hears_cards()
            account, hears = by_way[way]
            process = self._jxc_process_values(account, one, askers)
            hears = hears and not process
            vals_list.append(
                {
                    **one["values"],
                    **process,
                    "company_id": person.company_id.id,
                    "account_id": account.id,
                    "platform": person.platform,
                    "person_id": person.id,
                    "number": uuid4().hex,
                    "buttons": hears and one["buttons"],
                    "token_hash": digest(token),
                    "token_sealed": hears and seal(self.env, token),
                }
            )
        made = self.sudo()._jxc_make(vals_list)
        told = [
            {**card._jxc_message(), **card._jxc_said(one), "button": one["look"]}
            for card, one in zip(made, wanted, strict=True)
        ]
        told += made._jxc_make_todos(wanted)
        self.env["jxc.dingtalk.message"]._jxc_queue(told)
        return made

    def _jxc_make(self, vals_list):
        """create() does not take what nobody may write."""
        hidden = ("token_hash", "token_sealed")
        made = self.create(
            [{k: v for k, v in v.items() if k not in hidden} for v in vals_list]
        )
        for card, values in zip(made, vals_list, strict=True):
            card.write({name: values[name] for name in hidden})
        return made

    def _jxc_said(self, one):
        """What a message says of what is asked."""
        return {name: one[name] for name in ("title", "text", "url")}

    def _jxc_message(self):
        return {
            "card_id": self.id,
            "person_id": self.person_id.id,
            "account_id": self.account_id.id,
            "company_id": self.company_id.id,
            "platform": self.platform,
        }

    def _jxc_show(self, statuses, over=True):
        """Have cards say what became of them; nobody answers them any more.

        :param statuses: ``{card: text}``
        :param over: whether what they ask is answered, too
        """
        told = []
        for card, status in statuses.items():
            card.write(
                {
                    "status": status,
                    "state": "answered" if card.state == "answered" else "closed",
                }
            )
            if card.buttons:
                told.append({**card._jxc_message(), "is_update": True, "title": status})
        self.env["jxc.dingtalk.message"]._jxc_queue(told)
        if over:
            self.browse().union(*statuses)._jxc_finish_todos()

    # --- answering ------------------------------------------------------------------

    @api.model
    def _jxc_find(self, account, told):
        """The card that somebody pressed, if he knows its token."""
        card = self.sudo().search_fetch(
            [("number", "=", told.number), ("account_id", "=", account.id)],
            ["token_hash"],
        )
        known = card and same(digest(told.token), card.token_hash)
        return card if known else card.browse()

    def _jxc_press(self, told):
        """An answer, of which the token is known to be right.

        :return: whether it was done, and words. :raise UserError: it is not from whom
            we asked, and changes nothing.
        """
        self.ensure_one()
        self.env.cr.execute(
            SQL("SELECT id FROM jxc_dingtalk_card WHERE id = %s FOR UPDATE", self.id),
            log_exceptions=False,
        )
        self._jxc_check_person(told)
        words = self.with_context(lang=self.person_id.user_id.lang).env
        if self.state != "open":
            return False, words._("This card was answered already, or closed.")
        self.response_code = told.response_code or self.response_code
        try:
            with self.env.cr.savepoint():
                self.state = "answered"
                status = self._jxc_decide(told.action, told.comment)
        except UserError as error:
            self.invalidate_recordset()
            reason = str(error)
            self._jxc_show({self: words._("Not done: please open it")}, over=False)
            self.person_id._jxc_say(words._("Your answer was not taken"), reason)
            return False, reason
        self._jxc_show({self: status})
        return True, status

    def _jxc_check_person(self, told):
        """It comes from exactly one active user: the one whose card it is."""
        people = self.env["jxc.dingtalk.person"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("platform", "=", self.platform),
                ("identifier", "=", told.person),
                ("state", "=", "confirmed"),
            ]
        )
        if len(people) != 1 or people != self.person_id:
            raise UserError(self.env._("This card is somebody else's."))
        if not people._jxc_works():
            user = people.user_id
            raise UserError(
                self.env._("%(user)s is no user of the company now.", user=user.name)
            )

    def _jxc_decide(self, action, comment):
        """Do what was answered, as the user. :return: what the card says then."""
        raise UserError(self.env._("Nobody waits for this answer."))

    # --- sending --------------------------------------------------------------------

    def _jxc_deliver(self, message):
        """Put the card on the phone now; the vendor's answer."""
        account, person = self.account_id, self.person_id.identifier
        card = cards.Card(
            self.number,
            unseal(self.env, self.token_sealed),
            message.title,
            message.text,
            message.url,
            tuple(map(tuple, self.buttons)),
            message.button,
        )
        if self.platform == "wecom":
            return account._jxc_call(
                "card", cards.wecom_card(card, account.agent, person)
            )
        route = "" if account.stream else account.card_route
        content = cards.dingtalk_card(
            card, account.card_template, account.robot_code, route, person
        )
        return account._jxc_call("card", content)

    def _jxc_deliver_update(self, status):
        account = self.account_id
        if self.platform == "dingtalk":
            content = cards.dingtalk_update(self.number, status)
            return account._jxc_call("card_update", content)
        if not self.response_code:
            return answers.Answer(answers.PERMANENT, text="no response_code")
        content = cards.wecom_update(
            account.agent, self.person_id.identifier, self.response_code, status
        )
        return account._jxc_call("card_update", content)

    def _jxc_on_sent(self, answer):
        """The vendor has it: the token is on the phone and need not be here."""
        code = answer.data.get("response_code")
        self.write(
            {
                "token_sealed": False,
                "response_code": code
                if isinstance(code, str) and code
                else self.response_code,
            }
        )
