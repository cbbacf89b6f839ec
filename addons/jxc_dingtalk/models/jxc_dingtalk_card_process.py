from datetime import UTC, timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .. import own
from ..logic import answers, cards, processes

#: The vendor's clock and ours are not the same.
SPARE = timedelta(minutes=1)
#: Of instances that are looked through for one of ours.
PAGES = 5
ACTIONS = {"agree": "approve", "refuse": "refuse"}


class JxcDingtalkCard(models.Model):
    """What a card asks may be a process in DingTalk's OA instead, answered there.

    One for each approver: who may answer, and how many have to, is for our rules. The
    vendor has no key for it: it is looked for before it is started once more.
    """

    _inherit = "jxc.dingtalk.card"

    process_state = fields.Selection(
        [("open", "Open"), ("leaving", "Being Withdrawn"), ("done", "Done")],
        "Process in DingTalk",
        readonly=True,
    )
    process_number = fields.Char("Process There", readonly=True)
    process_template = fields.Char(readonly=True)
    process_asker = fields.Char("Starts It There", readonly=True)

    _process_uniq = models.UniqueIndex(
        "(account_id, process_number) WHERE process_number IS NOT NULL",
        "A process asks one question.",
    )

    # --- asking ---------------------------------------------------------------------

    @api.model
    def _jxc_askers(self, wanted):
        """:return: ``{(user id, company id): who he is in DingTalk}``"""
        users = self.env["res.users"].union(*(o["user"] for o in wanted if "user" in o))
        people = self.env["jxc.dingtalk.person"].sudo()
        found = users and people.search(
            [
                ("user_id", "in", users.ids),
                ("platform", "=", "dingtalk"),
                ("state", "=", "confirmed"),
            ]
        )
        return {(p.user_id.id, p.company_id.id): p for p in found}

    @api.model
    def _jxc_process_values(self, account, one, askers):
        """Whether this question is a process, and who starts it.

        Never the approver: DingTalk may let pass by itself what he starts for himself.
        """
        person = one["person"].sudo()
        if not account.process_code or "user" not in one or "plain" not in one:
            return {}
        if not account._jxc_hears_processes():
            return {}
        way = one["user"].id, person.company_id.id
        asker = askers.get(way) or account.process_person_id
        if asker.state != "confirmed" or asker.identifier == person.identifier:
            return {}
        return {
            "process_state": "open",
            "process_template": account.process_code,
            "process_asker": asker.identifier,
        }

    def _jxc_said(self, one):
        """Whoever starts a process sees its form: no costs are on it."""
        told = super()._jxc_said(one)
        return {**told, "text": one["plain"]} if self.process_state else told

    def _jxc_show(self, statuses, over=True):
        """A process that runs is withdrawn, and says why."""
        result = super()._jxc_show(statuses, over)
        running = self.browse().union(*statuses)
        running = running.filtered(lambda card: card.process_state == "open")
        running.process_state = "leaving"
        self.env["jxc.dingtalk.message"]._jxc_queue(
            [
                {**card._jxc_message(), "is_update": True, "title": statuses[card]}
                for card in running
            ]
        )
        return result

    # --- sending --------------------------------------------------------------------

    def _jxc_deliver_process(self, message, first):
        """Start it; the vendor's answer.

        :param first: whether this was never tried before
        """
        if not first:
            found = self._jxc_find_process()
            if found.word != answers.SENT or found.data:
                return found
        if self.state != "open":
            return answers.Answer(answers.SENT)  # answered before it went out
        content = processes.start(
            self.process_template,
            self.process_asker,
            self.person_id.identifier,
            message.title,
            message.text,
            message.url,
            self.number,
        )
        return self.account_id._jxc_call("process", content)

    def _jxc_find_process(self):
        """The process whose answer was lost, in an answer as if it had come."""
        account = self.account_id
        since = int((self.create_date - SPARE).replace(tzinfo=UTC).timestamp() * 1000)
        page = 0
        for _page in range(PAGES):
            content = processes.listing(
                self.process_template, self.process_asker, since, page
            )
            answer = account._jxc_call("process_list", content)
            if answer.word != answers.SENT:
                return answer
            numbers, page = processes.listed(answer.data)
            mine = [("account_id", "=", account.id), ("process_number", "in", numbers)]
            known = set(self.search(mine).mapped("process_number"))
            for number in numbers:
                if number == self.process_number:
                    return answers.Answer(answers.SENT, data={"instanceId": number})
                if number in known:
                    continue
                told = account._jxc_call("process_read", {"processInstanceId": number})
                if told.word != answers.SENT:
                    return told
                if processes.ours(told.data) == self.number:
                    return answers.Answer(answers.SENT, data={"instanceId": number})
            if not page:
                break
        return answers.Answer(answers.SENT)

    def _jxc_on_process(self, answer):
        number = answer.data.get("instanceId")
        if isinstance(number, str) and number:
            self.process_number = number

    def _jxc_deliver_process_end(self, status):
        """Withdraw it; the vendor's answer."""
        number = self.process_number
        if not number:
            found = self._jxc_find_process()
            number = found.data.get("instanceId")
            if not number:
                return found
        return self.account_id._jxc_call("process_end", processes.end(number, status))

    # --- hearing --------------------------------------------------------------------

    @api.model
    def _jxc_of_process(self, account, told):
        """The card that an event is about, or none.

        Its number may not be known yet, or its answer was lost: the vendor is asked
        what it is then, if there is such a card at all, for each call is counted.
        """
        mine = [("account_id", "=", account.id)]
        found = self.search([*mine, ("process_number", "=", told.number)])
        if found:
            return found
        unknown = [("process_number", "=", False), ("process_template", "!=", False)]
        if told.template:
            unknown.append(("process_template", "=", told.template))
        if not self.search_count([*mine, *unknown], limit=1):
            return found
        read = account._jxc_call("process_read", {"processInstanceId": told.number})
        if read.word == answers.PERMANENT:
            return found
        if read.word != answers.SENT:
            raise own.Later(account._jxc_advice(read))
        number = processes.ours(read.data)
        found = number and self.search([*mine, *unknown, ("number", "=", number)])
        if found:
            found.process_number = told.number
        return found or self.browse()

    def _jxc_hear(self, told):
        """Do what an approver did there. :return: the event's state, and words."""
        self.ensure_one()
        self.env.cr.execute(
            SQL("SELECT id FROM jxc_dingtalk_card WHERE id = %s FOR UPDATE", self.id),
            log_exceptions=False,
        )
        if told.what == "answer":
            return self._jxc_answer_process(told.person, told.answer, told.comment)
        if told.what != "passed" and self.process_state == "leaving":
            self.process_state = "done"
        if self.state != "open":
            return "ignored", False  # it goes as we have told it to
        words = self.with_context(lang=self.person_id.user_id.lang).env
        if told.what == "over":
            found = self._jxc_read_process()
            if found:
                return self._jxc_answer_process(*found)
            reason = words._("DingTalk does not say who has answered it.")
        elif told.what == "withdrawn":
            reason = words._("Withdrawn in DingTalk; here it still waits for you.")
        else:
            reason = words._("Passed on in DingTalk: pass it on here, if you want to.")
        if told.what != "passed":
            self.process_state = "done"
        self._jxc_show({self: words._("Not done: please open it")}, over=False)
        self._jxc_not_taken(reason)
        return "refused", reason

    def _jxc_answer_process(self, person, answer, comment):
        """As if he had pressed the button of a card; with an event, nobody else can."""
        late, self.process_state = self.process_state == "leaving", "done"
        action, comment = ACTIONS[answer], comment.strip()
        pressed = cards.Pressed(self.number, person, action, "", comment)
        done, result = self._jxc_press(pressed)
        if late:
            self._jxc_not_taken(result)
        return ("done" if done else "refused"), result

    def _jxc_read_process(self):
        content = {"processInstanceId": self.process_number}
        read = self.account_id._jxc_call("process_read", content)
        if read.word != answers.SENT:
            raise own.Later(self.account_id._jxc_advice(read))
        return processes.answered(read.data)

    def _jxc_not_taken(self, reason):
        """DingTalk shows him what he did there, which is not what counts."""
        words = self.with_context(lang=self.person_id.user_id.lang).env
        title, look = words._("Your answer was not taken"), words._("Look")
        self.person_id._jxc_say(title, reason, self._jxc_link(), look)

    def _jxc_link(self):
        """Where he decides here."""
        return ""
