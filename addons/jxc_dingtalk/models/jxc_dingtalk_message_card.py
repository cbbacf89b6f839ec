from odoo import fields, models

from ..logic import answers


class JxcDingtalkMessage(models.Model):
    """Cards go through the outbox like all that is said, and so do their updates."""

    _inherit = "jxc.dingtalk.message"

    card_id = fields.Many2one(
        "jxc.dingtalk.card", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    is_update = fields.Boolean("Update of a Card", readonly=True)
    todo = fields.Selection(
        [("open", "Open"), ("done", "Done")], "To-Do in DingTalk", readonly=True
    )

    def _jxc_deliver_message(self, message):
        card = self.card_id
        if self.todo:
            return card._jxc_deliver_todo(self.todo, message, self.attempts <= 1)
        if card.process_state and self.is_update:
            return card._jxc_deliver_process_end(message.title)
        if card.process_state:
            first = self.attempts <= 1 and not self.answer
            return card._jxc_deliver_process(message, first)
        if self.is_update:
            return card._jxc_deliver_update(message.title)
        if card.buttons:
            return card._jxc_deliver(message)
        return super()._jxc_deliver_message(message)

    def _jxc_settle(self, answer, attempt):
        result = super()._jxc_settle(answer, attempt)
        if answer.word == answers.SENT and self.todo:
            self.card_id._jxc_on_todo(answer)
        elif answer.word == answers.SENT and self.card_id.process_state:
            self.card_id._jxc_on_process(answer)
        elif answer.word == answers.SENT and self.card_id and not self.is_update:
            self.card_id._jxc_on_sent(answer)
        return result

    def _jxc_end(self, state, target):
        """A card that keeps its buttons does no harm: they are worth nothing. Nor
        does a to-do that stays. A process that cannot be withdrawn is to be seen to:
        its template may forbid it."""
        harmless = self.is_update and not self.card_id.process_state
        if not harmless and self.todo != "done":
            return super()._jxc_end(state, target)
        self.state = state
        return None
