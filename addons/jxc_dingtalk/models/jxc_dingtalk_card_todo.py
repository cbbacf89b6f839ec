from odoo import fields, models

from ..logic import answers, cards


class JxcDingtalkCard(models.Model):
    """What a card asks is a to-do in DingTalk as well, until it is answered anywhere.

    The vendor takes one to-do for one source, which is the card's number: sent twice,
    it is there once.
    """

    _inherit = "jxc.dingtalk.card"

    todo_state = fields.Selection(
        [("open", "Open"), ("done", "Done")], "To-Do in DingTalk", readonly=True
    )
    todo_number = fields.Char("To-Do There", readonly=True)

    def _jxc_make_todos(self, wanted):
        """To be done by whoever was asked, if their application is set up so.

        :param wanted: as in :meth:`_jxc_ask`, in the order of the cards
        :return: messages for the outbox
        """
        told = []
        for card, one in zip(self, wanted, strict=True):
            if card._jxc_has_todo():
                card.todo_state = "open"
                told.append(
                    {**card._jxc_message(), **card._jxc_said(one), "todo": "open"}
                )
        return told

    def _jxc_has_todo(self):
        """A process is on his list there by itself."""
        own = self.platform == "dingtalk" and not self.process_state
        return own and self.account_id.todo

    def _jxc_finish_todos(self):
        """Nobody has anything to do about them any more."""
        open_ones = self.filtered(lambda card: card.todo_state == "open")
        open_ones.todo_state = "done"
        self.env["jxc.dingtalk.message"]._jxc_queue(
            [
                {**card._jxc_message(), "title": card.number, "todo": "done"}
                for card in open_ones
            ]
        )

    # --- sending --------------------------------------------------------------------

    def _jxc_deliver_todo(self, step, message, first):
        """Put it on his list, or take it off; the vendor's answer.

        :param first: whether this was never tried before
        """
        if step == "open" and first and self.todo_state == "done":
            return answers.Answer(answers.SENT)  # answered before it went out
        account = self.account_id
        union = self.person_id._jxc_union(account)
        if not union:
            user = self.person_id.user_id
            told = self.with_context(lang=account.responsible_id.lang).env._(
                "DingTalk does not say who %(user)s is: the application needs the"
                " permission to read members.",
                user=user.name,
            )
            return answers.Answer(answers.PERMANENT, text=told)
        where = {"union": union}
        if step == "open":
            content = cards.dingtalk_todo(
                self._jxc_source(), message.title, message.text, message.url, union
            )
            return account._jxc_call("todo", content, where)
        number = self.todo_number or self._jxc_find_todo(account, union)
        if not number:
            return answers.Answer(answers.SENT, text="none")
        content = cards.dingtalk_todo_done(union)
        return account._jxc_call("todo_done", content, {**where, "task": number})

    def _jxc_source(self):
        return f"jxc-{self.number}"

    def _jxc_find_todo(self, account, union):
        """The number of a to-do whose answer was lost, or none."""
        where = {"union": union, "source": self._jxc_source()}
        found = account._jxc_call("todo_found", {}, where).data.get("id")
        return found if isinstance(found, str) else ""

    def _jxc_on_todo(self, answer):
        number = answer.data.get("id")
        if isinstance(number, str) and number:
            self.todo_number = number
